"""Where a place lies, what lies in a division, and how far down from the city that is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.contrib.gis.geos import Point
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from apps.accounts.models import Account
from apps.grids.enums import Level, Role
from apps.grids.models import Division, DivisionCode, Grid, Posting, Unit
from apps.grids.reach import Reach

NBS = "NBS-2023"
# So many digits of a phone are told where a whole number would be too much.
TAIL = 4


@dataclass(frozen=True)
class GridRow:
    id: int
    code: str
    name: str
    kind: str
    community_id: int
    street_id: int
    district_id: int
    city_id: int

    @property
    def chain(self) -> dict[str, int]:
        """The columns of whatever lies in it."""
        return {
            "grid_id": self.id,
            "community_id": self.community_id,
            "street_id": self.street_id,
            "district_id": self.district_id,
            "city_id": self.city_id,
        }


AT = """
SELECT id, code, name, kind, community_id, street_id, district_id, city_id
  FROM grids_grid
 WHERE ST_Covers(outline, ST_SetSRID(ST_MakePoint(%s, %s), 4490))
   AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)
 ORDER BY code
 LIMIT 1
"""


def grid_at(point: Point, *, on: date) -> GridRow | None:
    """The grid of that day around a place in CGCS2000; on a border the one with the smaller code."""
    with connection.cursor() as cursor:
        cursor.execute(AT, [point.x, point.y, on, on])
        row = cursor.fetchone()
    return GridRow(*row) if row else None


def valid_on(day: date) -> Q:
    return (Q(valid_to=None) | Q(valid_to__gt=day)) & Q(valid_from__lte=day)


def division_children(parent_id: int | None, *, on: date) -> QuerySet[Division]:
    """Directly below a division, or the city itself for None; each says whether it `has_children` of its own."""
    below = Division.objects.filter(valid_on(on), parent=OuterRef("pk"))
    children = Division.objects.filter(valid_on(on), parent_id=parent_id).defer("outline")
    return with_codes(children, on=on).annotate(has_children=Exists(below)).order_by(F("code").asc(), "id")


def with_codes(divisions: QuerySet[Division], *, on: date, system: str = NBS) -> QuerySet[Division]:
    """Each with the `code` it has in one system on that day."""
    codes = DivisionCode.objects.filter(valid_on(on), division=OuterRef("pk"), system__code=system)
    return divisions.annotate(code=Subquery(codes.values("code")[:1]))


def units_found(*, q: str = "", kind: str = "", division: int | None = None) -> QuerySet[Unit]:
    """By part of the name, by kind, and in a division or anywhere below it; the larger divisions' units first."""
    units = Unit.objects.select_related("kind").order_by("id")
    if q:
        units = units.filter(name__icontains=q)
    if kind:
        units = units.filter(kind=kind)
    if division is not None:
        units = units.filter(_in_or_below(division))
    return units


def grids_found(*, division: int, q: str = "", on: date) -> QuerySet[Grid]:
    """Valid on that day, in a division of any level, by code."""
    inside = reduce(or_, (Q((f"{level}_id", division)) for level in ("community", "street", "district", "city")))
    grids = Grid.objects.select_related("community").defer("outline", "centre", "community__outline").order_by("code")
    grids = grids.filter(valid_on(on), inside)
    return grids.filter(Q(code__startswith=q) | Q(name__icontains=q)) if q else grids


def neighbours_of(grid: Grid) -> list[Grid]:
    """Open grids of the same community that touch it, each one polygon."""
    near = Grid.objects.filter(valid_to=None, community_id=grid.community_id, outline__intersects=grid.outline)
    return [other for other in near.exclude(pk=grid.pk).order_by("code") if len(other.outline) == 1]


def _in_or_below(division: int) -> Q:
    return _below("division", [division])


def _below(path: str, divisions: Collection[int]) -> Q:
    """There are four levels and no more."""
    return reduce(or_, (Q((f"{path}{'__parent' * step}__in", divisions)) for step in range(4)))


def accounts_below(reach: Reach, *, on: date) -> QuerySet[Account]:
    """Whoever works in the divisions and units where somebody is administrator, and nowhere else: no superior.

    Who works nowhere is the city's.
    """
    divisions, units = sorted(reach.ids("division", Role.ADMIN)), sorted(reach.ids("unit", Role.ADMIN))
    inside = _below("division", divisions) | _below("unit__division", divisions) | Q(unit__in=units)
    for level in ("community", "street", "district", "city"):
        inside |= Q((f"grid__{level}__in", divisions))
    held = Posting.objects.on(on).filter(account=OuterRef("pk"))
    found = Q(Exists(held.filter(inside))) & ~Q(Exists(held.exclude(inside)))
    if any(post.role == Role.ADMIN and post.level == Level.CITY for post in reach.posts):
        found |= ~Q(Exists(held))
    return Account.objects.filter(found, is_active=True)


def accounts_found(accounts: QuerySet[Account], *, q: str, after: int) -> QuerySet[Account]:
    """By a part of the name, the whole phone or its last four digits; by name, behind the one a page ended with."""
    if q:
        tail = Q(phone__endswith=q) if len(q) == TAIL and q.isdecimal() else Q()
        accounts = accounts.filter(Q(name__icontains=q) | Q(phone=q) | tail)
    if after:
        name = Account.objects.filter(pk=after).values("name")
        accounts = accounts.filter(Q(name__gt=Subquery(name)) | Q(name=Subquery(name), pk__gt=after))
    return accounts.order_by("name", "id")


def seen_divisions(reach: Reach) -> list[int]:
    """Whose outlines a person is shown: their divisions, the street around their grid, the division of their unit."""
    divisions, grids, units = (sorted(reach.ids(kind)) for kind in ("division", "grid", "unit"))
    with connection.cursor() as cursor:
        cursor.execute(SEEN, [divisions, grids, units])
        return [pk for (pk,) in cursor.fetchall()]


SEEN = """
SELECT unnest(%s::bigint[]) AS id
UNION SELECT street_id FROM grids_grid WHERE id = ANY(%s)
UNION SELECT division_id FROM grids_unit WHERE id = ANY(%s)
ORDER BY id
"""
