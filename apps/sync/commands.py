from apps.commands.perform import register
from apps.events.commands import finish_photos
from apps.sync import actions, settling
from apps.sync.forms import KeepPhotoForm, KeepVoiceForm, PreviewForm, SideForm, SupplementForm

register("sync.supplement", actions.supplement, form=SupplementForm, after=(finish_photos,))
register("sync.keep_photo", actions.keep_photo, form=KeepPhotoForm, after=(finish_photos,))
register("sync.keep_voice", actions.keep_voice, form=KeepVoiceForm)
register("sync.show_ahead", actions.show_ahead, form=PreviewForm)
register("sync.new_epoch", actions.new_epoch)
register("sync.settle", settling.take_side, form=SideForm)
