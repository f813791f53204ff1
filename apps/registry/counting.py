"""How many rows stand behind each shortcut above the lists of a grid."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from apps.core.refusal import invalid
from apps.registry import search
from apps.registry.models import PersonRole
from apps.registry.reaching import seen_from_above
from apps.registry.search import Asker, Filters

OLD = 80
Counts = dict[str, int]


def counts(asker: Asker, *, of: str, grid: int | None, stale_days: int) -> Counts:
    """Within one's own grids or one grid: counting a city would read all of it."""
    if grid is None and seen_from_above(asker.reach):
        raise invalid("grid", "请先选择一个网格，再看各类数量")
    return COUNTED[of](asker, Filters(grid=grid), asker.at - timedelta(days=stale_days))


def _people(asker: Asker, filters: Filters, stale: datetime) -> Counts:
    found = search.people(asker, filters)
    old = Count("pk", filter=Q(born_on__lte=search.years_before(asker.today, OLD)))
    told: Counts = found.aggregate(**_usual(stale), OLD=old)
    roles = PersonRole.objects.filter(person__in=found, to_on=None).values_list("kind").annotate(Count("pk")).order_by()
    return told | dict(roles)


def _rooms(asker: Asker, filters: Filters, stale: datetime) -> Counts:
    found = search.rooms(asker, filters)
    told: Counts = found.aggregate(**_usual(stale), RENTED=Count("pk", filter=Q(rented=True)))
    return told | _hazards(found)


def _organisations(asker: Asker, filters: Filters, stale: datetime) -> Counts:
    found = search.organisations(asker, filters)
    told: Counts = found.aggregate(**_usual(stale))
    return told | _hazards(found)


def _usual(stale: datetime) -> dict[str, Count]:
    return {"ALL": Count("pk"), "STALE": Count("pk", filter=Q(confirmed_at__lt=stale))}


def _hazards(found: Any) -> Counts:
    """By code, `HAZARD_02`; 00 says that somebody looked and there is none."""
    told = found.exclude(hazard__in=("", "00")).values_list("hazard").annotate(Count("pk")).order_by()
    return {f"HAZARD_{code}": number for code, number in told}


COUNTED: dict[str, Callable[[Asker, Filters, datetime], Counts]] = {
    "people": _people,
    "rooms": _rooms,
    "organisations": _organisations,
}
