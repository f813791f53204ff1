"""Where the rows of a sheet belong: by room, by coordinates or by grid; a thousand rows a question."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from apps.grids.reach import Reach
from apps.registry.models.base import BELONGING

NOT_YOURS = "不在您的辖区"
OUTSIDE = f"{NOT_YOURS}，请删除本行，或交由所属辖区导入"


@dataclass(frozen=True, slots=True)
class Spot:
    """`exact`: the sheet itself told the point, so it counts more than the one that is known."""

    belonging: tuple[int, ...]
    lon: float
    lat: float
    room: UUID | None = None
    exact: bool = False

    def columns(self) -> dict[str, int]:
        return dict(zip(BELONGING, self.belonging, strict=True))


@dataclass(frozen=True, slots=True)
class Astray:
    field: str
    reason: str


GRIDS = """
SELECT code, name, id, community_id, street_id, district_id, city_id, ST_X(centre), ST_Y(centre)
  FROM grids_grid WHERE valid_from <= %(on)s AND (valid_to IS NULL OR valid_to > %(on)s)
"""
ROOMS = """
SELECT id, address, plate_code, grid_id, community_id, street_id, district_id, city_id, ST_X(place), ST_Y(place)
  FROM registry_room WHERE address = ANY(%(addresses)s)
UNION
SELECT id, address, plate_code, grid_id, community_id, street_id, district_id, city_id, ST_X(place), ST_Y(place)
  FROM registry_room WHERE plate_code = ANY(%(plates)s)
"""
AROUND = """
SELECT told.place, around.code
  FROM unnest(%(lons)s::float8[], %(lats)s::float8[]) WITH ORDINALITY AS told(lon, lat, place)
  CROSS JOIN LATERAL (
    SELECT code FROM grids_grid
     WHERE ST_Covers(outline, ST_SetSRID(ST_MakePoint(told.lon, told.lat), 4490))
       AND valid_from <= %(on)s AND (valid_to IS NULL OR valid_to > %(on)s)
     ORDER BY code LIMIT 1
  ) around
"""


class Places:
    """Grids are no secret and are read once; rooms are asked for under the importer's sight."""

    def __init__(self, reach: Reach, *, on: date) -> None:
        self.on = on
        self.divisions = reach.ids("division")
        self.grids: dict[str, Spot] = {}
        named: dict[str, list[str]] = defaultdict(list)
        for code, name, *rest in _rows(GRIDS, {"on": on}):
            self.grids[code] = Spot(tuple(rest[:5]), *rest[5:])
            if self._is_ours(self.grids[code]):
                named[name].append(code)
        self.named = {name: codes[0] for name, codes in named.items() if len(codes) == 1}

    def of(self, rows: Sequence[Mapping[str, Any]]) -> list[Spot | Astray]:
        rooms = _Rooms(rows)
        points = self._around(rows)
        return [self._spot(row, rooms, points.get(at)) for at, row in enumerate(rows)]

    def _spot(self, row: Mapping[str, Any], rooms: "_Rooms", around: str | None) -> Spot | Astray:
        told = self._told_grid(row)
        if isinstance(told, Astray):
            return told
        found = rooms.of(row, told) or self._point(row, around) or told
        if found is None:
            return Astray("grid", "请填写网格编码，或能确定位置的房屋编号、地址、经纬度")
        if isinstance(found, Spot) and not self._is_ours(found):
            return Astray("grid", OUTSIDE)
        if isinstance(found, Spot) and told and told.belonging[0] != found.belonging[0]:
            return Astray("grid", "与房屋或经纬度所在的网格不一致，请核对")
        return found

    def _told_grid(self, row: Mapping[str, Any]) -> Spot | Astray | None:
        told = row.get("grid")
        if told is None:
            return None
        spot = self.grids.get(self.named.get(told, told))
        if spot is None:
            return Astray("grid", "没有这个网格，请填写 15 位网格编码")
        return spot if self._is_ours(spot) else Astray("grid", OUTSIDE)

    def _point(self, row: Mapping[str, Any], around: str | None) -> Spot | Astray | None:
        if "lon" not in row and "lat" not in row:
            return None
        if "lon" not in row or "lat" not in row:
            return Astray("lat" if "lon" in row else "lon", "经度和纬度应同时填写")
        if around is None:
            return Astray("lon", "这个位置不在本市任何网格内，请核对经纬度")
        return Spot(self.grids[around].belonging, row["lon"], row["lat"], exact=True)

    def _around(self, rows: Sequence[Mapping[str, Any]]) -> dict[int, str]:
        told = [(at, row["lon"], row["lat"]) for at, row in enumerate(rows) if "lon" in row and "lat" in row]
        if not told:
            return {}
        asked = {"lons": [lon for _, lon, _ in told], "lats": [lat for *_, lat in told], "on": self.on}
        return {told[place - 1][0]: code for place, code in _rows(AROUND, asked)}

    def _is_ours(self, spot: Spot) -> bool:
        return not self.divisions.isdisjoint(spot.belonging[1:])


class _Rooms:
    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.by_plate: dict[str, Spot] = {}
        self.by_address: dict[str, list[Spot]] = defaultdict(list)
        asked = {
            "addresses": sorted({row["address"] for row in rows if "plate" not in row and row.get("address")}),
            "plates": sorted({row["plate"] for row in rows if "plate" in row}),
        }
        for pk, address, plate, *rest in _rows(ROOMS, asked) if any(asked.values()) else []:
            spot = Spot(tuple(rest[:5]), rest[5], rest[6], room=pk)
            self.by_address[address].append(spot)
            if plate:
                self.by_plate[plate] = spot

    def of(self, row: Mapping[str, Any], told: Spot | None) -> Spot | Astray | None:
        """Of several with one address, the one in the grid that was told."""
        if "plate" in row:
            return self.by_plate.get(row["plate"]) or Astray("plate", "辖区内没有这个编号的房屋，请核对")
        if "address" not in row:
            return None
        found = self.by_address.get(row["address"], [])
        if len(found) > 1 and told:
            found = [spot for spot in found if spot.belonging[0] == told.belonging[0]] or found
        if len(found) > 1:
            return Astray("address", "有几套房屋是这个地址，请改填房屋编号")
        return found[0] if found else Astray("address", "辖区内没有这个地址的房屋，请核对，或先导入房屋")


def _rows(sql: str, asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
