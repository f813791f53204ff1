"""Notes for whoever takes a grid over, and a worker's own receipts."""

from collections.abc import Sequence
from uuid import UUID

from apps.handovers.models import HandoverNote, HandoverReceipt
from apps.sync.bodies.looking import Bodies, Looker
from apps.sync.handing import note_facts


def notes(ids: Sequence[UUID], _: Looker) -> Bodies:
    found = HandoverNote.objects.filter(pk__in=ids).select_related("by")
    return {str(note.pk): note_facts(note) | {"grid": note.grid_id} for note in found}


def receipts(ids: Sequence[UUID], account_id: int) -> Bodies:
    found = HandoverReceipt.objects.filter(pk__in=ids, by=account_id)
    return {str(pk): {"grid": grid, "at": at} for pk, grid, at in found.values_list("pk", "posting__grid_id", "at")}
