"""Splitting and merging: who may, what ends, what begins, and who works there afterwards."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from apps.accounts.models import Account
from apps.commands.perform import Outcome, perform
from apps.core.call import SYSTEM, Call, Door
from apps.grids.enums import Role
from apps.grids.models import Grid, Lineage, Posting
from apps.grids.queries import grid_at
from apps.journal.models import Entry
from tests.world import FROM, MORNING, World

TODAY = MORNING.date()
ACROSS = [[110.05, 29.0], [110.05, 31.0]]
NAMES = ["西片", "东片"]


@pytest.fixture
def world(world: World) -> World:
    """Two neighbours with a vertex in the middle of every side, as drawn grids have many; and an administrator."""
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


def split(world: World, who: str = "admin", grid: object = None, **said: Any) -> Outcome:
    form = {"line": ACROSS, "names": NAMES, **said}
    return perform("grids.split_grid", str(grid or world.grid.pk), form, call=world.call(who))


def merge(world: World, *grids: int, who: str = "admin") -> Outcome:
    return perform("grids.merge_grids", None, {"grids": list(grids), "name": "新网格"}, call=world.call(who))


def test_a_split_ends_one_grid_and_begins_two_on_the_same_day(world: World) -> None:
    outcome = split(world)

    assert outcome.applied, outcome.answer
    ended = Grid.objects.get(pk=world.grid.pk)
    parts = list(Grid.objects.filter(came_from__from_grid=ended).order_by("code"))
    assert ended.valid_to == TODAY
    assert [(part.name, part.code[-3:], part.valid_from) for part in parts] == [
        ("西片", "003", TODAY),
        ("东片", "004", TODAY),
    ]
    assert parts[0].outline.union(parts[1].outline).equals(world.grid.outline)
    assert {part.community_id for part in parts} == {world.community.pk}


def test_each_day_has_its_own_grid_at_a_place(world: World) -> None:
    split(world)

    before = grid_at(world.grid.centre, on=TODAY - timedelta(days=1))
    after = grid_at(world.grid.centre, on=TODAY)

    assert before is not None
    assert after is not None
    assert before.id == world.grid.pk
    assert after.name in NAMES


def test_a_split_is_written_in_the_journal_and_told_to_its_rooms(world: World) -> None:
    outcome = split(world)

    entry = Entry.objects.get(verb="grids.split")
    assert entry.subject_id == str(world.grid.pk)
    assert entry.body == outcome.answer
    assert entry.rooms == [f"grid:{world.grid.pk}"] + [
        f"division:{division.pk}" for division in (world.community, world.street, world.district, world.city)
    ]


def test_the_worker_goes_on_in_both_parts(world: World) -> None:
    begun = split(world).answer["begun"]

    posts = world.people["worker"].postings.order_by("id").values_list("grid_id", "valid_from", "valid_to")
    assert list(posts) == [(world.grid.pk, FROM, TODAY), *((part["id"], TODAY, None) for part in begun)]


def test_a_merge_makes_one_of_two_with_both_workers(world: World) -> None:
    outcome = merge(world, world.grid.pk, world.other_grid.pk)

    assert outcome.applied, outcome.answer
    whole = Grid.objects.get(pk=outcome.answer["begun"][0]["id"])
    assert whole.outline.equals(world.grid.outline.union(world.other_grid.outline))
    assert whole.code == "420599001001003"
    assert set(Lineage.objects.values_list("from_grid", "to_grid", "kind")) == {
        (world.grid.pk, whole.pk, "MERGE"),
        (world.other_grid.pk, whole.pk, "MERGE"),
    }
    workers = Posting.objects.on(TODAY).filter(grid=whole).values_list("account__name", flat=True)
    assert set(workers) == {"worker", "other_worker"}


@pytest.mark.parametrize(
    "line",
    [
        [[110.05, 29.0], [110.05, 30.04]],
        [[110.049, 30.05], [110.051, 30.05]],
        [[110.05, 30.01], [110.05, 30.09]],
        [[111.0, 30.0], [111.1, 30.1]],
        [[110.0, 30.0], [110.1, 30.0]],
        [[110.001, 29.0], [110.001, 30.03], [109.0, 30.03]],
        [[110.05, 30.05], [110.05, 30.05]],
    ],
)
def test_a_line_that_does_not_cross_is_refused(world: World, line: list[list[float]]) -> None:
    outcome = split(world, line=line)

    assert outcome.code == "invalid"
    assert "分割线" in outcome.answer["message"]
    assert Grid.objects.filter(valid_to=None).count() == 2


@pytest.mark.parametrize("line", [[[float("nan"), 30.0], [110.0, 31.0]], [[1e308, 1e308], [-1e308, 1e308]]])
def test_a_line_of_nonsense_is_refused(world: World, line: list[list[float]]) -> None:
    assert split(world, line=line).code == "invalid"


@pytest.mark.parametrize("who", ["worker", "lead", "strange_admin"])
def test_only_administrators_above_the_grid_redraw(world: World, who: str) -> None:
    assert split(world, who).code == "not_yours"
    assert merge(world, world.grid.pk, world.other_grid.pk, who=who).code == "not_yours"


def test_the_shell_redraws(world: World) -> None:
    call = Call(SYSTEM, MORNING, Door.SHELL, uuid.uuid4())

    assert perform("grids.split_grid", str(world.grid.pk), {"line": ACROSS, "names": NAMES}, call=call).applied


def test_an_ended_grid_has_moved_on(world: World) -> None:
    split(world)

    assert split(world).code == "moved_on"


def test_a_grid_that_began_today_waits_a_day(world: World) -> None:
    begun = split(world).answer["begun"]

    assert merge(world, *(part["id"] for part in begun)).code == "conflict"


@pytest.mark.parametrize("target", ["999999", "abc", "None"])
def test_an_unknown_grid_is_not_found(world: World, target: str) -> None:
    assert split(world, grid=target).code == "not_found"


def test_grids_that_do_not_touch_are_not_merged(world: World) -> None:
    world.other_grid.outline = MultiPolygon(_square(110.3), srid=4490)
    world.other_grid.save(update_fields=["outline"])

    assert "不相邻" in merge(world, world.grid.pk, world.other_grid.pk).answer["message"]


def test_one_grid_alone_is_not_merged(world: World) -> None:
    assert merge(world, world.grid.pk, world.grid.pk).code == "invalid"


def test_only_grids_of_one_kind_are_merged(world: World) -> None:
    Grid.objects.filter(pk=world.other_grid.pk).update(kind="RURAL")

    assert "同一类型" in merge(world, world.grid.pk, world.other_grid.pk).answer["message"]


def test_people_load_no_registers(world: World) -> None:
    for name in ("grids.load_divisions", "grids.load_grids", "grids.load_units"):
        assert perform(name, None, {}, call=world.call("city_lead")).code == "not_yours"


def test_grids_are_not_loaded_before_divisions(db: None) -> None:
    outcome = perform("grids.load_grids", None, {}, call=Call(SYSTEM, MORNING, Door.SHELL, uuid.uuid4()))

    assert outcome.code == "conflict"
    assert "先载入行政区划" in outcome.answer["message"]
