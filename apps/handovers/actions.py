"""Leaving words for whoever comes next, and having taken over."""

from typing import Any

from django.utils import timezone

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.enums import Role
from apps.grids.models import Grid, Posting
from apps.grids.reach import Reach
from apps.handovers.models import HandoverNote, HandoverReceipt
from apps.journal.actions import Subject, write
from apps.registry.models.base import BELONGING, LEVELS
from apps.registry.rules import DESK
from apps.registry.sight import take_sight

NOT_YOURS = "只有本网格的网格员和所属值守台、管理员可以写交接说明"


def leave_note(_: object, *, call: Call, grid: int, text: str) -> dict[str, Any]:
    """By the worker of the grid, or by the station for one who cannot any more."""
    reach = take_sight(call)
    belonging = Grid.objects.filter(pk=grid).values(*(name for name in BELONGING if name != "grid_id")).first()
    if belonging is None or call.actor.id is None or not _writes(grid, belonging, reach):
        raise Refusal(RefusalCode.NOT_YOURS, NOT_YOURS)
    note = HandoverNote.objects.create(
        id=call.id, by_id=call.actor.id, at=call.at, text=text, grid_id=grid, **belonging
    )
    write(call=call, verb="handover.note", subject=Subject("grid", grid), body={"note": str(note.pk)}, notice={})
    return {"id": str(note.pk)}


def receive(_: object, *, call: Call, grid: int) -> dict[str, Any]:
    """Said once for each posting; again is no error."""
    day = timezone.localdate(call.at)
    held = Posting.objects.on(day).filter(account=call.actor.id, grid=grid, role=Role.WORKER)
    posting = held.order_by("-valid_from", "-id").first()
    if posting is None or call.actor.id is None:
        raise Refusal(RefusalCode.NOT_YOURS, "您不是这个网格的网格员，不能接收")
    receipt, made = HandoverReceipt.objects.get_or_create(
        posting=posting, defaults={"id": call.id, "by_id": call.actor.id, "at": call.at}
    )
    if made:
        write(call=call, verb="handover.receive", subject=Subject("grid", grid), body={}, notice={})
    return {"id": str(receipt.pk)}


def _writes(grid: int, belonging: dict[str, int], reach: Reach) -> bool:
    divisions = {belonging[f"{level}_id"] for level in LEVELS[1:]}
    above = reach.ids("division", *DESK, Role.ADMIN)
    return grid in reach.ids("grid", Role.WORKER) or bool(divisions & above)
