"""The registry follows the grids."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.models import Grid
from apps.journal.actions import Subject, write
from apps.registry.actions.settle import look
from apps.registry.regrid import regrid_some
from apps.registry.rules import MACHINES

AT_ONCE = 5000


def regrid(_: object, *, call: Call, grids: Sequence[int]) -> dict[str, Any]:
    """One batch; called again until it answers that nothing moved. Each batch stands on its own."""
    if call.actor.kind not in MACHINES:
        raise Refusal(RefusalCode.NOT_YOURS, "网格调整后由系统自动更新")
    look(call)
    moved = regrid_some(grids, on=timezone.localdate(call.at), many=AT_ONCE)
    if moved:
        write(
            call=call,
            verb="registry.regrid",
            subject=Subject("grid", grids[0]),
            body={"grids": list(grids), "moved": moved},
            rooms=_rooms(grids),
            notice={"grids": list(grids)},
        )
    return {"moved": moved}


def _rooms(grids: Sequence[int]) -> list[str]:
    above = Grid.objects.filter(pk__in=grids).values_list("community_id", "street_id", "district_id", "city_id")
    return sorted({f"division:{pk}" for row in above for pk in row})
