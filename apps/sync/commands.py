from apps.commands.perform import register
from apps.events.commands import finish_photos
from apps.sync import actions, losing, settling, vaults
from apps.sync.forms import KeepPhotoForm, KeepVoiceForm, PreviewForm, SideForm, SupplementForm
from apps.sync.phone_forms import DeviceForm

register("sync.supplement", actions.supplement, form=SupplementForm, after=(finish_photos,))
register("sync.keep_photo", actions.keep_photo, form=KeepPhotoForm, after=(finish_photos,))
register("sync.keep_voice", actions.keep_voice, form=KeepVoiceForm)
register("sync.show_ahead", actions.show_ahead, form=PreviewForm)
register("sync.new_epoch", actions.new_epoch)
register("sync.settle", settling.take_side, form=SideForm)
register("sync.make_vault", vaults.make, form=DeviceForm, kept=False)
register("sync.recover_vault", vaults.recover, form=DeviceForm, kept=False)
register("sync.lose_phone", losing.lose)
register("sync.find_phone", losing.find)
