"""The city from its counties down to its grids."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely import MultiPolygon, Point, Polygon
from shapely.ops import nearest_points

from apps.grids.partition.allotment import largest_remainder, lot
from apps.grids.partition.coverage import cut, node_together, polygons
from apps.grids.partition.frame import LATTICE, SQUARE_KM, Shape, distance
from apps.grids.partition.power import Site, balance, scatter
from apps.grids.partition.rough import roughen

URBAN_GRIDS = 1421
RURAL_GRIDS = 9579
CITY_CENTRE = Point(111.30 * LATTICE, 30.70 * LATTICE)
URBAN_KM2 = 1.5  # a community in a town; the villages share what is left
URBAN_PART = 0.6


def is_urban(code: str) -> bool:
    """By the tenth digit: 居委会 and the like; the others are 村委会 and the like."""
    return code[9] in "014"


@dataclass(frozen=True)
class Village:
    """`code` has 12 digits: 6 of the county, 3 of the street or town, 3 of its own."""

    code: str

    @property
    def is_urban(self) -> bool:
        return is_urban(self.code)

    @property
    def street(self) -> str:
        return self.code[:9]

    @property
    def county(self) -> str:
        return self.code[:6]


@dataclass(frozen=True)
class Plot:
    """One grid on the lattice."""

    code: str
    is_urban: bool
    outline: Polygon


def allot(villages: Sequence[Village]) -> dict[str, int]:
    """How many grids each village gets."""
    shares: dict[str, int] = {}
    for urban, total in ((True, URBAN_GRIDS), (False, RURAL_GRIDS)):
        weights = {v.code: 0.6 + 0.8 * lot(v.code, "grids") for v in villages if v.is_urban is urban}
        shares |= largest_remainder(total, weights)
    return shares


def draw_city(counties: Mapping[str, Shape], villages: Sequence[Village]) -> list[Plot]:
    """`counties` by their six digits, on the lattice and without holes."""
    shares = allot(villages)
    plots: list[Plot] = []
    for code in sorted(counties):
        plots += draw_county(counties[code], [v for v in villages if v.county == code], shares)
    outlines = node_together([plot.outline for plot in plots])
    return _numbered([(plot, outline) for plot, outline in zip(plots, outlines, strict=True)])


def draw_county(county: Shape, villages: Sequence[Village], shares: Mapping[str, int]) -> list[Plot]:
    """The grids of one county, not yet noded with those of its neighbours and not yet numbered."""
    body, *islands = sorted(polygons(county), key=lambda polygon: -polygon.area)
    areas = _areas(body.area / SQUARE_KM, villages)
    plots: list[Plot] = []
    for street, outline in _streets(body, villages, areas).items():
        members = [village for village in villages if village.street == street]
        for village, part in _villages(outline, members, areas):
            detached = [island for island in islands if _nearest_village(island, villages, part, body)]
            count = shares[village.code] - len(detached)
            plots += [Plot(village.code, village.is_urban, grid) for grid in (*_grids(part, village, count), *detached)]
            islands = [island for island in islands if island not in detached]
    return plots


def _nearest_village(island: Polygon, villages: Sequence[Village], part: Polygon, body: Polygon) -> bool:
    """An island belongs to the village on the nearest bank."""
    bank = nearest_points(body, island)[0]
    return len(villages) == 1 or part.distance(bank) < 1


def _areas(whole_km2: float, villages: Sequence[Village]) -> dict[str, float]:
    """The part of the county each village should cover; a town's communities are small."""
    urban = [village for village in villages if village.is_urban]
    rural = [village for village in villages if not village.is_urban]
    small = min(URBAN_KM2, URBAN_PART * whole_km2 / len(villages)) if rural else whole_km2 / len(urban)
    large = (whole_km2 - small * len(urban)) / max(1, len(rural))
    vary = {village.code: 0.65 + 0.7 * lot(village.code, "area") for village in villages}
    return {v.code: vary[v.code] * (small if v.is_urban else large) for v in villages}


def _streets(county: Polygon, villages: Sequence[Village], areas: Mapping[str, float]) -> dict[str, Polygon]:
    weights: Counter[str] = Counter()
    urban: Counter[str] = Counter()
    for village in villages:
        weights[village.street] += areas[village.code]  # type: ignore[assignment]
        urban[village.street] += int(village.is_urban)
    codes = sorted(weights, key=lambda code: (-urban[code] / weights[code], code))
    seat = nearest_points(county, CITY_CENTRE)[0]
    even = [Site(x, y, 1 / len(codes)) for x, y in scatter(county, len(codes), name=villages[0].county)]
    spread = sorted(balance(county, even, rounds=6), key=lambda site: distance(site.spot, (seat.x, seat.y)))
    whole = sum(weights.values())
    sites = [Site(site.x, site.y, weights[code] / whole) for site, code in zip(spread, codes, strict=True)]
    parts = cut(county, balance(county, sites, rounds=60))
    return dict(zip(codes, roughen(parts, amplitude=0.16, step_km=0.8), strict=True))


def _villages(
    street: Polygon, villages: Sequence[Village], areas: Mapping[str, float]
) -> list[tuple[Village, Polygon]]:
    """The communities lie together as one town in the middle, the villages around it."""
    urban = [village for village in villages if village.is_urban]
    rural = [village for village in villages if not village.is_urban]
    if not urban or not rural:
        return _side_by_side(street, villages, areas)
    whole = sum(areas[village.code] for village in villages)
    middle = _middle(street)
    town = Site(middle.x, middle.y, sum(areas[village.code] for village in urban) / whole)
    spots = scatter(street, len(rural), name=villages[0].street)
    around = [Site(x, y, areas[village.code] / whole) for (x, y), village in zip(spots, rural, strict=True)]
    parts = _wandering(street, balance(street, [town, *around], rounds=40))
    return _side_by_side(parts[0], urban, areas) + list(zip(rural, parts[1:], strict=True))


def _side_by_side(
    part: Polygon, villages: Sequence[Village], areas: Mapping[str, float]
) -> list[tuple[Village, Polygon]]:
    whole = sum(areas[village.code] for village in villages)
    spots = scatter(part, len(villages), name=villages[0].code)
    sites = [Site(x, y, areas[village.code] / whole) for (x, y), village in zip(spots, villages, strict=True)]
    return list(zip(villages, _wandering(part, balance(part, sites, rounds=40)), strict=True))


def _wandering(part: Polygon, sites: Sequence[Site]) -> list[Polygon]:
    return roughen(cut(part, sites), amplitude=0.13, step_km=0.35)


def _middle(street: Polygon) -> Point:
    middle = street.centroid
    return middle if street.contains(middle) else street.representative_point()


def _grids(part: Polygon, village: Village, count: int) -> list[Polygon]:
    vary = [0.7 + 0.6 * lot(village.code, index) for index in range(count)]
    spots = scatter(part, count, name=village.code)
    sites = [Site(x, y, share / sum(vary)) for (x, y), share in zip(spots, vary, strict=True)]
    parts = cut(part, balance(part, sites, rounds=25))
    if village.is_urban:
        return roughen(parts, amplitude=0.04, step_km=0.25)
    return roughen(parts, amplitude=0.12, step_km=0.3)


def _numbered(drawn: Sequence[tuple[Plot, Polygon]]) -> list[Plot]:
    """Three digits in each village, west to east and, where that is equal, north to south."""
    members: dict[str, list[tuple[Plot, Polygon]]] = defaultdict(list)
    for plot, outline in drawn:
        members[plot.code].append((plot, outline))
    numbered: list[Plot] = []
    for code in sorted(members):
        inside = sorted(members[code], key=lambda pair: order(pair[1]))
        numbered += [
            Plot(f"{code}{number:03}", plot.is_urban, outline) for number, (plot, outline) in enumerate(inside, 1)
        ]
    return numbered


def order(outline: Shape) -> tuple[float, float]:
    centre = centre_of(outline)
    return centre.x, -centre.y


def centre_of(outline: Shape) -> Point:
    """The middle, or where that lies outside, some spot inside; on the lattice."""
    middle = outline.centroid
    rounded = Point(round(middle.x), round(middle.y))
    if outline.contains(rounded):
        return rounded
    inside = outline.representative_point()
    return Point(round(inside.x), round(inside.y))


def without_holes(shape: Shape) -> Shape:
    """The published outlines leave two slivers beside the city's edge; they are given to the county around them."""
    filled = [Polygon(polygon.exterior) for polygon in polygons(shape)]
    return filled[0] if len(filled) == 1 else MultiPolygon(filled)


def outline_of(parts: Sequence[Shape]) -> MultiPolygon:
    """The parent of parts that tile it, keeping every vertex."""
    return MultiPolygon(polygons(shapely.coverage_union_all([p for part in parts for p in polygons(part)])))  # type: ignore[arg-type]
