"""Photos and voice notes a command names by the phone's own ids: those that are here, and those that have to come."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from apps.events.enums import VOICE, PhotoKind
from apps.photos.models import Photo
from apps.sync.models import Media, SyncCommand

# A photo is what the step it came with makes it.
KINDS = {
    "reply": PhotoKind.AFTER, "assist": PhotoKind.AFTER, "settle": PhotoKind.AFTER,
    "check": PhotoKind.CHECK, "find_fault": PhotoKind.CHECK,
}  # fmt: skip
FIELDS = ("photos", "before")
VOICES = "voices"
# Of one command; a form of ours takes nine of each sort. Each is a lock, of which all that goes on has some thousands.
NAMED_AT_MOST = 50
# Beside pg_advisory locks of other rooms; any number that is nobody else's.
LOCK = 0x6D65


@dataclass(frozen=True)
class Photos:
    """`data` names only photos that are here, by the server's ids; `ids` are all of those.

    No form takes voice notes: they join their move like what comes late.
    """

    data: dict[str, Any]
    ids: list[UUID]
    awaited: dict[UUID, str]


def photos_of(command: SyncCommand, data: Mapping[str, Any]) -> Photos:
    named = {name: _ids(data[name]) for name in FIELDS if isinstance(data.get(name), list)}
    voices = _ids(data[VOICES]) if isinstance(data.get(VOICES), list) else []
    ids = [pk for each in named.values() for pk in each]
    here = _here(command.worker_id, ids)
    found = {name: [here[pk] for pk in ids if pk in here] for name, ids in named.items()}
    awaited = {pk: _kind(command.kind, name) for name, ids in named.items() for pk in ids if pk not in here}
    told = {name: [str(pk) for pk in ids] for name, ids in found.items()}
    rest = {name: value for name, value in data.items() if name != VOICES}
    return Photos(
        {**rest, **told}, [pk for ids in found.values() for pk in ids], awaited | dict.fromkeys(voices, VOICE)
    )


def take_turns(data: Mapping[str, Any]) -> bool:
    """Of a command's data, before the row it is about is locked: a photo that arrives takes both in this order too.

    False of more than any form of ours could name, which is not begun with.
    """
    named = {pk for name in (*FIELDS, VOICES) if isinstance(data.get(name), list) for pk in _ids(data[name])}
    if len(named) > NAMED_AT_MOST:
        return False
    lock(named)
    return True


def lock(ids: Collection[UUID]) -> None:
    """A command that looks whether a photo is here, and the photo that looks who waits for it, take turns."""
    with connection.cursor() as cursor:
        for pk in sorted(ids):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, str(pk)])


def _kind(command: str, field: str) -> str:
    return PhotoKind.BEFORE if field == "before" else KINDS.get(command.partition(".")[2], PhotoKind.REPORT)


def _ids(told: list[Any]) -> list[UUID]:
    return [UUID(str(pk)) for pk in told if _is_uuid(pk)]


def _is_uuid(told: Any) -> bool:
    try:
        UUID(str(told))
    except ValueError:
        return False
    return True


def _here(worker_id: int, ids: list[UUID]) -> dict[UUID, UUID]:
    """The phone's id → the photo's, for the worker's own."""
    if not ids:
        return {}
    mine = Media.objects.filter(pk__in=ids, worker=worker_id, photo__isnull=False)
    direct = Photo.objects.filter(pk__in=ids, uploaded_by=worker_id).values_list("pk", flat=True)
    return {pk: pk for pk in direct} | dict(mine.values_list("pk", "photo_id"))
