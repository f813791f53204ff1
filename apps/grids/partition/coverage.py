"""A coverage: shapes that share their edges exactly. Everything is cut out of one noded network of lines."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

import shapely
from shapely import LineString, MultiPolygon, Polygon, STRtree

from apps.grids.partition.frame import Shape, Spot
from apps.grids.partition.power import Site, cells

Segment = tuple[Spot, Spot]


def polygons(shape: Shape) -> list[Polygon]:
    return list(shape.geoms) if isinstance(shape, MultiPolygon) else [shape]


def spots(ring: shapely.LinearRing | LineString) -> list[Spot]:
    return [(place[0], place[1]) for place in ring.coords]


def segments(shape: Shape) -> Iterable[Segment]:
    """Every edge once, whichever way its ring runs."""
    for polygon in polygons(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            around = spots(ring)
            for one, other in pairwise(around):
                yield (one, other) if one < other else (other, one)


def faces(lines: Sequence[shapely.Geometry]) -> list[Polygon]:
    """The faces of the network that these lines make when every crossing is a vertex on the lattice."""
    noded = shapely.unary_union(list(lines), grid_size=1)
    return [face for face in shapely.get_parts(shapely.polygonize([noded])) if isinstance(face, Polygon)]


def cut(parent: Polygon, sites: Sequence[Site]) -> list[Polygon]:
    """One connected part of the parent for each site, in their order."""
    if len(sites) == 1:
        return [parent]
    inside = [cell.boundary.intersection(parent) for cell in cells(parent, sites)]
    found = [face for face in faces([parent.boundary, *inside]) if parent.contains(face.representative_point())]
    labels = [_strongest(face, sites) for face in found]
    return join(found, labels, len(sites))


def _strongest(face: Polygon, sites: Sequence[Site]) -> int:
    spot = face.representative_point()
    return min(range(len(sites)), key=lambda index: (sites[index].power(spot.x, spot.y), index))


def join(found: Sequence[Polygon], labels: Sequence[int], count: int) -> list[Polygon]:
    """Unites faces with the same label. A face cut off from its body goes to the neighbour it touches most."""
    owners = mend(found, labels)
    members: dict[int, list[Polygon]] = defaultdict(list)
    for face, owner in zip(found, owners, strict=True):
        members[owner].append(face)
    if len(members) != count:
        raise ValueError("a site was left without a face")
    return [united(members[label]) for label in range(count)]


def united(parts: Sequence[Polygon]) -> Polygon:
    whole = parts[0] if len(parts) == 1 else shapely.coverage_union_all(list(parts))
    if not isinstance(whole, Polygon):
        (whole,) = shapely.get_parts(whole)
    return Polygon(whole)


def mend(found: Sequence[Polygon], labels: Sequence[int]) -> list[int]:
    """New labels under which every label is connected through edges."""
    borders = _borders(found)
    owners: list[int | None] = [None] * len(found)
    largest: dict[int, int] = {}
    for index, face in enumerate(found):
        best = largest.get(labels[index])
        if best is None or face.area > found[best].area:
            largest[labels[index]] = index
    for label, index in largest.items():
        _flood(index, label, labels, owners, borders)
    while None in owners:
        index, label = _most_touched(owners, borders)
        owners[index] = label
    return [owner for owner in owners if owner is not None]


def _borders(found: Sequence[Polygon]) -> dict[int, Counter[int]]:
    """How long the border between each two faces is."""
    sides: dict[Segment, list[int]] = defaultdict(list)
    for index, face in enumerate(found):
        for segment in segments(face):
            sides[segment].append(index)
    borders: dict[int, Counter[int]] = defaultdict(Counter)
    for (one, other), owners in sides.items():
        if len(owners) == 2:
            length = max(1, round(LineString([one, other]).length))
            borders[owners[0]][owners[1]] += length
            borders[owners[1]][owners[0]] += length
    return borders


def _flood(
    start: int, label: int, labels: Sequence[int], owners: list[int | None], borders: dict[int, Counter[int]]
) -> None:
    stack = [start]
    while stack:
        here = stack.pop()
        if owners[here] is None:
            owners[here] = label
            stack += [near for near in borders[here] if labels[near] == label]


def _most_touched(owners: Sequence[int | None], borders: dict[int, Counter[int]]) -> tuple[int, int]:
    offers: list[tuple[int, int, int]] = []
    for index, owner in enumerate(owners):
        if owner is None:
            touched: Counter[int] = Counter()
            for near, length in borders[index].items():
                near_owner = owners[near]
                if near_owner is not None:
                    touched[near_owner] += length
            offers += [(length, -index, label) for label, length in touched.items()]
    _, index, label = max(offers)
    return -index, label


def node_together(shapes: Sequence[Polygon]) -> list[Polygon]:
    """The same shapes with every vertex of a neighbour on a shared edge as a vertex of their own.

    Rounding leaves faces a centimetre wide between neighbours; `join` gives them to the one they touch most.
    """
    found = faces([shape.boundary for shape in shapes])
    tree = STRtree(list(shapes))
    return join(found, [_around(face, shapes, tree) for face in found], len(shapes))


def _around(face: Polygon, shapes: Sequence[Polygon], tree: STRtree) -> int:
    near = sorted(int(index) for index in tree.query(face))
    return max(near, key=lambda index: shapes[index].intersection(face).area)
