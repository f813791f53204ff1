"""S-01 to S-04: the feed hears of every change, whoever writes and however late it commits."""

import time
import uuid
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from apps.commands.perform import COMMANDS, perform, register
from apps.core.call import SYSTEM, Call, Door
from apps.registry.models import Person, Visit
from apps.registry.sight import sight_of_everything
from apps.sync import feed, keeping
from apps.sync.models import Feed, Scope
from tests.registry.homes import add_building, add_person, add_room, belonging, fill
from tests.serving import eventually
from tests.sync.lines import committed
from tests.sync.races import Copy, more_grids, writing
from tests.world import MORNING, World, build_world

SECONDS = 2.5


def told(scope: str, kind: str = "person") -> set[str]:
    return {row_id for found, row_id, _ in feed.manifest(scope) if found == kind}


@pytest.mark.must("S-02", "S-03")
@pytest.mark.django_db(transaction=True)
def test_nothing_is_missed_while_many_write_slowly_and_scopes_are_opened_meanwhile() -> None:
    """Invariants 1 and 5 of the design: the copy's names are the table's, and each row's revision only grows."""
    grids = more_grids(build_world(), 6)
    for grid in grids * 10:
        add_person(grid)
    scopes = [f"grid:{grid.pk}" for grid in grids]
    copy = Copy()

    with writing(grids, writers=6) as done:
        _follow_for(SECONDS, scopes, copy)
    for _ in range(60):
        copy.follow_all(scopes)

    assert sum(done) > 100
    assert [copy.names[scope] for scope in scopes] == [_names(grid) for grid in grids]


def _follow_for(seconds: float, scopes: list[str], copy: Copy) -> None:
    """Half of them from the start, the others one after the other."""
    begun, half = time.monotonic(), len(scopes) // 2
    while (passed := (time.monotonic() - begun) / seconds) < 1:
        opened = scopes[: half + int(passed * (half + 1))]
        feed.open_scopes(opened)
        copy.follow_all(opened)
    feed.open_scopes(scopes)


def _names(grid: Any) -> dict[str, str]:
    with sight_of_everything():
        return {str(pk): name for pk, name in Person.objects.filter(grid=grid).values_list("pk", "name")}


@pytest.mark.must("S-02")
@pytest.mark.django_db(transaction=True)
def test_who_opens_a_scope_waits_for_whoever_writes_in_it() -> None:
    """S-02: else that row would be in nobody's snapshot and in nobody's feed."""
    world = build_world()
    scope = f"grid:{world.grid.pk}"
    feed.open_scopes([f"grid:{world.other_grid.pk}"])
    opening = Thread(target=_open, args=(scope,))

    with transaction.atomic():
        person = add_person(world.grid)
        opening.start()
        eventually(_somebody_waits)
    opening.join()

    assert told(scope) == {str(person.pk)}


@pytest.mark.must("S-03")
@pytest.mark.django_db(transaction=True)
def test_two_who_write_crosswise_are_both_heard() -> None:
    """S-03: each holds what the other wants, until one is begun again."""
    world = build_world()
    feed.open_scopes([f"grid:{grid.pk}" for grid in (world.grid, world.other_grid)])
    meeting, outcomes = Barrier(2), []

    def crosswise(_: object, *, call: Call) -> dict[str, Any]:
        first, second = order[call.id]
        add_person(first)
        # Only the first time: who begins again finds the other gone.
        with suppress(BrokenBarrierError):
            meeting.wait(timeout=5)
        meeting.abort()
        add_person(second)
        return {}

    order = {uuid.UUID(int=1): (world.grid, world.other_grid), uuid.UUID(int=2): (world.other_grid, world.grid)}
    register("test.crosswise", crosswise)

    def write(call_id: uuid.UUID) -> None:
        try:
            outcomes.append(perform("test.crosswise", None, {}, call=Call(SYSTEM, MORNING, Door.SHELL, call_id)))
        finally:
            connection.close()

    threads = [Thread(target=write, args=(call_id,)) for call_id in order]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    del COMMANDS["test.crosswise"]

    assert [outcome.status for outcome in outcomes] == ["applied", "applied"]
    assert len(_names(world.grid)) == len(_names(world.other_grid)) == 2


def _open(scope: str) -> None:
    try:
        feed.open_scopes([scope])
    finally:
        connection.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone() > (0,))


@pytest.mark.must("S-02")
@pytest.mark.django_db
def test_a_scope_nobody_asked_for_costs_no_row(world: World) -> None:
    add_person(world.grid)

    assert not Feed.objects.exists()
    assert not Scope.objects.exists()


@pytest.mark.must("S-04")
@pytest.mark.django_db
def test_a_move_is_dead_in_one_grid_and_alive_in_the_other_with_one_revision(world: World) -> None:
    person = add_person(world.grid)
    scopes = [f"grid:{world.grid.pk}", f"grid:{world.other_grid.pk}"]
    feed.open_scopes(scopes)

    with sight_of_everything():
        Person.objects.filter(pk=person.pk).update(**belonging(world.other_grid))

    rows = {row.scope: row for row in Feed.objects.filter(row_id=str(person.pk))}
    assert [rows[scope].dead for scope in scopes] == ["moved", ""]
    assert rows[scopes[0]].rev == rows[scopes[1]].rev


@pytest.mark.must("S-04")
@pytest.mark.django_db
def test_a_row_that_comes_back_lives_again(world: World) -> None:
    person = add_person(world.grid)
    scope = f"grid:{world.grid.pk}"
    feed.open_scopes([scope])
    for grid in (world.other_grid, world.grid):
        committed()
        with sight_of_everything():
            Person.objects.filter(pk=person.pk).update(**belonging(grid))

    assert told(scope) == {str(person.pk)}


@pytest.mark.must("S-01")
@pytest.mark.django_db
def test_what_hangs_on_a_row_is_told_with_it(world: World) -> None:
    """A visit to a person, somebody who moves in, a building that is renamed: whose body shows it is told anew."""
    building = add_building(world.grid)
    room = add_room(world.grid, building)
    person = add_person(world.grid, room=room)
    scope = f"grid:{world.grid.pk}"
    feed.open_scopes([scope])

    assert _woken(scope, lambda: _visit(world, person)) == {("person", str(person.pk))}
    assert ("room", str(room.pk)) in _woken(scope, lambda: add_person(world.grid, room=room))
    renamed = _woken(scope, lambda: type(building).objects.filter(pk=building.pk).update(name="新名"))
    assert renamed == {("building", str(building.pk)), ("room", str(room.pk))}


def _visit(world: World, person: Person) -> None:
    Visit.objects.create(person=person, at=MORNING, kind="CARE", **belonging(world.grid))


def _woken(scope: str, change: Any) -> set[tuple[str, str]]:
    committed()
    before = feed.heads([scope])[scope].version
    with sight_of_everything():
        change()
    page = feed.since(scope, before)
    assert page is not None
    return {(each.kind, each.id) for each in page[0]}


@pytest.mark.must("S-03")
@pytest.mark.django_db
def test_one_transaction_is_one_version(world: World) -> None:
    scope = f"grid:{world.grid.pk}"
    feed.open_scopes([scope])
    committed()
    before = feed.heads([scope])[scope].version

    for _ in range(3):
        add_person(world.grid)

    assert feed.heads([scope])[scope].version == before + 1


@pytest.mark.must("S-01")
@pytest.mark.django_db
def test_a_load_by_copy_is_fed_too(world: World) -> None:
    scope = f"grid:{world.grid.pk}"
    feed.open_scopes([scope])

    fill([world.grid, world.other_grid], 40)

    assert told(scope) == set(_names(world.grid))


@pytest.mark.must("S-01")
@pytest.mark.django_db
def test_a_matter_that_ended_a_month_ago_is_aged_out_and_somebody_who_left_too(world: World) -> None:
    now = timezone.now()
    ended = world.did("worker", "settle", world.report(at=now), at=now, answer="已劝离")
    gone = add_person(world.grid)
    scope = f"grid:{world.grid.pk}"
    feed.open_scopes([scope])
    committed()
    _aged_by_forty_days("events_event", "moved_at", ended)
    _aged_by_forty_days("registry_person", "left_on", gone)

    with sight_of_everything():
        assert keeping.age_out() == 2

    reasons = dict(Feed.objects.filter(scope=scope).exclude(dead="").values_list("row_id", "dead"))
    assert reasons == {str(ended.pk): "aged_out", str(gone.pk): "aged_out"}


def _aged_by_forty_days(table: str, column: str, row: Any) -> None:
    """As time does it: the row is not written, so no trigger hears of it."""
    with connection.cursor() as cursor, sight_of_everything():
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER sync_{table}_update")
        cursor.execute(f"UPDATE {table} SET {column} = now() - interval '40 days' WHERE id = %s", [row.pk])  # noqa: S608
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER sync_{table}_update")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.must("S-07")
@pytest.mark.django_db
def test_the_dead_are_forgotten_and_the_floor_is_raised(world: World) -> None:
    """S-07: a cursor below it cannot know of them any more."""
    person = add_person(world.grid)
    scope = f"grid:{world.grid.pk}"
    feed.open_scopes([scope])
    committed()
    with sight_of_everything():
        Person.objects.filter(pk=person.pk).delete()
    died = feed.heads([scope])[scope].version
    assert keeping.bury(MORNING) == 0
    Feed.objects.exclude(dead="").update(dead_at=MORNING - keeping.DEAD_FOR * 2)

    assert keeping.bury(MORNING) == 1
    assert feed.heads([scope])[scope].floor == died
