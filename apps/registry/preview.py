"""How much of what the registry holds in some grids would lie in each of several new outlines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from apps.grids.outlines import copied
from apps.grids.partition.frame import Shape
from apps.grids.reach import Reach
from apps.registry.sight import sight


@dataclass(frozen=True)
class Share:
    """So many of one kind go from a grid to the new outline at this place of the list."""

    grid: int
    part: int
    kind: str
    count: int


LIVE = {
    "people": ("registry_person", "here.left_on IS NULL AND here.died_on IS NULL AND here.merged_into_id IS NULL"),
    "rooms": ("registry_room", "TRUE"),
    "organisations": ("registry_organisation", "here.closed_on IS NULL"),
    "parts": ("registry_part", "TRUE"),
}
# On a border the first outline has it, as `regrid` gives it to the smaller code.
SHARES = """
SELECT here.grid_id, around.part, count(*)
  FROM {table} here CROSS JOIN LATERAL (
      SELECT part FROM unnest(%(outlines)s::text[]) WITH ORDINALITY AS drawn (outline, part)
       WHERE ST_Covers(drawn.outline::geometry, here.place) ORDER BY part LIMIT 1
  ) around
 WHERE here.grid_id = ANY(%(grids)s) AND {live}
 GROUP BY 1, 2 ORDER BY 1, 2
"""


def shares_in(reach: Reach, grids: Sequence[int], outlines: Sequence[Shape]) -> list[Share]:
    """Only what the reach may see is counted."""
    with sight(reach):
        return [
            share
            for kind, (table, live) in LIVE.items()
            for share in shares(kind, table, live, grids=grids, outlines=outlines)
        ]


def shares(kind: str, table: str, live: str, *, grids: Sequence[int], outlines: Sequence[Shape]) -> list[Share]:
    """Of any table whose rows have a `place` and a `grid_id`."""
    told: dict[str, Any] = {"grids": list(grids), "outlines": [copied(outline) for outline in outlines]}
    with connection.cursor() as cursor:
        cursor.execute(SHARES.format(table=table, live=live), told)
        return [Share(grid, part - 1, kind, count) for grid, part, count in cursor.fetchall()]
