"""Whose word stands where two differ: a station's decision, then a worker on site, then an import (S-46)."""

from collections.abc import Iterable
from typing import Any

from apps.core.call import Actor, ActorKind, Door
from apps.grids.reach import reach_of
from apps.journal.models import Entry
from apps.registry.enums import Source
from apps.registry.models import FieldSource
from apps.registry.rules import decides


def of_station(row: Any, fields: Iterable[str]) -> list[str]:
    """Those fields of the row that a desk above it was the last to put as they stand."""
    return [field for field in fields if _is_decided(row, field)]


def _is_decided(row: Any, field: str) -> bool:
    entry = _last(row, field)
    if entry is None or entry.actor_kind != ActorKind.PERSON or _is_imported(row, entry, field):
        return False
    # Somebody may work in the grid and at its desk: a phone's commands come by the batch, and a console's never.
    if entry.door == Door.BATCH and not entry.body.get("settled"):
        return False
    return decides(row, reach_of(Actor(ActorKind.PERSON, entry.actor_id), entry.at))


def _last(row: Any, field: str) -> Entry | None:
    """A correction names the fields that it changes."""
    of_row = Entry.objects.filter(subject_kind=row._meta.model_name, subject_id=str(row.pk))
    return of_row.filter(body__fields__contains=[field]).order_by("-id").first()


def _is_imported(row: Any, entry: Entry, field: str) -> bool:
    """A sheet leaves no line of the journal for each row; the field knows that it came from one."""
    known = FieldSource.objects.filter(subject_kind=row._meta.model_name, subject_id=row.pk, field=field)
    return known.filter(source=Source.IMPORT, confirmed_at__gt=entry.at).exists()
