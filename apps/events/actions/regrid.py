"""A matter follows the grids: its own has ended, by a split, a merge or a moved border, and another lies around it."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.core.call import Call
from apps.events.actions.settle import settle, take
from apps.events.models import Event
from apps.grids.enums import Level
from apps.grids.queries import grid_at


def regrid(event_id: UUID, *, call: Call) -> dict[str, Any]:
    """The stage and its limit go on; who holds it is whoever works in the new grid, or at the desks above that."""
    event = take(event_id, "regrid", call=call)
    grid = grid_at(event.place, on=timezone.localdate(call.at))
    if grid is None:
        return _stay(event, call=call)
    before = event.grid_id
    for column, value in grid.chain.items():
        setattr(event, column, value)
    note = f"所属网格调整为“{grid.name}”"
    return settle(event, "regrid", call=call, same_stage=True, note=note, old_grid=before, grid=grid.id)


def _stay(event: Event, *, call: Call) -> dict[str, Any]:
    """Around it is no grid of the day. Nobody works in the one that ended, so the community has it from now on."""
    if event.level == Level.GRID:
        event.level = Level.COMMUNITY
    note = "原网格已调整，所在位置不属于任何现有网格，请社区、街道核对位置并继续办理"
    return settle(event, "regrid", call=call, same_stage=True, note=note, old_grid=event.grid_id)
