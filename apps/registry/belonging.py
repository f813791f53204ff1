"""Where a row belongs: the grid around its place, and the divisions above that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.gis.geos import Point

from apps.core.refusal import invalid
from apps.grids.coords import fix_of
from apps.grids.queries import grid_at
from apps.registry.models.base import Belonging, Placed


@dataclass(frozen=True)
class Spot:
    """A place and the row's five columns of belonging."""

    point: Point
    belonging: Mapping[str, int]

    def columns(self) -> dict[str, Any]:
        return {"place": self.point, **self.belonging}


def spot_at(lon: float, lat: float, *, crs: str, on: date) -> Spot:
    point = fix_of(lon, lat, crs=crs).point
    grid = grid_at(point, on=on)
    if grid is None:
        raise invalid("lon", "这个位置不在本市任何网格内，请在地图上重新选点")
    return Spot(point, grid.chain)


def spot_of(row: Placed) -> Spot:
    return Spot(row.place, row.belonging)


def put(row: Belonging, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
