"""The HTTP door for files: judged, drawn anew and stored first; then one command with the signed receipt."""

import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from rest_framework.request import Request

from apps.commands.http import call_of
from apps.commands.perform import Outcome, perform
from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.photos import imaging, queries, rules, storage
from apps.photos.receipts import receipt_for, sign
from apps.photos.rows import row_of

TOLD = ("taken_at", "lon", "lat", "accuracy")
# Boundaries and the small fields around the file.
ENVELOPE = 64 * 1024
SESSION_MARK = "photo_uploader"


def receive(request: Request, *, most: int) -> Outcome:
    call = call_of(request)
    received = _bytes_of(request, most=most)
    photo_id = _photo_id(request)
    uploader = uploader_of(request)
    told = {name: request.POST[name] for name in TOLD if request.POST.get(name)}
    return take_in(received, photo_id, told, uploader=uploader, call=call)


def take_in(received: bytes, photo_id: uuid.UUID | None, told: dict[str, Any], *, uploader: str, call: Call) -> Outcome:
    """What this uploader has sent before is that photo, under the id it was given then."""
    digest = imaging.sha256(received)
    known = _known(uploader, digest)
    if known:
        return known
    outcome = _add(received, photo_id, told, uploader=uploader, call=call)
    # A phone that asks again while its first request still runs must hear of the photo, not of the collision.
    return outcome if outcome.applied else _known(uploader, digest) or outcome


def _known(uploader: str, digest: str) -> Outcome | None:
    photo = queries.photo_of(uploader, digest)
    return Outcome("applied", answer=row_of(photo)) if photo else None


def uploader_of(request: Request) -> str:
    """The account, or for a visitor a mark in the session that outlives neither."""
    if request.user.is_authenticated:
        return rules.uploader_key(request.user.pk)
    mark: str = request.session.setdefault(SESSION_MARK, uuid.uuid4().hex)
    return rules.visitor_key(mark)


def refuse_length(request: Request, *, most: int) -> None:
    """Before the body is read: what is announced as too long is not worth parsing."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > most + ENVELOPE:
        raise _too_large(most)


def _bytes_of(request: Request, *, most: int) -> bytes:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise invalid("file", "请选择一张照片")
    if (file.size or 0) > most:
        raise _too_large(most)
    return bytes(file.read())


def _too_large(most: int) -> Refusal:
    return Refusal(RefusalCode.TOO_LARGE, f"照片文件过大（最大{most // (1024 * 1024)}MB），请压缩后重试", "file")


def _photo_id(request: Request) -> uuid.UUID | None:
    told = request.POST.get("id")
    try:
        return uuid.UUID(str(told)) if told else None
    except ValueError as error:
        raise invalid("id", "照片编号应为 UUID") from error


def _add(received: bytes, photo_id: uuid.UUID | None, told: dict[str, Any], *, uploader: str, call: Call) -> Outcome:
    picture = imaging.read(received, at=call.at)
    name = storage.keep(picture.jpeg, at=call.at)
    receipt = sign(receipt_for(picture, name=name, uploader=uploader))
    outcome = perform("photos.add", photo_id, {**told, "receipt": receipt}, call=call)
    # Refused, or another request with the same file was quicker. After a crash it is the purge that tidies up.
    if not queries.is_named(name):
        storage.remove([name])
    return outcome
