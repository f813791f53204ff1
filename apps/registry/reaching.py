"""The application's own filter: what somebody's postings cover, and what lies in one grid or division.

Row-level security beneath says the same. This one is for the planner: it names columns that have indexes.
"""

from django.db.models import Q

from apps.core.refusal import invalid
from apps.grids.enums import Level
from apps.grids.models import Division
from apps.grids.reach import Reach
from apps.registry.sight import SEEING

NOTHING = Q(pk__in=[])
COLUMNS = {
    Level.COMMUNITY: "community_id",
    Level.STREET: "street_id",
    Level.DISTRICT: "district_id",
    Level.CITY: "city_id",
}


def seen_from_above(reach: Reach) -> bool:
    """Whether somebody sees whole divisions, and so more rows than can be sorted or counted while one waits."""
    return any(post.at_kind == "division" and post.role in SEEING for post in reach.posts)


def covered(reach: Reach) -> Q:
    seen = NOTHING
    if grids := reach.ids("grid", *SEEING):
        seen |= Q(grid_id__in=sorted(grids))
    for level, column in COLUMNS.items():
        ids = {p.at_id for p in reach.posts if p.at_kind == "division" and p.level == level and p.role in SEEING}
        if ids:
            seen |= Q(**{f"{column}__in": sorted(ids)})
    return seen


def within(*, grid: int | None, division: int | None) -> Q:
    inside = Q(grid_id=grid) if grid is not None else Q()
    if division is not None:
        level = Division.objects.filter(pk=division).values_list("level", flat=True).first()
        if level is None:
            raise invalid("division", "没有这个区划，请重新选择")
        inside &= Q(**{COLUMNS[Level(level)]: division})
    return inside
