"""Map tiles of outlines. What is drawn grows with the zoom, so that no tile gets heavy."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db import connection

from apps.core.refusal import invalid
from apps.grids.models import Grid

SMALLEST, LARGEST = 6, 16
KEPT_SECONDS = 600
# Layer, level and the zoom from which it is drawn.
DIVISION_LAYERS = (("districts", "DISTRICT", 6), ("streets", "STREET", 8), ("communities", "COMMUNITY", 10))
GRIDS_FROM = 11
STREET_NAMES = range(9, 13)
GRID_NAMES_FROM = 13


@dataclass(frozen=True)
class Tile:
    z: int
    x: int
    y: int


def tile_of(z: str, x: str, y: str) -> Tile:
    if not all(part.isascii() and part.isdigit() and len(part) < 8 for part in (z, x, y)):
        raise invalid("", "瓦片编号应为数字")
    tile = Tile(int(z), int(x), int(y))
    if not SMALLEST <= tile.z <= LARGEST:
        raise invalid("z", f"缩放级别应在 {SMALLEST} 到 {LARGEST} 之间")
    if not (tile.x < 2**tile.z and tile.y < 2**tile.z):
        raise invalid("", "瓦片编号超出这个缩放级别的范围")
    return tile


def outlines(tile: Tile, seen: Sequence[int], *, on: date) -> bytes:
    """All districts, and inside the divisions that may be seen everything the zoom shows."""
    key = _key(tile, seen, on)
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = b"".join(_layers(tile, seen, on))
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _key(tile: Tile, seen: Sequence[int], on: date) -> str:
    """A split or merge begins new grids and so makes a new key."""
    latest = Grid.objects.order_by("-pk").values_list("pk", flat=True).first()
    told = f"{tile.z}/{tile.x}/{tile.y} {latest} {on} {','.join(map(str, seen))}"
    return "tile:" + hashlib.sha256(told.encode()).hexdigest()


def _layers(tile: Tile, seen: Sequence[int], on: date) -> list[bytes]:
    where: dict[str, Any] = {"z": tile.z, "x": tile.x, "y": tile.y, "seen": list(seen), "on": on}
    queries = [
        (DIVISIONS, {**where, "layer": layer, "level": level})
        for layer, level, first in DIVISION_LAYERS
        if tile.z >= first
    ]
    if tile.z >= GRIDS_FROM:
        queries.append((GRIDS, {**where, "layer": "grids"}))
    if tile.z in STREET_NAMES:
        queries.append((STREETS_NAMED, {**where, "layer": "street_names"}))
    if tile.z >= GRID_NAMES_FROM:
        queries.append((GRIDS_NAMED, {**where, "layer": "grid_names"}))
    with connection.cursor() as cursor:
        drawn: list[bytes] = []
        for sql, params in queries:
            cursor.execute(sql, params)
            drawn.append(bytes(cursor.fetchone()[0]))
    return drawn


# The margin hides a tile's clipped edges behind its neighbour's; 64 is that margin in the tile's 4,096 steps.
DIVISIONS = """
SELECT COALESCE(ST_AsMVT(shape, %(layer)s, 4096, 'outline', 'feature'), '') FROM (
    SELECT here.id AS feature, here.id, here.name, here.kind,
           (SELECT code FROM grids_divisioncode code
             WHERE code.division_id = here.id AND code.valid_to IS NULL ORDER BY code.id LIMIT 1) AS code,
           ST_AsMVTGeom(ST_Transform(here.outline, 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s)) AS outline
      FROM grids_division here
      LEFT JOIN grids_division up1 ON up1.id = here.parent_id
      LEFT JOIN grids_division up2 ON up2.id = up1.parent_id
     WHERE here.level = %(level)s
       AND here.outline && ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 64.0 / 4096), 4490)
       AND here.valid_from <= %(on)s AND (here.valid_to IS NULL OR here.valid_to > %(on)s)
       AND (here.level = 'DISTRICT'
            OR ARRAY[here.id, up1.id, up2.id, up2.parent_id] && %(seen)s::bigint[])
) shape WHERE outline IS NOT NULL
"""
GRIDS = """
SELECT COALESCE(ST_AsMVT(shape, %(layer)s, 4096, 'outline', 'feature'), '') FROM (
    SELECT here.id AS feature, here.id, here.code, here.name, here.kind,
           ST_AsMVTGeom(ST_Transform(here.outline, 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s)) AS outline
      FROM grids_grid here
     WHERE here.outline && ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 64.0 / 4096), 4490)
       AND here.valid_from <= %(on)s AND (here.valid_to IS NULL OR here.valid_to > %(on)s)
       AND ARRAY[here.community_id, here.street_id, here.district_id, here.city_id] && %(seen)s::bigint[]
) shape WHERE outline IS NOT NULL
"""
# An outline is cut at the tile's edge and would be named in each piece; a point is in one tile only.
STREETS_NAMED = """
SELECT COALESCE(ST_AsMVT(named, %(layer)s, 4096, 'place'), '') FROM (
    SELECT here.name, ST_AsMVTGeom(ST_Transform(ST_PointOnSurface(here.outline), 3857),
                                   ST_TileEnvelope(%(z)s, %(x)s, %(y)s), buffer => 0) AS place
      FROM grids_division here
      LEFT JOIN grids_division up1 ON up1.id = here.parent_id
     WHERE here.level = 'STREET'
       AND here.outline && ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4490)
       AND here.valid_from <= %(on)s AND (here.valid_to IS NULL OR here.valid_to > %(on)s)
       AND ARRAY[here.id, up1.id, up1.parent_id] && %(seen)s::bigint[]
) named WHERE place IS NOT NULL
"""
GRIDS_NAMED = """
SELECT COALESCE(ST_AsMVT(named, %(layer)s, 4096, 'place'), '') FROM (
    SELECT here.id, here.name, ST_AsMVTGeom(ST_Transform(here.centre, 3857),
                                            ST_TileEnvelope(%(z)s, %(x)s, %(y)s), buffer => 0) AS place
      FROM grids_grid here
     WHERE here.outline && ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4490)
       AND here.valid_from <= %(on)s AND (here.valid_to IS NULL OR here.valid_to > %(on)s)
       AND ARRAY[here.community_id, here.street_id, here.district_id, here.city_id] && %(seen)s::bigint[]
) named WHERE place IS NOT NULL
"""
