"""An open matter follows the grids: split, merged or with another border, whoever works there now has it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from celery import current_app
from django.contrib.gis.geos import MultiPolygon, Polygon

from apps.commands.perform import Outcome, perform
from apps.core.call import CLOCK, SYSTEM, Call, Door
from apps.events import tasks
from apps.events.enums import State
from apps.events.models import Event
from apps.events.queries import events_in_reach, left_behind
from apps.events.rules import Who
from apps.events.tasks import FIRST, follow_ended_grids
from apps.grids.models import Grid, Posting
from apps.grids.reach import reach_of
from apps.journal.models import Entry
from tests.world import MORNING, World

TODAY = MORNING.date()
WEST, MIDDLE, EAST = 110.02, 110.105, 110.17
BENT = [[110.1, 30.0], [110.12, 30.05], [110.1, 30.1]]


@pytest.fixture
def world(world: World) -> World:
    """Two neighbours, 110.0 to 110.1 and 110.1 to 110.2, with a vertex in the middle of every side to cut at."""
    for grid, west in ((world.grid, 110.0), (world.other_grid, 110.1)):
        Grid.objects.filter(pk=grid.pk).update(outline=MultiPolygon(_square(west), srid=4490))
    return world


def _square(west: float) -> Polygon:
    xs, ys = (west, round(west + 0.05, 2), round(west + 0.1, 2)), (30.0, 30.05, 30.1)
    ring = [(xs[0], ys[0]), (xs[1], ys[0]), (xs[2], ys[0]), (xs[2], ys[1]), (xs[2], ys[2]), (xs[1], ys[2])]
    return Polygon([*ring, (xs[0], ys[2]), (xs[0], ys[1]), ring[0]])


def redrawn(how: str, target: Grid | None, **told: Any) -> Outcome:
    at = str(target.pk) if target else None
    outcome = perform(f"grids.{how}", at, told, call=Call(SYSTEM, MORNING, Door.SHELL))
    assert outcome.applied, outcome.answer
    return outcome


def border_moved(world: World) -> list[int]:
    moved = redrawn("move_border", world.grid, other=world.other_grid.pk, line=BENT)
    return [grid["id"] for grid in moved.answer["begun"]]


def split(world: World) -> list[int]:
    line = [[110.05, 29.9], [110.05, 30.3]]
    return [grid["id"] for grid in redrawn("split_grid", world.grid, line=line, names=["西片", "东片"]).answer["begun"]]


def seen_by(world: World, name: str) -> set[UUID]:
    call = world.call(name)
    who = Who(call.actor, reach_of(call.actor, MORNING), MORNING)
    return set(events_in_reach(who).values_list("pk", flat=True))


def again(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def test_over_a_moved_border_it_goes_to_the_other_worker(world: World) -> None:
    event = world.report(name="other_worker", lon=MIDDLE)
    Event.objects.filter(pk=event.pk).update(reported_by=None)
    assert (event.pk in seen_by(world, "worker"), event.pk in seen_by(world, "other_worker")) == (False, True)
    west, _ = border_moved(world)

    assert follow_ended_grids(MORNING) == 1

    assert again(event).grid_id == west
    assert (event.pk in seen_by(world, "worker"), event.pk in seen_by(world, "other_worker")) == (True, False)
    assert world.do("other_worker", "accept", event).code == "not_found"
    assert world.did("worker", "accept", event).state == State.ACCEPTED


def test_it_is_written_down_and_told_to_the_old_grid_and_the_new(world: World) -> None:
    event = world.report(name="other_worker", lon=MIDDLE)
    west, _ = border_moved(world)

    follow_ended_grids(MORNING)

    entry = Entry.objects.get(verb="event.regrid")
    assert entry.body["note"] == f"所属网格调整为“{world.grid.name}”"
    assert (entry.body["old_grid"], entry.body["grid"], entry.body["from"]) == (world.other_grid.pk, west, "REPORTED")
    assert {f"grid:{world.other_grid.pk}", f"grid:{west}", f"division:{world.street.pk}"} <= set(entry.rooms)
    assert entry.notice["grid"] == west
    moved = again(event)
    assert (moved.due_at, moved.next_at, moved.stage_at) == (event.due_at, event.next_at, event.stage_at)


def test_after_a_split_each_part_has_its_own(world: World) -> None:
    events = [world.report(lon=lon) for lon in (WEST, 110.08)]
    Event.objects.update(reported_by=None)
    parts = split(world)
    # Both parts have the worker of the whole until the administrator says otherwise.
    Posting.objects.filter(grid=parts[1]).update(account=world.people["other_worker"])

    assert follow_ended_grids(MORNING) == 2

    assert [again(event).grid_id for event in events] == parts
    assert [seen_by(world, name) for name in ("worker", "other_worker")] == [{event.pk} for event in events]


def test_after_a_merge_both_workers_have_all(world: World) -> None:
    events = [world.report(lon=WEST), world.report(name="other_worker", lon=EAST)]
    merged = redrawn("merge_grids", None, grids=[world.grid.pk, world.other_grid.pk], name="合并后").answer["begun"]

    assert follow_ended_grids(MORNING) == 2

    assert {again(event).grid_id for event in events} == {merged[0]["id"]}
    assert seen_by(world, "worker") == seen_by(world, "other_worker") == {event.pk for event in events}


def test_the_desks_of_the_new_grids_divisions_hold_it(world: World) -> None:
    event = world.report(name="acceptor", channel="HOTLINE", lon=WEST)
    west, _ = split(world)
    other = world.people["stranger"].postings.get().division
    assert other is not None
    Grid.objects.filter(pk=west).update(district=other, street=other)

    follow_ended_grids(MORNING)

    assert (again(event).street_id, again(event).level) == (other.pk, "STREET")
    assert world.do("acceptor", "accept", event).code == "not_yours"
    assert event.pk in seen_by(world, "stranger")


def test_what_a_unit_has_in_hand_stays_with_the_unit(world: World) -> None:
    event = world.report(name="acceptor", channel="HOTLINE", lon=WEST)
    world.did("acceptor", "accept", event)
    world.did("lead", "file", event, condition=world.condition.pk)
    event = world.did("dispatcher", "dispatch", event, unit=world.unit.pk)
    split(world)

    follow_ended_grids(MORNING)

    assert f"unit:{world.unit.pk}" in Entry.objects.get(verb="event.regrid").rooms
    assert world.did("handler", "sign", event).state == State.HANDLING


def test_a_closed_matter_keeps_its_grid_until_it_is_opened_again(world: World) -> None:
    event = world.did("worker", "settle", world.report(lon=WEST), answer="已处理")
    parts = split(world)

    assert follow_ended_grids(MORNING) == 0
    assert again(event).grid_id == world.grid.pk

    world.did("worker", "rate", event, score=1)
    world.did("worker", "reopen", event, reason="没有办好")
    assert follow_ended_grids(MORNING) == 1
    assert again(event).grid_id == parts[0]


@pytest.fixture
def stray(world: World) -> Event:
    """Its grid is no more, and no other one lies around it."""
    event = world.report(lon=WEST)
    Grid.objects.filter(pk=world.grid.pk).update(valid_to=TODAY)
    return event


def test_what_lies_in_no_grid_stays_and_the_community_has_it(world: World, stray: Event) -> None:
    assert follow_ended_grids(MORNING) == 1

    assert (again(stray).grid_id, again(stray).level) == (world.grid.pk, "COMMUNITY")
    entry = Entry.objects.get(verb="event.regrid")
    assert "不属于任何现有网格" in entry.body["note"]
    assert {f"division:{world.community.pk}", f"division:{world.street.pk}"} <= set(entry.rooms)
    assert world.did("community", "accept", stray).state == State.ACCEPTED


def test_that_it_lies_in_no_grid_is_told_once(world: World, stray: Event) -> None:
    follow_ended_grids(MORNING)
    world.did("community", "accept", stray)

    assert follow_ended_grids(MORNING) == 0
    assert Entry.objects.filter(verb="event.regrid").count() == 1


def test_a_stray_goes_home_as_soon_as_there_is_a_grid(world: World, stray: Event) -> None:
    follow_ended_grids(MORNING)
    Grid.objects.filter(pk=world.grid.pk).update(valid_to=None)
    parts = split(world)

    assert follow_ended_grids(MORNING) == 1
    assert again(stray).grid_id == parts[0]


def test_stopped_and_run_again_it_comes_to_the_same(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    events = [world.report(lon=WEST) for _ in range(5)]
    west, _ = split(world)
    (first, *_), *_ = left_behind(on=TODAY, after=FIRST, most=1)
    perform("event.regrid", first, {}, call=Call(CLOCK, MORNING, Door.TIMER))

    assert follow_ended_grids(MORNING) == 4
    assert follow_ended_grids(MORNING) == 0

    assert {again(event).grid_id for event in events} == {west}
    assert Entry.objects.filter(verb="event.regrid").count() == 5


def test_one_that_cannot_follow_does_not_hold_up_the_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    events = sorted((world.report(lon=WEST) for _ in range(3)), key=lambda event: event.pk)
    split(world)
    Event.objects.filter(pk=events[0].pk).update(state="NONSENSE")

    assert follow_ended_grids(MORNING) == 2
    assert [again(event).grid_id == world.grid.pk for event in events] == [True, False, False]


def test_redrawing_sets_it_going_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    monkeypatch.setitem(current_app.conf, "task_always_eager", True)
    event = world.report(lon=WEST)
    # The task asks the machine's own clock for the day.
    with django_capture_on_commit_callbacks(execute=True):
        west, _ = split(world)

    assert again(event).grid_id == west


def test_it_is_not_for_people_to_say(world: World, stray: Event) -> None:
    assert world.do("lead", "regrid", stray).code == "not_yours"


def test_a_grid_that_goes_on_keeps_its_matters(world: World) -> None:
    event = world.report(lon=WEST)

    outcome = perform("event.regrid", event.pk, {}, call=Call(CLOCK, MORNING, Door.TIMER))

    assert (outcome.code, outcome.answer["message"]) == ("conflict", "所在网格没有调整")
    assert again(event).moves == event.moves
