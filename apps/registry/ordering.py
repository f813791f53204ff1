"""Another order of a list than its own: longest unseen first, as whoever goes from door to door needs it."""

from typing import Any

from django.db.models import QuerySet

from apps.core.refusal import invalid
from apps.grids.reach import Reach
from apps.registry.reaching import seen_from_above

CONFIRMED = "CONFIRMED"


def ordered(found: QuerySet[Any], reach: Reach, *, order: str, grid: int | None) -> QuerySet[Any]:
    """Of one's own grids or of one grid: some hundred rows, sorted as they are read. A city has no index for it."""
    if not order:
        return found
    if grid is None and seen_from_above(reach):
        raise invalid("order", "久未核实在前只能在一个网格内使用，请先选择网格")
    return found.order_by("confirmed_at")
