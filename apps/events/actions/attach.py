"""Photos become part of a matter, each once, and only by whoever uploaded them."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from apps.core.call import ActorKind, Call
from apps.core.refusal import invalid
from apps.events.enums import PhotoKind
from apps.events.models import Event, EventPhoto
from apps.photos.actions import caption
from apps.photos.models import Photo

AT_MOST = 9


def attach(
    event: Event, photo_ids: Sequence[UUID], *, kind: PhotoKind, verb: str, call: Call, field: str = "photos"
) -> list[str]:
    """The ids as text, for the journal. Photos this matter has already, or somebody else's, are refused."""
    wanted = list(dict.fromkeys(photo_ids))
    if not wanted:
        return []
    if len(wanted) > AT_MOST:
        raise invalid(field, f"一次最多{AT_MOST}张照片")
    mine = call.actor.id if call.actor.kind == ActorKind.PERSON else None
    usable = Photo.objects.filter(pk__in=wanted, uploaded_by_id=mine)
    free = set(usable.exclude(pk__in=event.photos.values("photo_id")).values_list("pk", flat=True))
    if lost := [pk for pk in wanted if pk not in free]:
        raise invalid(field, f"有{len(lost)}张照片不存在或已经附上，请重新上传")
    EventPhoto.objects.bulk_create(
        EventPhoto(event=event, photo_id=pk, kind=kind, verb=verb, at=call.at) for pk in wanted
    )
    for pk in wanted:
        caption(pk, call=call, lines=_lines(event, call))
    return [str(pk) for pk in wanted]


def _lines(event: Event, call: Call) -> list[str]:
    """What the watermark says: when, where and how exactly, by whom, which matter. A resident stays unnamed."""
    exact = f" ±{event.accuracy_m:.0f}米" if event.accuracy_m else ""
    taken_by = call.actor.name if call.actor.kind == ActorKind.PERSON else "居民"
    return [
        f"{timezone.localtime(call.at):%Y-%m-%d %H:%M}  {taken_by}",
        f"{event.place.x:.6f}, {event.place.y:.6f}{exact}  {event.place_text}".rstrip(),
        f"事件编号 {event.number}",
    ]
