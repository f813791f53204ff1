"""Borders that wander a little, as streams and ridges do, instead of running dead straight. The ends stay."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

import shapely
from shapely import LineString, Polygon

from apps.grids.partition.allotment import lot
from apps.grids.partition.coverage import Segment, faces, join, segments
from apps.grids.partition.frame import KM, SQUEEZE, Spot, distance


def roughen(parts: Sequence[Polygon], *, amplitude: float, step_km: float) -> list[Polygon]:
    """The same parts with wandering borders between them; the outline around them all is not touched."""
    if len(parts) == 1:
        return list(parts)
    inner, outer = _sides(parts)
    lines = [LineString(arc) for arc in _arcs(inner, outer)]
    fixed = shapely.MultiLineString(outer)
    whole = shapely.coverage_union_all(list(parts))
    for index, line in enumerate(lines):
        others = [*lines[:index], *lines[index + 1 :], fixed]
        for tried in (amplitude, amplitude / 2, amplitude / 4):
            wandering = LineString(_wander(list(line.coords), tried, step_km))
            if _clear(wandering, others):
                lines[index] = wandering
                break
    found = [face for face in faces([fixed, *lines]) if whole.contains(face.representative_point())]
    return join(found, [_was(face, parts) for face in found], len(parts))


def _sides(parts: Sequence[Polygon]) -> tuple[list[Segment], list[Segment]]:
    """The edges between two parts, and the edges around all of them."""
    uses = Counter(segment for part in parts for segment in segments(part))
    return [side for side, times in uses.items() if times == 2], [side for side, times in uses.items() if times == 1]


def _arcs(inner: Sequence[Segment], outer: Sequence[Segment]) -> list[list[Spot]]:
    """The borders between parts, each from one meeting point of three to the next."""
    outside = {spot for segment in outer for spot in segment}
    near: dict[Spot, list[Spot]] = defaultdict(list)
    for one, other in inner:
        near[one].append(other)
        near[other].append(one)
    ends = sorted(spot for spot, others in near.items() if len(others) != 2 or spot in outside)
    stops = set(ends)
    arcs: list[list[Spot]] = []
    walked: set[Segment] = set()
    for end in ends:
        for first in sorted(near[end]):
            arc = _walk(end, first, near, stops)
            passed = {(a, b) if a < b else (b, a) for a, b in pairwise(arc)}
            if not passed & walked:
                walked |= passed
                arcs.append(arc)
    left = [segment for segment in sorted(inner) if segment not in walked]
    return arcs + [list(segment) for segment in left]


def _walk(end: Spot, first: Spot, near: dict[Spot, list[Spot]], ends: set[Spot]) -> list[Spot]:
    arc = [end, first]
    while arc[-1] not in ends:
        one, other = near[arc[-1]]
        arc.append(other if one == arc[-2] else one)
    return arc


def _wander(arc: Sequence[tuple[float, ...]], amplitude: float, step_km: float) -> list[Spot]:
    places = [(place[0], place[1]) for place in arc]
    wandered = places[:1]
    for one, other in pairwise(places):
        wandered += _between(one, other, amplitude, step_km)
        wandered.append(other)
    return wandered


def _between(one: Spot, other: Spot, amplitude: float, step_km: float) -> list[Spot]:
    """Points between two, each pushed sideways from the middle by a part of the distance."""
    if distance(one, other) < step_km * KM:
        return []
    push = amplitude * (2 * lot(*sorted((one, other))) - 1)
    side_x, side_y = (one[1] - other[1]) / SQUEEZE, (other[0] - one[0]) * SQUEEZE
    middle = (
        float(round((one[0] + other[0]) / 2 + push * side_x)),
        float(round((one[1] + other[1]) / 2 + push * side_y)),
    )
    return [
        *_between(one, middle, amplitude, step_km),
        middle,
        *_between(middle, other, amplitude, step_km),
    ]


def _clear(line: LineString, others: Sequence[shapely.Geometry]) -> bool:
    """Whether the line meets the others at its own ends only."""
    if not line.is_simple:
        return False
    ends = shapely.MultiPoint([line.coords[0], line.coords[-1]])
    return all(ends.covers(line.intersection(other)) for other in others if line.intersects(other))


def _was(face: Polygon, parts: Sequence[Polygon]) -> int:
    return max(range(len(parts)), key=lambda index: (parts[index].intersection(face).area, -index))
