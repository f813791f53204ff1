"""The one way a row gets into the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from apps.core.call import Call
from apps.journal.models import Entry
from apps.journal.notices import publish


@dataclass(frozen=True)
class Subject:
    kind: str
    id: object


def write(
    *, call: Call, verb: str, subject: Subject, body: dict[str, Any], rooms: Sequence[str] = (), notice: dict[str, Any]
) -> Entry:
    """Writes the row with the change itself; every room hears of it once the transaction has committed."""
    entry = Entry.objects.create(
        at=call.at,
        call_id=call.id,
        verb=verb,
        actor_kind=call.actor.kind,
        actor_id=call.actor.id,
        actor_name=call.actor.name,
        door=call.door,
        subject_kind=subject.kind,
        subject_id=str(subject.id),
        body={**body, **call.remarks},
        rooms=list(rooms),
        notice=notice,
    )
    if rooms:
        transaction.on_commit(lambda: _announce(entry, notice))
    return entry


def notice_of(entry: Entry, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "entry": entry.pk,
        "verb": entry.verb,
        "kind": entry.subject_kind,
        "subject": entry.subject_id,
        "at": entry.at.isoformat(),
        **facts,
    }


def _announce(entry: Entry, facts: dict[str, Any]) -> None:
    publish({"rooms": entry.rooms, "notice": notice_of(entry, facts)})
