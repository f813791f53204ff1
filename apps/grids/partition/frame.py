"""The plane in which outlines are cut: whole numbers of 1e-7 degrees (about a centimetre), so that cuts are exact."""

import math

from shapely import MultiPolygon, Point, Polygon, transform
from shapely.geometry.base import BaseGeometry

LATTICE = 10_000_000
SQUEEZE = math.cos(math.radians(30.75))  # a degree of longitude beside one of latitude, in the middle of the city
KM = LATTICE / 111.2
SQUARE_KM = KM * KM / SQUEEZE

Shape = Polygon | MultiPolygon
Spot = tuple[float, float]


def to_lattice(shape: BaseGeometry) -> Shape:
    whole = transform(shape, lambda places: (places * LATTICE).round())
    if not isinstance(whole, Polygon | MultiPolygon):
        raise TypeError("an outline is an area")
    return whole


def to_degrees(shape: Shape | Point) -> BaseGeometry:
    return transform(shape, lambda places: places / LATTICE)


def distance(one: Spot, other: Spot) -> float:
    return math.hypot((one[0] - other[0]) * SQUEEZE, one[1] - other[1])
