"""Photos and voice notes that never became part of anything: of a report nobody sent, of a command that was refused.

Here, because only whoever sees every row may say that none of them names a photo.
"""

from typing import Any

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.photos import actions
from apps.photos.models import Photo, Voice
from apps.photos.queries import unused
from apps.registry.rules import MACHINES
from apps.registry.sight import take_sight


def let_go(_: object, *, call: Call, at_most: int) -> dict[str, Any]:
    """With their files; called again until it answers 0."""
    if call.actor.kind not in MACHINES:
        raise Refusal(RefusalCode.NOT_YOURS, "到期清理由系统自动进行")
    take_sight(call)
    photos = list(unused(Photo, at=call.at).values_list("pk", flat=True)[:at_most])
    notes = list(unused(Voice, at=call.at).values_list("pk", flat=True)[:at_most])
    for photo in photos:
        actions.discard(photo, call=call)
    for note in notes:
        actions.discard_voice(note, call=call)
    return {"removed": len(photos) + len(notes)}
