"""The one query behind list, map and counts: the filters a screen may set."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Polygon
from django.db.models import Q, QuerySet

from apps.events.enums import OPEN
from apps.events.models import Event
from apps.events.queries import events_in_reach, reported_by, waiting_for
from apps.events.rules import Who
from apps.grids.models import SRID

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
        return Cursor(datetime.fromisoformat(at), UUID(pk))


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


SCOPES = {"mine": waiting_for, "reach": events_in_reach, "reported": reported_by}


def found(who: Who, filters: Filters) -> QuerySet[Event]:
    events = SCOPES[filters.scope](who).filter(**filters.equal)
    if filters.state:
        events = events.filter(state__in=filters.state)
    if filters.light:
        events = events.filter(light__in=filters.light, state__in=OPEN)
    if filters.open:
        events = events.filter(state__in=OPEN)
    if filters.division:
        events = events.filter(_inside(filters.division))
    if filters.q:
        events = events.filter(_matching(filters.q))
    if filters.bbox:
        box = Polygon.from_bbox(filters.bbox)
        box.srid = SRID
        events = events.filter(place__within=box)
    return events


def _inside(division: int) -> Q:
    return Q(community_id=division) | Q(street_id=division) | Q(district_id=division) | Q(city_id=division)


def _matching(q: str) -> Q:
    if NUMBER.match(q):
        return Q(number__startswith=q)
    return Q(text__icontains=q) | Q(place_text__icontains=q) | Q(category__name__icontains=q)
