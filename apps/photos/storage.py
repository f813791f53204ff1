"""Where the files lie: photos/<day>/<first two of the sha>/<sha>-<chance>.jpg in Django's default storage.

No name is ever used twice, so nobody can delete a file another photo has just begun to use.
"""

import logging
import os
import secrets
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone

from apps.photos.imaging import sha256

log = logging.getLogger(__name__)
ROOT = "photos"


def keep(content: bytes, *, at: datetime, ending: str = "jpg") -> str:
    """Written before the row that names it: if the row fails, the file is a stray and the purge finds it by its day."""
    digest = sha256(content)
    name = f"{folder_of(timezone.localdate(at))}/{digest[:2]}/{digest}-{secrets.token_hex(4)}.{ending}"
    kept = default_storage.save(name, ContentFile(content))
    _to_disk(kept)
    return kept


def folder_of(day: date) -> str:
    return f"{ROOT}/{day:%Y%m%d}"


def content_of(name: str) -> bytes:
    with default_storage.open(name) as file:
        return bytes(file.read())


def remove(names: Iterable[str]) -> None:
    """A file that cannot be removed now is left to the purge."""
    for name in names:
        try:
            default_storage.delete(name)
        except OSError:
            log.warning("photo file not removed: %s", name, exc_info=True)


def strays(day: date, *, known: Collection[str], before: datetime) -> Iterator[str]:
    """The day's files that no photo names and that were written before the given moment."""
    for name in _files_of(folder_of(day)):
        if name not in known and default_storage.get_modified_time(name) < before:
            yield name


def _files_of(folder: str) -> Iterator[str]:
    try:
        inner = default_storage.listdir(folder)[0]
    except FileNotFoundError:
        return
    for part in inner:
        for file in default_storage.listdir(f"{folder}/{part}")[1]:
            yield f"{folder}/{part}/{file}"


def _to_disk(name: str) -> None:
    """The row will survive a power cut, so must the file; object stores see to it themselves."""
    if not isinstance(default_storage, FileSystemStorage):
        return
    path = Path(default_storage.path(name))
    for written in (path, path.parent):
        handle = os.open(written, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
