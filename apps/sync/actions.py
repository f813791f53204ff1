"""What only work from afar needs: words and photos of a step that came too late, and photos that came after theirs."""

import base64
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.events.actions import late
from apps.events.actions.attach import attach
from apps.events.actions.late import arrive, held
from apps.events.actions.settle import record, told
from apps.events.enums import VOICE, PhotoKind
from apps.events.models import Awaited
from apps.events.rules import Who, may_see
from apps.grids.reach import reach_of
from apps.journal.actions import Subject, write
from apps.photos import imaging
from apps.photos.models import Photo, Voice
from apps.registry.actions import visit_photos
from apps.sync.keeping import begin_epoch
from apps.sync.media import lock
from apps.sync.models import Media


def supplement(event_id: UUID, *, call: Call, verb: str, note: str = "", photos: Sequence[UUID] = ()) -> dict[str, Any]:
    """In whatever state the matter is: nothing of it moves, but what was found on the spot stands in its history."""
    event = held(event_id)
    if not may_see(event, Who(call.actor, reach_of(call.actor, call.at), call.at)):
        raise Refusal(RefusalCode.NOT_FOUND, "没有这件事，或不在您的管辖范围")
    added = attach(event, photos, kind=PhotoKind.REPORT, verb="comment", call=call)
    record(event, "comment", call=call, before=event.state, note=note, photos=added, too_late_for=verb)
    return told(event, photos=added)


def keep_photo(media_id: UUID, *, call: Call, photo: UUID, sha256: str) -> dict[str, Any]:
    """Under the phone's id; whatever matter waited for it has it from now on."""
    if not Photo.objects.filter(pk=photo, uploaded_by=call.actor.id).exists():
        raise invalid("photo", "没有这张照片，请重新上传")
    return _keep(media_id, sha256, call=call, photo_id=photo)


def keep_voice(media_id: UUID, *, call: Call, voice: UUID, sha256: str) -> dict[str, Any]:
    if not Voice.objects.filter(pk=voice, uploaded_by=call.actor.id).exists():
        raise invalid("voice", "没有这段语音，请重新上传")
    return _keep(media_id, sha256, call=call, voice_id=voice)


def _keep(media_id: UUID, sha256: str, *, call: Call, **found: UUID) -> dict[str, Any]:
    lock([media_id])
    told = {"worker_id": call.actor.id, "sha256": sha256, "at": call.at, **found}
    media, made = Media.objects.get_or_create(pk=media_id, defaults=told)
    if not made and (media.worker_id, media.sha256) != (call.actor.id, sha256):
        raise Refusal(RefusalCode.CONFLICT, "这个照片编号已被另一张照片使用")
    return {"id": str(media_id), "sha256": media.sha256, "photos": join([media], call=call)}


def join(found: Iterable[Media], *, call: Call) -> list[str]:
    """To whatever waits for them; under their locks. The photos are told, so that their watermark is drawn."""
    by_id = {media.pk: media for media in found}
    for media in by_id.values():
        if media.photo_id:
            visit_photos.arrive(media.pk, media.photo_id, call=call)
    waiting = Awaited.objects.filter(media__in=by_id, by=call.actor.id).order_by("pk")
    return [photo for one in waiting for photo in arrive(one, by_id[one.media].found, call=call)]


def show_ahead(media_id: UUID, *, call: Call, jpeg: str) -> dict[str, Any]:
    """Drawn anew like any picture. Nobody waits for it yet, or it is here: then it was not needed."""
    drawn = imaging.preview(base64.b64decode(jpeg), at=call.at)
    waiting = Awaited.objects.filter(media=media_id, by=call.actor.id, preview=None).exclude(kind=VOICE)
    for awaited in waiting.order_by("pk"):
        late.show_ahead(awaited, drawn, call=call)
    return {"id": str(media_id), "photos": []}


def new_epoch(_: object, *, call: Call) -> dict[str, Any]:
    """Only at the machine's shell, by whoever has just restored a backup."""
    if call.actor.kind != ActorKind.SYSTEM:
        raise Refusal(RefusalCode.NOT_YOURS, "只能在服务器上由运维人员执行")
    number = begin_epoch(call.at)
    write(call=call, verb="sync.new_epoch", subject=Subject("epoch", number), body={"epoch": number}, notice={})
    return {"epoch": number}
