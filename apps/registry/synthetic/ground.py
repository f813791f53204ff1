"""What one community is given to be filled, and places inside its grids."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

import shapely

from apps.registry.synthetic.lines import point


@dataclass(frozen=True)
class Plot:
    """One grid; `belonging` are its five keys as COPY reads them, the numbers are how many of each it gets."""

    code: str
    urban: bool
    belonging: str
    outline: bytes
    people: int
    rooms: int
    organisations: int
    parts: int
    places: int


@dataclass(frozen=True)
class Community:
    """All a process needs to fill it without asking anybody; `begin` to `end` is its share of the city's numbers."""

    name: str
    code: str
    seed: int
    on: date
    begin: float
    end: float
    phones_from: int
    parts_from: int
    organisations_from: int
    units: Mapping[str, int]
    plots: tuple[Plot, ...]


class Ground:
    """A grid's outline, to put things down in; a grid is small, so a point of its box is tried until one is inside."""

    def __init__(self, plot: Plot, chance: Random) -> None:
        self._outline = shapely.from_wkb(plot.outline)
        shapely.prepare(self._outline)
        self._box = self._outline.bounds
        self._chance = chance

    def spot(self) -> str:
        west, south, east, north = self._box
        for _ in range(200):
            lon = round(west + self._chance.random() * (east - west), 7)
            lat = round(south + self._chance.random() * (north - south), 7)
            if shapely.contains_xy(self._outline, lon, lat):
                return point(lon, lat)
        inside = self._outline.representative_point()
        return point(inside.x, inside.y)


@cache
def _days_before(on: date) -> list[str]:
    return [f"{on - timedelta(days=days)}" for days in range(7_000)]


class Days:
    """Dates before the city's day as text, looked up instead of made anew for every row."""

    def __init__(self, on: date) -> None:
        self._texts = _days_before(on)

    def ago(self, days: int) -> str:
        return self._texts[days]

    def confirmed(self, chance: Random) -> str:
        """Most within the year, some long ago: freshness is what a worker keeps up."""
        days = int(chance.triangular(1, 900, 40))
        return f"{self._texts[days]} {int(chance.random() * 10) + 1:02}:{int(chance.random() * 60):02}:00+00"
