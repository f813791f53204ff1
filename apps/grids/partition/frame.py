"""The plane in which outlines are cut: degrees as whole numbers of 1e-7 (about a centimetre), so that cuts are exact."""

import math

from shapely import MultiPolygon, Polygon, transform

LATTICE = 10_000_000
SQUEEZE = math.cos(math.radians(30.75))  # a degree of longitude beside one of latitude, in the middle of the city
KM = LATTICE / 111.2
SQUARE_KM = KM * KM / SQUEEZE

Shape = Polygon | MultiPolygon
Spot = tuple[float, float]


def to_lattice(shape: Shape) -> Shape:
    return transform(shape, lambda places: (places * LATTICE).round())


def to_degrees(shape: Shape) -> Shape:
    return transform(shape, lambda places: places / LATTICE)


def distance(one: Spot, other: Spot) -> float:
    return math.hypot((one[0] - other[0]) * SQUEEZE, one[1] - other[1])
