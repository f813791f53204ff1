"""Cells of wanted sizes: a power diagram whose weights are adjusted until the areas fit (a Voronoi treemap)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shapely import Point, Polygon

from apps.grids.partition.allotment import lot
from apps.grids.partition.frame import SQUEEZE, Shape, Spot, distance

SMALLEST_WEIGHT = 1.0


@dataclass(frozen=True)
class Site:
    """`reach` is the square root of the power weight; `share` the part of the parent's area it should get."""

    x: float
    y: float
    share: float
    reach: float = SMALLEST_WEIGHT

    @property
    def spot(self) -> Spot:
        return self.x, self.y

    def power(self, x: float, y: float) -> float:
        return ((x - self.x) * SQUEEZE) ** 2 + (y - self.y) ** 2 - self.reach**2


def scatter(parent: Shape, count: int, *, name: str) -> list[Spot]:
    """Spots inside the parent, none of them twice."""
    west, south, east, north = parent.bounds
    spots: list[Spot] = []
    for go in range(10_000):
        x, y = west + (east - west) * lot(name, "x", go), south + (north - south) * lot(name, "y", go)
        if parent.contains(Point(x, y)):
            spots.append((x, y))
        if len(spots) == count:
            return spots
    raise ValueError(f"no room in {name}")


def balance(parent: Shape, sites: Sequence[Site], *, rounds: int) -> list[Site]:
    """Moves the sites to the middle of their cells and their weights towards the wanted areas."""
    settled = list(sites)
    for _ in range(rounds):
        settled = _weigh(parent, _centre(parent, settled))
    return settled


def cells(parent: Shape, sites: Sequence[Site]) -> list[Polygon]:
    """The whole (unclipped) convex cell of each site; empty where a stronger neighbour leaves nothing."""
    west, south, east, north = parent.bounds
    margin = east - west + north - south
    frame = [
        (west - margin, south - margin),
        (east + margin, south - margin),
        (east + margin, north + margin),
        (west - margin, north + margin),
    ]
    return [_cell(site, sites, frame) for site in sites]


def _cell(site: Site, sites: Sequence[Site], frame: list[Spot]) -> Polygon:
    ring = frame
    for other in sorted(sites, key=lambda other: distance(site.spot, other.spot)):
        if other is not site and ring:
            ring = _nearer(ring, site, other)
    return Polygon(ring) if len(ring) > 2 else Polygon()


def _nearer(ring: list[Spot], site: Site, other: Site) -> list[Spot]:
    """The part of a convex ring where `site` is stronger than `other`."""
    sides = [site.power(x, y) - other.power(x, y) for x, y in ring]
    if max(sides) <= 0:
        return ring
    kept: list[Spot] = []
    for here, (one, side) in enumerate(zip(ring, sides, strict=True)):
        before, side_before = ring[here - 1], sides[here - 1]
        if (side <= 0) != (side_before <= 0):
            part = side_before / (side_before - side)
            kept.append((before[0] + (one[0] - before[0]) * part, before[1] + (one[1] - before[1]) * part))
        if side <= 0:
            kept.append(one)
    return kept


def _clipped(parent: Shape, sites: Sequence[Site]) -> list[Shape]:
    return [parent.intersection(cell) for cell in cells(parent, sites)]  # type: ignore[misc]


def _centre(parent: Shape, sites: Sequence[Site]) -> list[Site]:
    clipped = _clipped(parent, sites)
    largest = max(clipped, key=lambda cell: cell.area)
    moved: list[Site] = []
    for site, cell in zip(sites, clipped, strict=True):
        if cell.area == 0:
            lost = largest.representative_point()
            moved.append(replace(site, x=lost.x + site.share, y=lost.y, reach=SMALLEST_WEIGHT))
            continue
        moved.append(replace(site, x=cell.centroid.x, y=cell.centroid.y))
    return [replace(site, reach=min(site.reach, _room(site, moved))) for site in moved]


def _weigh(parent: Shape, sites: Sequence[Site]) -> list[Site]:
    whole = parent.area
    weighed: list[Site] = []
    for site, cell in zip(sites, _clipped(parent, sites), strict=True):
        wanted = site.share * whole
        factor = min(2.0, math.sqrt(wanted / cell.area)) if cell.area else 2.0
        start = max(site.reach, math.sqrt(wanted) / 20)
        weighed.append(replace(site, reach=max(SMALLEST_WEIGHT, start * factor)))
    return [replace(site, reach=min(site.reach, 0.98 * _room(site, weighed))) for site in weighed]


def _room(site: Site, sites: Sequence[Site]) -> float:
    return min((distance(site.spot, other.spot) for other in sites if other is not site), default=math.inf)
