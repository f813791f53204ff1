"""Both ends of a hand-over as the station sees them: what left the one's phone, what the other has received."""

from typing import Any

from django.db.models import QuerySet

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.enums import Role
from apps.grids.models import Grid, Posting
from apps.grids.reach import reach_of
from apps.handovers.models import HandoverNote, HandoverReceipt
from apps.registry.models.base import LEVELS
from apps.registry.rules import DESK
from apps.registry.sight import sight
from apps.sync.models import Holding

SHOWN = 20


def hand_over_of(grid_id: int, call: Call) -> dict[str, Any]:
    """Of the grids of one's desk or divisions; anybody else is told that there is none."""
    reach = reach_of(call.actor, call.at)
    grid = Grid.objects.only(*(f"{level}_id" for level in LEVELS[1:])).filter(pk=grid_id).first()
    above = reach.ids("division", *DESK, Role.ADMIN, Role.LEADER)
    if grid is None or not above & {getattr(grid, f"{level}_id") for level in LEVELS[1:]}:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这个网格，或不在您的管辖范围")
    with sight(reach):
        notes = [note_facts(note) for note in newest_notes(grid_id)]
    return {"workers": _workers(grid_id), "notes": notes}


def newest_notes(grid_id: int) -> QuerySet[HandoverNote]:
    return HandoverNote.objects.filter(grid=grid_id).select_related("by").order_by("-at", "id")[:SHOWN]


def note_facts(note: HandoverNote) -> dict[str, Any]:
    return {"id": str(note.pk), "by": note.by.name, "by_id": note.by_id, "at": note.at, "text": note.text}


def _workers(grid_id: int) -> list[dict[str, Any]]:
    """The newest postings first: the one who has it, and those before."""
    postings = list(
        Posting.objects.filter(grid=grid_id, role=Role.WORKER)
        .select_related("account")
        .order_by("-valid_from", "-id")[:SHOWN]
    )
    received = dict(HandoverReceipt.objects.filter(posting__in=postings).values_list("posting_id", "at"))
    phones = _phones(grid_id, [posting.account_id for posting in postings])
    return [
        {
            "account": {"id": posting.account_id, "name": posting.account.name},
            "valid_from": posting.valid_from,
            "valid_to": posting.valid_to,
            "received_at": received.get(posting.pk),
            "phones": phones.get(posting.account_id, []),
        }
        for posting in postings
    ]


def _phones(grid_id: int, accounts: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Phones that hold or held the grid: what waits on them, and when its rows were gone."""
    held = Holding.objects.filter(scope=f"grid:{grid_id}", device__account__in=accounts)
    told: dict[int, list[dict[str, Any]]] = {}
    for holding in held.select_related("device").order_by("-device__pulled_at", "id"):
        device = holding.device
        told.setdefault(device.account_id, []).append(
            {
                "pulled_at": device.pulled_at,
                "pending": device.pending,
                "purged_at": holding.purged_at,
                "purged_rows": holding.purged_rows,
            }
        )
    return told
