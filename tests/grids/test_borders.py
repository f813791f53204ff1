"""Moving the border between two grids: both together stay, no gap, no overlap, and everybody in the own grid."""

from itertools import pairwise
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon, Polygon
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString
from shapely import Polygon as LatticePolygon

from apps.accounts.models import Account
from apps.commands.perform import Outcome, perform
from apps.grids.enums import Role
from apps.grids.models import Grid, Lineage, Posting
from apps.grids.partition.coverage import segments, spots
from apps.grids.partition.redraw import NotCut, move_border
from apps.journal.models import Entry
from tests.world import FROM, MORNING, World

TODAY = MORNING.date()
BENT = [[110.1, 30.0], [110.12, 30.05], [110.1, 30.1]]


@pytest.fixture
def world(world: World) -> World:
    """Two neighbours, 110.0 to 110.1 and 110.1 to 110.2, with a vertex in the middle of every side."""
    for grid, west in ((world.grid, 110.0), (world.other_grid, 110.1)):
        grid.outline = MultiPolygon(_square(west), srid=4490)
        grid.save(update_fields=["outline"])
    for name, division in (
        ("admin", world.street),
        ("strange_admin", world.people["stranger"].postings.get().division),
    ):
        account = Account.objects.create(phone=f"1990001{len(world.people):04d}", name=name)
        Posting.objects.create(account=account, role=Role.ADMIN, division=division, valid_from=FROM)
        world.people[name] = account
    return world


def _square(west: float) -> Polygon:
    xs, ys = (west, round(west + 0.05, 2), round(west + 0.1, 2)), (30.0, 30.05, 30.1)
    ring = [(xs[0], ys[0]), (xs[1], ys[0]), (xs[2], ys[0]), (xs[2], ys[1]), (xs[2], ys[2]), (xs[1], ys[2])]
    return Polygon([*ring, (xs[0], ys[2]), (xs[0], ys[1]), ring[0]])


def move(world: World, who: str = "admin", line: Any = BENT, other: int | None = None) -> Outcome:
    form = {"other": other or world.other_grid.pk, "line": line}
    return perform("grids.move_border", str(world.grid.pk), form, call=world.call(who))


def test_the_neighbour_follows(world: World) -> None:
    outcome = move(world)

    assert outcome.applied, outcome.answer
    west, east = (Grid.objects.get(pk=told["id"]) for told in outcome.answer["begun"])
    assert (west.name, east.name) == (world.grid.name, world.other_grid.name)
    assert west.outline.area == pytest.approx(0.01 + 0.001, abs=1e-9)
    assert east.outline.area == pytest.approx(0.01 - 0.001, abs=1e-9)
    before = world.grid.outline.union(world.other_grid.outline)
    assert west.outline.union(east.outline).sym_difference(before).area < 1e-9
    assert west.outline.intersection(east.outline).area == 0


def test_both_end_and_begin_on_the_same_day_with_their_descent(world: World) -> None:
    begun = [told["id"] for told in move(world).answer["begun"]]

    olds = [world.grid.pk, world.other_grid.pk]
    assert set(Grid.objects.filter(pk__in=olds).values_list("valid_to", flat=True)) == {TODAY}
    assert set(Lineage.objects.values_list("from_grid", "to_grid", "kind")) == {
        (old, new, "BORDER") for old in olds for new in begun
    }
    assert Entry.objects.get(verb="grids.move_border").body["ended"][0]["id"] == world.grid.pk


def test_everybody_goes_on_in_the_own_grid(world: World) -> None:
    begun = [told["id"] for told in move(world).answer["begun"]]

    assert [set(Posting.objects.on(TODAY).filter(grid=pk).values_list("account__name", flat=True)) for pk in begun] == [
        {"worker"},
        {"other_worker"},
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ([[110.1, 30.0], [110.15, 30.06], [110.05, 30.06], [110.15, 30.02], [110.1, 30.1]], "自己相交"),
        ([[110.1, 30.0], [110.1, 30.1]], "没有变化"),
        ([[110.1, 30.0], [110.25, 30.05], [110.1, 30.1]], "不能越出"),
        ([[111.0, 30.0], [111.1, 30.1]], "新边界"),
        ([[110.1, 30.05], [110.1, 30.05]], "新边界|自己相交"),
    ],
)
def test_a_border_that_parts_nothing_is_refused(world: World, line: list[list[float]], words: str) -> None:
    outcome = move(world, line=line)

    assert outcome.code == "invalid"
    assert any(word in outcome.answer["message"] for word in words.split("|")), outcome.answer
    assert Grid.objects.filter(valid_to=None).count() == 2


def test_a_part_of_hardly_anything_is_refused(world: World) -> None:
    line = [[110.15, 30.0], [110.18, 30.001], [110.2, 30.0]]

    assert "太小" in move(world, line=line).answer["message"]


@pytest.mark.parametrize("who", ["worker", "lead", "strange_admin"])
def test_only_administrators_above_the_grids_move_borders(world: World, who: str) -> None:
    assert move(world, who).code == "not_yours"


def test_a_grid_has_no_border_with_itself(world: World) -> None:
    assert "两个不同的网格" in move(world, other=world.grid.pk).answer["message"]


def test_an_unknown_neighbour_is_not_found(world: World) -> None:
    assert move(world, other=999999).code == "not_found"


def test_grids_that_do_not_touch_have_no_border(world: World) -> None:
    world.other_grid.outline = MultiPolygon(_square(110.3), srid=4490)
    world.other_grid.save(update_fields=["outline"])

    assert "公共边界" in move(world).answer["message"]


def test_borders_of_communities_stay(world: World) -> None:
    world.other_grid.community = world.street
    world.other_grid.save(update_fields=["community"])

    assert "同一社区" in move(world).answer["message"]


SIDE = 1000
bends = st.lists(st.tuples(st.integers(1, 2 * SIDE - 1), st.integers(1, SIDE - 1)), min_size=1, max_size=6)
ends = st.integers(0, 8)


def _ring(west: int) -> LatticePolygon:
    steps = range(0, SIDE + 1, SIDE // 4)
    south, north = [(west + x, 0) for x in steps], [(west + x, SIDE) for x in reversed(steps)]
    return LatticePolygon(
        [*south, *[(west + SIDE, y) for y in steps][1:-1], *north, *[(west, y) for y in steps][-2:0:-1]]
    )


@settings(max_examples=300, deadline=None)
@given(ends, bends, ends)
def test_any_line_leaves_no_gap_and_no_overlap_or_is_refused(start: int, between: Any, end: int) -> None:
    one, other = _ring(0), _ring(SIDE)
    line = LineString([(start * SIDE // 4, 0), *between, (end * SIDE // 4, SIDE)])

    try:
        moved = move_border(one, other, line)
    except NotCut:
        return

    whole = one.union(other)
    assert all(part.is_valid for part in moved)
    assert shapely.unary_union(moved).symmetric_difference(whole).area < 1e-9 * whole.area
    assert moved[0].intersection(moved[1]).area == 0
    assert sum(part.area for part in moved) == pytest.approx(whole.area, rel=1e-9)
    shared = set(segments(moved[0])) & set(segments(moved[1]))
    rims = set(segments(one)) ^ set(segments(other))
    assert (set(segments(moved[0])) ^ set(segments(moved[1]))) == rims
    assert shared
    assert {spot for edge in shared for spot in edge} <= {(float(x), float(y)) for x, y in spots(line)} | {
        spot for edge in rims for spot in edge
    }
    assert all(spot != following for part in moved for spot, following in pairwise(spots(part.exterior)))
