from apps.commands.perform import register
from apps.events.commands import finish_photos
from apps.sync import actions, settling
from apps.sync.forms import KeepPhotoForm, SideForm, SupplementForm

register("sync.supplement", actions.supplement, form=SupplementForm, after=(finish_photos,))
register("sync.keep_photo", actions.keep_photo, form=KeepPhotoForm, after=(finish_photos,))
register("sync.new_epoch", actions.new_epoch)
register("sync.settle", settling.take_side, form=SideForm)
