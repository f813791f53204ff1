from apps.commands.forms import BatchForm
from apps.commands.perform import register
from apps.patrols import actions
from apps.patrols.forms import BeginForm, EndForm, WalkForm

register("patrol.begin", actions.begin, form=BeginForm)
register("patrol.walk", actions.walk, form=WalkForm)
register("patrol.end", actions.end, form=EndForm)
# Where somebody was is not kept beside the command that asked.
register("patrol.look", actions.look, kept=False)
register("patrol.forget_tracks", actions.forget_tracks, form=BatchForm)
