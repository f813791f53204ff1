"""Photos become part of a matter, each once, and only by whoever uploaded them."""

from collections.abc import Sequence
from uuid import UUID

from apps.core.call import ActorKind, Call
from apps.core.refusal import invalid
from apps.events.enums import PhotoKind
from apps.events.models import Event, EventPhoto
from apps.photos.actions import caption
from apps.photos.exif import Place
from apps.photos.models import Photo
from apps.photos.rules import may_attach
from apps.photos.watermark import caption_of

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
    attached = event.photos.values("photo_id")
    found = Photo.objects.select_for_update().filter(pk__in=wanted).order_by("pk").exclude(pk__in=attached).in_bulk()
    if lost := [pk for pk in wanted if pk not in found or not may_attach(found[pk], call)]:
        raise invalid(field, f"有{len(lost)}张照片不存在或已经附上，请重新上传")
    EventPhoto.objects.bulk_create(
        EventPhoto(event=event, photo_id=pk, kind=kind, verb=verb, at=call.at) for pk in wanted
    )
    for photo in found.values():
        _write_under(photo, event, call=call)
    return [str(pk) for pk in wanted]


def _write_under(photo: Photo, event: Event, *, call: Call) -> None:
    """The watermark's lines. A photo shown in a second matter keeps the words of the first; a resident is unnamed."""
    if photo.caption:
        return
    if photo.burnt:
        # When, where and who stand in the picture already; the number was not known yet.
        caption(photo, call=call, lines=caption_of(taken_at=None, place=None, number=event.number))
        return
    told = photo.taken_place or event.place
    accuracy = photo.accuracy if photo.taken_place else event.accuracy_m
    lines = caption_of(
        taken_at=photo.taken_at or call.at,
        place=Place(told.x, told.y, accuracy),
        place_text=event.place_text,
        worker=call.actor.name if call.actor.kind == ActorKind.PERSON else "",
        number=event.number,
    )
    caption(photo, call=call, lines=lines)
