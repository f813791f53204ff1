from apps.commands.perform import register
from apps.photos import actions, voices
from apps.photos.serializers import AddForm, AddVoiceForm, MarkForm
from apps.photos.tasks import start_thumbnail

register("photos.add", actions.add, form=AddForm, after=(start_thumbnail,))
register("photos.add_voice", voices.add_voice, form=AddVoiceForm)
register("photos.mark", actions.mark, form=MarkForm)
register("photos.thumbnail", actions.thumbnail)
register("photos.discard", actions.discard)
