"""What only work from afar needs: words and photos of a step that came too late, and photos that came after theirs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.events.actions.attach import attach
from apps.events.actions.settle import record, rooms_of, told
from apps.events.enums import PhotoKind
from apps.events.models import Event
from apps.events.rules import Who, may_see
from apps.grids.reach import reach_of
from apps.journal.actions import Subject, write
from apps.photos.models import Photo
from apps.sync.keeping import begin_epoch
from apps.sync.models import Awaited, Media

ARRIVED = "补传照片"


def supplement(event_id: UUID, *, call: Call, verb: str, note: str = "", photos: Sequence[UUID] = ()) -> dict[str, Any]:
    """In whatever state the matter is: nothing of it moves, but what was found on the spot stands in its history."""
    event = _locked(event_id)
    if not may_see(event, Who(call.actor, reach_of(call.actor, call.at), call.at)):
        raise Refusal(RefusalCode.NOT_FOUND, "没有这件事，或不在您的管辖范围")
    added = attach(event, photos, kind=PhotoKind.REPORT, verb="comment", call=call)
    record(event, "comment", call=call, before=event.state, note=note, photos=added, too_late_for=verb)
    return told(event, photos=added)


def keep_photo(media_id: UUID, *, call: Call, photo: UUID, sha256: str) -> dict[str, Any]:
    """Under the phone's id; whatever matter waited for it has it from now on."""
    known = Photo.objects.filter(pk=photo, uploaded_by=call.actor.id).first()
    if known is None or call.actor.id is None:
        raise invalid("photo", "没有这张照片，请重新上传")
    media, made = Media.objects.get_or_create(
        pk=media_id, defaults={"worker_id": call.actor.id, "sha256": sha256, "photo": known, "at": call.at}
    )
    if not made and (media.worker_id, media.sha256) != (call.actor.id, sha256):
        raise Refusal(RefusalCode.CONFLICT, "这个照片编号已被另一张照片使用")
    waiting = Awaited.objects.select_for_update().filter(media=media_id, command__worker=call.actor.id)
    for awaited in waiting.order_by("pk"):
        _add(awaited, media.photo_id, call=call)
        awaited.delete()
    return {"id": str(media_id), "sha256": media.sha256, "photos": [str(media.photo_id)]}


def _add(awaited: Awaited, photo_id: UUID, *, call: Call) -> None:
    event = _locked(awaited.event)
    if event.photos.filter(photo=photo_id).exists():
        return
    added = attach(event, [photo_id], kind=PhotoKind(awaited.kind), verb="comment", call=call)
    if event.cover_id is None and awaited.kind == PhotoKind.REPORT:
        event.cover_id = photo_id
        event.save(update_fields=["cover_id"])
    record(event, "comment", call=call, before=event.state, note=ARRIVED, photos=added)


def new_epoch(_: object, *, call: Call) -> dict[str, Any]:
    """Only at the machine's shell, by whoever has just restored a backup."""
    if call.actor.kind != ActorKind.SYSTEM:
        raise Refusal(RefusalCode.NOT_YOURS, "只能在服务器上由运维人员执行")
    number = begin_epoch(call.at)
    write(call=call, verb="sync.new_epoch", subject=Subject("epoch", number), body={"epoch": number}, notice={})
    return {"epoch": number}


def _locked(event_id: UUID) -> Event:
    event = Event.objects.select_for_update().filter(pk=event_id).first()
    if event is None:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这件事，或不在您的管辖范围")
    event.rooms_before = frozenset(rooms_of(event))
    return event
