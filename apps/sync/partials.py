"""A large file in pieces (docs/media.md). How far it has come is one column under one row's lock: a piece that begins
anywhere else is not taken, and whoever sent it is told where to go on.

Pieces lie in the database: every process of every machine can take the next one, a piece and the count of it are one
transaction, and an object store cannot append.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.sync.models import Chunk, Partial

CHUNK_AT_MOST = 512 * 1024
# Of one account, all that has been begun.
BEGUN_AT_MOST = 100 * 1024 * 1024
KEPT = timedelta(days=3)
REUSED = "这个照片编号已被另一张照片使用"


@dataclass(frozen=True)
class Piece:
    """`length` and `sha256` are those of the whole."""

    offset: int
    length: int
    sha256: str
    bytes: bytes


def offset_of(media_id: UUID, worker: int) -> int | None:
    """How far it has come; None of what was never begun, or is somebody else's."""
    return Partial.objects.filter(pk=media_id, worker=worker).values_list("offset", flat=True).first()


@transaction.atomic
def take(media_id: UUID, piece: Piece, *, worker: int, at: datetime) -> int:
    """How far it has come now. The same piece again, or one too early, changes nothing."""
    partial = _locked(media_id, piece, worker=worker, at=at)
    if piece.offset != partial.offset or not piece.bytes:
        return partial.offset
    if piece.offset + len(piece.bytes) > partial.length:
        raise invalid("Upload-Length", "内容比所说的长，请更新应用后重试")
    Chunk.objects.create(partial=partial, offset=piece.offset, bytes=piece.bytes)
    partial.offset, partial.at = piece.offset + len(piece.bytes), at
    partial.save(update_fields=["offset", "at"])
    return partial.offset


def whole(media_id: UUID, worker: int) -> bytes:
    rows = Chunk.objects.filter(partial=media_id, partial__worker=worker).order_by("offset")
    return b"".join(bytes(row) for row in rows.values_list("bytes", flat=True))


def drop(media_id: UUID, worker: int) -> None:
    """Kept by now, or not what was announced: then it comes again from its beginning."""
    Partial.objects.filter(pk=media_id, worker=worker).delete()


def drop_older(at: datetime) -> int:
    old = Partial.objects.filter(at__lt=at - KEPT)
    count = old.count()
    old.delete()
    return count


def _locked(media_id: UUID, piece: Piece, *, worker: int, at: datetime) -> Partial:
    told = {"worker_id": worker, "sha256": piece.sha256, "length": piece.length, "at": at}
    if not Partial.objects.filter(pk=media_id).exists():
        _refuse_more(worker, piece.length)
        Partial.objects.bulk_create([Partial(id=media_id, **told)], ignore_conflicts=True)
    partial = Partial.objects.select_for_update().get(pk=media_id)
    if (partial.worker_id, partial.sha256, partial.length) != (worker, piece.sha256, piece.length):
        raise Refusal(RefusalCode.CONFLICT, REUSED)
    return partial


def _refuse_more(worker: int, length: int) -> None:
    begun = Partial.objects.filter(worker=worker).aggregate(all=Sum("length"))["all"] or 0
    if begun + length > BEGUN_AT_MOST:
        raise Refusal(RefusalCode.TOO_MANY, "同时上传的照片太多，请等前面的传完")
