"""The one query behind list, map and counts: the filters a screen may set."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.contrib.gis.geos import Polygon
from django.db.models import DateTimeField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from apps.events.enums import OPEN
from apps.events.models import Event
from apps.events.queries import DIVISION_COLUMNS, NOTHING, reported_by, waiting_for, ways_to_see
from apps.events.rules import Who
from apps.grids.enums import Level
from apps.grids.models import SRID, Division
from apps.standards.models import Category

# Words have no index (Chinese ones are shorter than a trigram): they are looked for in the newest so many.
SEARCHED_AT_MOST = 20_000
EVER = datetime.min.replace(tzinfo=UTC)
NUMBER = re.compile(r"^\d{8}-?\d*$")


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: keyset paging stays quick at any depth and never shifts under new rows."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}|{self.id}"

    @staticmethod
    def parse(told: str) -> "Cursor":
        at, _, pk = told.partition("|")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError("a moment without its zone could be any of a day's")
        return Cursor(moment, UUID(pk))


@dataclass(frozen=True)
class Filters:
    scope: str = "reach"
    state: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()
    equal: dict[str, object] = field(default_factory=dict)
    division: int | None = None
    open: bool = False
    q: str = ""
    bbox: tuple[float, float, float, float] | None = None


SCOPES = {"mine": waiting_for, "reach": ways_to_see, "reported": reported_by}


def found(who: Who, filters: Filters) -> list[QuerySet[Event]]:
    """One query for each way this person comes to the matter; rows.newest makes one list of them."""
    wanted = _wanted(filters)
    parts = [Event.objects.filter(way, wanted) for way in SCOPES[filters.scope](who)]
    if not filters.q or NUMBER.match(filters.q):
        return parts
    return [_newest_of(part).filter(_matching(filters.q)) for part in parts]


def _wanted(filters: Filters) -> Q:
    wanted = Q(**filters.equal)
    if filters.state:
        wanted &= Q(state__in=filters.state)
    if filters.light:
        wanted &= Q(light__in=filters.light, state__in=OPEN)
    if filters.open:
        wanted &= Q(state__in=OPEN)
    if filters.division:
        wanted &= _inside(filters.division)
    if NUMBER.match(filters.q):
        wanted &= Q(number__startswith=filters.q)
    if filters.bbox:
        box = Polygon.from_bbox(filters.bbox)
        box.srid = SRID
        wanted &= Q(place__within=box)
    return wanted


def _inside(division: int) -> Q:
    """Its level says in which column it stands."""
    level = Division.objects.filter(pk=division).values_list("level", flat=True).first()
    return Q((DIVISION_COLUMNS[Level(level)], division)) if level else NOTHING


def _newest_of(events: QuerySet[Event]) -> QuerySet[Event]:
    oldest = events.order_by("-reported_at", "-id").values("reported_at")[SEARCHED_AT_MOST : SEARCHED_AT_MOST + 1]
    return events.filter(reported_at__gte=Coalesce(Subquery(oldest), Value(EVER, DateTimeField())))


def _matching(q: str) -> Q:
    """Chinese has no case; for the odd Latin letter these three will do."""
    kinds = Category.objects.filter(name__icontains=q).values_list("pk", flat=True)
    said = [Q(text__contains=word) | Q(place_text__contains=word) for word in sorted({q, q.lower(), q.upper()})]
    return reduce(or_, said, Q(category__in=list(kinds)))
