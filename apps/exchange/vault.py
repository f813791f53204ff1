"""Files with people's data: sealed piece by piece on disk, and only ever opened into an unnamed temporary file."""

import hashlib
import struct
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, BinaryIO, cast

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

from apps.core.refusal import Refusal, RefusalCode
from apps.core.sealing import seal, unseal

ROOT = "exchange"
PIECE = 1024 * 1024
LENGTH = struct.Struct(">I")


@dataclass(frozen=True)
class Kept:
    name: str
    digest: str
    size: int


def keep(file: BinaryIO, *, at: datetime) -> Kept:
    """`sealing` takes text, and latin-1 gives every byte one character."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    with tempfile.TemporaryFile() as sealed:
        while piece := file.read(PIECE):
            digest.update(piece)
            size += len(piece)
            closed = seal(piece.decode("latin-1"))
            sealed.write(LENGTH.pack(len(closed)))
            sealed.write(closed)
        sealed.seek(0)
        name = default_storage.save(f"{ROOT}/{timezone.localdate(at):%Y%m%d}/{uuid.uuid4().hex}.sealed", File(sealed))
    return Kept(name, digest.hexdigest(), size)


@contextmanager
def opened(name: str, digest: str) -> Iterator[BinaryIO]:
    """The file as it was kept, or a refusal: its digest pins every byte of it."""
    told = hashlib.sha256()
    with tempfile.TemporaryFile() as plain:
        for piece in _pieces(name):
            told.update(piece)
            plain.write(piece)
        if told.hexdigest() != digest:
            raise _gone()
        plain.seek(0)
        yield cast("BinaryIO", plain)


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def remove(name: str) -> None:
    if name:
        default_storage.delete(name)


def _pieces(name: str) -> Iterator[bytes]:
    if not name:
        raise _gone()
    try:
        file = default_storage.open(name)
    except FileNotFoundError as gone:
        raise _gone() from gone
    with file:
        while head := file.read(LENGTH.size):
            (length,) = LENGTH.unpack(head)
            yield unseal(file.read(length)).encode("latin-1")


def _gone() -> Refusal:
    return Refusal(RefusalCode.NOT_FOUND, "文件已按保存期限删除或已缺失，请重新上传或重新导出")
