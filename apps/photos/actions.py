"""Adding a photo, drawing its copies, throwing it away."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.journal.actions import Subject, write
from apps.photos import imaging, rules, storage, watermark
from apps.photos.exif import Place, sane_moment, sane_place
from apps.photos.models import CGCS2000, Photo, Voice
from apps.photos.receipts import Receipt
from apps.photos.rows import row_of


def add(
    photo_id: UUID | None,
    *,
    call: Call,
    receipt: Receipt,
    taken_at: datetime | None = None,
    place: Place | None = None,
    burnt: bool = False,
) -> dict[str, Any]:
    """The same bytes from the same uploader are the same photo, under the id they were given first.

    What the phone says about time and place goes before what the picture's own tags say.
    """
    if not rules.theirs(receipt.uploader, call):
        raise Refusal(RefusalCode.NOT_YOURS, "这张照片不是您上传的")
    try:
        photo, made = Photo.objects.get_or_create(
            uploader=receipt.uploader,
            sha256=receipt.sha256,
            defaults={
                "id": photo_id or uuid4(),
                "burnt": burnt,
                **_facts(receipt, call),
                **_claims(receipt, taken_at, place, call),
            },
        )
    except IntegrityError as taken:
        raise Refusal(RefusalCode.CONFLICT, "这个照片编号已被另一张照片使用，请重新选择照片", "id") from taken
    if made:
        _write(photo, call=call, verb="photos.add", sha256=photo.sha256, stored_sha256=photo.stored_sha256)
    return row_of(photo)


def caption(photo: Photo, *, call: Call, lines: list[str]) -> Photo:
    """Settles what will be burnt in, within the transaction of the app that attaches the locked photo; drawn later."""
    if len(lines) > watermark.MOST_LINES:
        raise invalid("lines", f"水印文字最多{watermark.MOST_LINES}行")
    words = "\n".join(lines)
    if words != photo.caption:
        transaction.on_commit(partial(storage.remove, [photo.marked] if photo.marked else []))
        photo.caption, photo.marked = words, ""
        photo.save(update_fields=["caption", "marked"])
        _write(photo, call=call, verb="photos.caption", lines=len(lines))
    return photo


def mark(photo_id: UUID, *, call: Call, lines: list[str] | None = None) -> dict[str, Any]:
    """Draws the watermark copy with these lines, or with those settled before; drawn once, it stays as it is."""
    _refuse_people(call)
    photo = _locked(photo_id) if lines is None else caption(_locked(photo_id), call=call, lines=lines)
    if not photo.caption:
        raise invalid("lines", "没有水印文字")
    if not photo.marked:
        _draw(photo, "marked", partial(watermark.marked, lines=photo.caption.split("\n")), call=call)
    return _drawn(photo)


def thumbnail(photo_id: UUID, *, call: Call) -> dict[str, Any]:
    _refuse_people(call)
    photo = _locked(photo_id)
    if not photo.thumb:
        _draw(photo, "thumb", imaging.thumbnail, call=call)
    return _drawn(photo)


def discard(photo_id: UUID, *, call: Call) -> dict[str, Any]:
    """Row and files; refused while anything in the database still points at the photo."""
    _refuse_people(call)
    photo = _locked(photo_id)
    _write(photo, call=call, verb="photos.discard", sha256=photo.sha256)
    files = photo.files
    try:
        photo.delete()
    except ProtectedError as attached:
        raise Refusal(RefusalCode.CONFLICT, "照片已用于事件，不能删除") from attached
    transaction.on_commit(partial(storage.remove, files))
    return {"id": str(photo_id)}


def discard_voice(voice_id: UUID, *, call: Call) -> None:
    """Row and file, of a note nothing points at."""
    voice = Voice.objects.select_for_update().get(pk=voice_id)
    write(call=call, verb="photos.discard_voice", subject=Subject("voice", voice_id), body={}, notice={})
    voice.delete()
    transaction.on_commit(partial(storage.remove, [voice.file]))


def _facts(receipt: Receipt, call: Call) -> dict[str, Any]:
    return {
        "uploaded_by_id": call.actor.id if call.actor.kind == ActorKind.PERSON else None,
        "at": call.at,
        "stored_sha256": receipt.stored_sha256,
        "width": receipt.width,
        "height": receipt.height,
        "original": receipt.name,
    }


def _claims(receipt: Receipt, taken_at: datetime | None, place: Place | None, call: Call) -> dict[str, Any]:
    """A photo is evidence and is taken even when a phone's clock or satellites talk nonsense: that is left out."""
    claim = receipt.claim
    told = sane_place(place.lon, place.lat, place.accuracy) if place else None
    known = told or claim.place
    return {
        "taken_at": sane_moment(taken_at, at=call.at) or claim.taken_at,
        "taken_place": Point(known.lon, known.lat, srid=CGCS2000) if known else None,
        "accuracy": known.accuracy if known else None,
    }


def _refuse_people(call: Call) -> None:
    if not rules.machine(call):
        raise Refusal(RefusalCode.NOT_YOURS, "这项操作由系统自动完成")


def _locked(photo_id: UUID) -> Photo:
    photo = Photo.objects.select_for_update().filter(pk=photo_id).first()
    if photo is None:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这张照片，可能已被清理")
    return photo


def _draw(photo: Photo, copy: str, draw: Callable[[bytes], bytes], *, call: Call) -> None:
    """A file that is gone or damaged is written down once, loudly, instead of being tried for ever."""
    try:
        drawn = draw(storage.content_of(photo.original))
    except FileNotFoundError:
        return _break(photo, call)
    except Refusal as refusal:
        if refusal.code != RefusalCode.INVALID:
            raise
        return _break(photo, call)
    setattr(photo, copy, storage.keep(drawn, at=photo.at))
    photo.save(update_fields=[copy])
    if copy == "marked":
        _write(photo, call=call, verb="photos.mark", sha256=imaging.sha256(drawn))
    return None


def _break(photo: Photo, call: Call) -> None:
    if photo.broken_at is None:
        photo.broken_at = call.at
        photo.save(update_fields=["broken_at"])
        _write(photo, call=call, verb="photos.broken", file=photo.original)


def _drawn(photo: Photo) -> dict[str, Any]:
    return {
        "id": str(photo.pk),
        "thumb": bool(photo.thumb),
        "marked": bool(photo.marked),
        "broken": bool(photo.broken_at),
    }


def _write(photo: Photo, *, call: Call, verb: str, **body: Any) -> None:
    write(call=call, verb=verb, subject=Subject("photo", photo.pk), body=body, notice={})
