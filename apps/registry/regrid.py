"""When grids change, everything in them goes to the grid that now lies around its place."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from apps.registry.models.base import BELONGING

PLACED = ("building", "room", "person", "organisation", "part", "serviceplace")
# A row without a place of its own, its parent and the column that names it.
TIED = (
    ("household", "room", "room_id"),
    ("tenure", "room", "room_id"),
    ("personrole", "person", "person_id"),
    ("consent", "person", "person_id"),
    ("datarequest", "person", "person_id"),
    ("merge", "person", "kept_id"),
    ("organisationperson", "organisation", "organisation_id"),
    ("visit", "person", "person_id"),
    ("visit", "room", "room_id"),
    ("visit", "organisation", "organisation_id"),
)
SET = ", ".join(f"{column} = now.{column}" for column in BELONGING)
PLACE = f"""
WITH batch AS MATERIALIZED (
    SELECT id, place, grid_id FROM registry_{{table}}
     WHERE grid_id = ANY(%(grids)s) AND id > %(after)s ORDER BY id LIMIT %(many)s FOR UPDATE
), now AS (
    SELECT batch.id, around.* FROM batch CROSS JOIN LATERAL (
        SELECT id AS grid_id, community_id, street_id, district_id, city_id FROM grids_grid
         WHERE ST_Covers(outline, batch.place) AND valid_from <= %(on)s AND (valid_to IS NULL OR valid_to > %(on)s)
         ORDER BY code LIMIT 1
    ) around WHERE around.grid_id <> batch.grid_id
), done AS (
    UPDATE registry_{{table}} here SET {SET} FROM now WHERE here.id = now.id RETURNING 1
)
SELECT (SELECT count(*) FROM done), (SELECT id FROM batch ORDER BY id DESC LIMIT 1)
"""  # noqa: S608 -- names of columns
TIE = f"""
UPDATE registry_{{table}} here SET {SET} FROM registry_{{parent}} now
 WHERE here.id IN (
     SELECT child.id FROM registry_{{table}} child JOIN registry_{{parent}} parent ON parent.id = child.{{column}}
      WHERE child.grid_id = ANY(%(grids)s) AND parent.grid_id <> child.grid_id LIMIT %(many)s
 ) AND now.id = here.{{column}}
"""  # noqa: S608 -- names of columns
START = UUID(int=0)


def regrid_some(grids: Sequence[int], *, on: date, many: int) -> int:
    """Moves at most so many rows of each kind out of these grids; 0 when there is nothing left to move.

    Under sight of everything. What lies in no grid of the day stays where it was.
    """
    moved = sum(_place(table, grids, on=on, many=many) for table in PLACED)
    return moved + sum(_tie(*tie, grids, many=many) for tie in TIED)


def _place(table: str, grids: Sequence[int], *, on: date, many: int) -> int:
    """Looks on past rows that stay until it has moved some or seen all."""
    after: UUID | None = START
    asked: dict[str, Any] = {"grids": list(grids), "many": many, "on": on}
    with connection.cursor() as cursor:
        while after is not None:
            cursor.execute(PLACE.format(table=table), asked | {"after": after})
            moved, after = cursor.fetchone() or (0, None)
            if moved:
                return int(moved)
    return 0


def _tie(table: str, parent: str, column: str, grids: Sequence[int], *, many: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(TIE.format(table=table, parent=parent, column=column), {"grids": list(grids), "many": many})
        return int(cursor.rowcount)


LEFT_BEHIND = " UNION ".join(
    f"SELECT grid.id FROM grids_grid grid WHERE grid.valid_to <= %(on)s"  # noqa: S608 -- names of ours
    f" AND EXISTS (SELECT FROM registry_{table} here WHERE here.grid_id = grid.id)"
    for table in (*PLACED, *dict.fromkeys(table for table, *_ in TIED))
)


def ended_but_full(*, on: date) -> list[int]:
    """Grids that are no more and still hold rows: what is left to do, whoever was stopped in the middle of it."""
    with connection.cursor() as cursor:
        cursor.execute(LEFT_BEHIND, {"on": on})
        return sorted(pk for (pk,) in cursor.fetchall())
