"""Cutting one grid in two, making one of several, a border elsewhere: without moving any border of a neighbour."""

from collections.abc import Sequence
from itertools import pairwise

import shapely
from shapely import LineString, Point, Polygon

from apps.grids.partition.coverage import faces, segments, spots
from apps.grids.partition.frame import Shape, Spot, distance

SMALLEST_PART = 0.01


class NotCut(Exception):
    """The line does not divide the grid into two parts of some size."""


class TooSmall(NotCut):
    """It does, but one of them is hardly anything."""


class CrossesItself(NotCut):
    """The line."""


class NotOne(Exception):
    """The grids do not make one whole without a hole."""


def split(outline: Polygon, line: LineString) -> list[Polygon]:
    """Two parts. The line's ends move to the nearest vertices of the outline, so no neighbour needs a new one."""
    if not line.is_simple:
        raise CrossesItself
    if any(_is_inside(outline, Point(end)) for end in (line.coords[0], line.coords[-1])):
        raise NotCut
    within = outline.intersection(line)
    if not isinstance(within, LineString) or len(within.coords) < 2:
        raise NotCut
    path = _to_vertices(outline, spots(within))
    found = [face for face in faces([outline.boundary, path]) if outline.contains(face.representative_point())]
    if len(found) != 2:
        raise NotCut
    if min(face.area for face in found) < SMALLEST_PART * outline.area:
        raise TooSmall
    if {spot for face in found for spot in spots(face.exterior)} - set(spots(outline.exterior)) - set(spots(path)):
        raise NotCut
    return sorted(found, key=lambda face: face.centroid.x)


def _is_inside(outline: Polygon, end: Point) -> bool:
    """By more than a rounding: a line that ends in the middle cuts nothing, wherever the nearest vertex is."""
    return outline.contains(end) and outline.boundary.distance(end) > 1


def _to_vertices(outline: Polygon, path: Sequence[Spot]) -> LineString:
    vertices = spots(outline.exterior)[:-1]
    first, last = (min(vertices, key=lambda vertex: distance(vertex, end)) for end in (path[0], path[-1]))
    inside = [(float(round(x)), float(round(y))) for x, y in path[1:-1]]
    whole = [first, *inside, last]
    places = [first, *(place for before, place in pairwise(whole) if place != before)]
    line = LineString(places) if len(places) > 1 else LineString()
    if line.is_empty or not outline.covers(line) or not all(outline.contains(Point(spot)) for spot in inside):
        raise NotCut
    return line


def merge(outlines: Sequence[Shape]) -> Polygon:
    whole = shapely.coverage_union_all(list(outlines))
    parts = [part for part in shapely.get_parts(whole) if isinstance(part, Polygon)]
    if len(parts) != 1 or parts[0].interiors:
        raise NotOne
    return parts[0]


def border(one: Polygon, other: Polygon) -> LineString:
    """What two neighbours share, as one line; grids that touch in several stretches have others between them."""
    shared = shapely.MultiLineString(sorted(set(segments(one)) & set(segments(other))))
    line = shapely.line_merge(shared)
    if not isinstance(line, LineString) or line.is_empty or line.is_ring:
        raise NotOne
    return line


def move_border(one: Polygon, other: Polygon, line: LineString) -> tuple[Polygon, Polygon]:
    """Both together stay what they were; the line parts them anew, and each keeps the side it had more of."""
    border(one, other)
    first, second = split(merge([one, other]), line)
    kept = one.intersection(first).area + other.intersection(second).area
    lost = one.intersection(second).area + other.intersection(first).area
    return (first, second) if kept >= lost else (second, first)
