"""The drawn city: 11,000 grids that tile 1,649 communities, 112 streets, 13 counties and one city."""

import hashlib
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Polygon, STRtree

from apps.grids.partition.allotment import largest_remainder
from apps.grids.partition.city import Plot, allot, draw_county, order, outline_of
from apps.grids.partition.coverage import cut, segments
from apps.grids.partition.frame import SQUARE_KM
from apps.grids.partition.power import Site, balance, scatter
from apps.grids.partition.rough import roughen
from apps.grids.partition.written import write
from apps.grids.sources import PLOTS, counties, plots, villages

DRAWN = "87fb2b9ba80d94d985dfd03cce7a8f04cce5fe4757156fe93ccbfa6e716096f0"
DIGITS = {"district": 6, "street": 9, "community": 12}


@pytest.fixture(scope="module")
def drawn() -> list[Plot]:
    return list(plots())


def test_the_file_is_the_drawing_it_was() -> None:
    assert hashlib.sha256(PLOTS.read_bytes()).hexdigest() == DRAWN


def test_a_county_is_drawn_the_same_again_and_as_in_the_file(drawn: list[Plot]) -> None:
    members = [village for village in villages() if village.county == "420505"]
    again = draw_county(counties()["420505"], members, allot(villages()))

    assert [plot.code for plot in again] == [
        plot.code for plot in draw_county(counties()["420505"], members, allot(villages()))
    ]
    stored = {plot.outline.representative_point().coords[0]: plot for plot in drawn if plot.code.startswith("420505")}
    tree = STRtree([plot.outline for plot in again])
    for plot in stored.values():
        twin = again[int(tree.nearest(plot.outline.representative_point()))]
        assert plot.code.startswith(twin.code)
        assert twin.outline.symmetric_difference(plot.outline).area < 1e-5 * twin.outline.area


def test_there_are_11000_grids_1421_of_them_urban(drawn: list[Plot]) -> None:
    assert Counter(plot.is_urban for plot in drawn) == {True: 1421, False: 9579}


def test_every_village_has_at_least_one_grid(drawn: list[Plot]) -> None:
    assert {plot.code[:12] for plot in drawn} == {village.code for village in villages()}


def test_codes_run_west_to_east_then_north_to_south_in_each_village(drawn: list[Plot]) -> None:
    members: dict[str, list[Plot]] = defaultdict(list)
    for plot in drawn:
        members[plot.code[:12]].append(plot)

    for village, inside in members.items():
        assert [plot.code for plot in inside] == [f"{village}{number:03}" for number in range(1, len(inside) + 1)]
        places = [order(plot.outline) for plot in inside]
        assert places == sorted(places)


def test_every_grid_is_a_valid_polygon_of_a_believable_shape(drawn: list[Plot]) -> None:
    outlines = [plot.outline for plot in drawn]

    assert shapely.is_valid(outlines).all()
    assert min(outline.area for outline in outlines) / SQUARE_KM > 0.02
    assert max(outline.area for outline in outlines) / SQUARE_KM < 20
    thin = sum(outline.area / outline.minimum_rotated_rectangle.length**2 < 0.02 for outline in outlines)
    assert thin < 0.005 * len(outlines)


def test_urban_grids_are_smaller_than_rural_ones(drawn: list[Plot]) -> None:
    urban, rural = (sorted(p.outline.area / SQUARE_KM for p in drawn if p.is_urban is kind) for kind in (True, False))

    assert urban[len(urban) // 2] * 4 < rural[len(rural) // 2]


@pytest.mark.parametrize("level", DIGITS)
def test_children_fill_their_parent(drawn: list[Plot], level: str) -> None:
    members: dict[str, list[Polygon]] = defaultdict(list)
    for plot in drawn:
        members[plot.code[: DIGITS[level]]].append(plot.outline)

    for parts in members.values():
        assert outline_of(parts).area == pytest.approx(sum(part.area for part in parts), rel=1e-9)


def test_counties_keep_their_published_outlines(drawn: list[Plot]) -> None:
    areas: Counter[str] = Counter()
    for plot in drawn:
        areas[plot.code[:6]] += plot.outline.area  # type: ignore[assignment]

    for code, outline in counties().items():
        assert areas[code] == pytest.approx(outline.area, rel=1e-5)


def test_no_edge_is_used_more_than_twice_and_none_crosses_a_vertex(drawn: list[Plot]) -> None:
    """With every vertex shared, an edge has a grid on either side or is the city's own border: no gap, no overlap."""
    uses = Counter(segment for plot in drawn for segment in segments(plot.outline))
    border = [segment for segment, times in uses.items() if times == 1]

    assert max(uses.values()) == 2
    assert sorted(border) == sorted(segments(outline_of([plot.outline for plot in drawn])))
    vertices = {spot for segment in uses for spot in segment}
    edges = [LineString(segment) for segment in uses]
    tree = STRtree([shapely.Point(spot) for spot in vertices])
    touched, _ = tree.query(edges, predicate="covers")
    assert set(Counter(touched.tolist()).values()) == {2}


def test_no_two_interiors_meet(drawn: list[Plot]) -> None:
    outlines = [plot.outline for plot in drawn]
    tree = STRtree(outlines)
    one, other = tree.query(outlines, predicate="overlaps")
    assert len(one) == 0
    one, other = tree.query(outlines, predicate="contains_properly")
    assert len(one) == len(other) == 0


def test_the_city_is_one_piece_with_one_island(drawn: list[Plot]) -> None:
    city = outline_of([plot.outline for plot in drawn])

    assert len(city.geoms) == 2
    assert [len(piece.interiors) for piece in city.geoms] == [0, 0]


@given(st.dictionaries(st.text(max_size=4), st.floats(0.1, 100), min_size=1, max_size=30), st.integers(0, 500))
def test_largest_remainder_gives_everything_and_one_to_everybody(weights: dict[str, float], spare: int) -> None:
    shares = largest_remainder(len(weights) + spare, weights)

    assert sum(shares.values()) == len(weights) + spare
    assert min(shares.values()) >= 1
    assert shares == largest_remainder(len(weights) + spare, dict(reversed(weights.items())))


def test_fewer_shares_than_names_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer shares"):
        largest_remainder(1, {"a": 1, "b": 1})


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 9), st.text(max_size=5))
def test_a_cut_gives_connected_parts_that_fill_any_bay(count: int, name: str) -> None:
    bay = Polygon(
        [(0, 0), (90000, 0), (90000, 70000), (60000, 70000), (60000, 9000), (9000, 9000), (9000, 70000), (0, 70000)]
    )
    sites = [Site(x, y, 1 / count) for x, y in scatter(bay, count, name=name)]

    parts = roughen(cut(bay, balance(bay, sites, rounds=8)), amplitude=0.12, step_km=0.02)

    assert len(parts) == count
    assert sum(part.area for part in parts) == pytest.approx(bay.area, rel=1e-9)
    assert all(part.is_valid for part in parts)
    assert all(one != other for part in parts for one, other in pairwise(part.exterior.coords))


def test_what_is_written_is_read_again_byte_by_byte(drawn: list[Plot], tmp_path: Path) -> None:
    write(drawn, tmp_path / "again.gz")

    assert (tmp_path / "again.gz").read_bytes() == PLOTS.read_bytes()
