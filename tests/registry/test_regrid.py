"""After a split or merge everything goes to the grid that now lies around its place, in batches, as often as needed."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import connection

from apps.commands.perform import perform
from apps.core.call import CLOCK, SYSTEM, Call, Door
from apps.grids.models import Grid, Lineage
from apps.journal.models import Entry
from apps.registry.models import (
    Building,
    Household,
    Organisation,
    OrganisationPerson,
    Part,
    Person,
    PersonRole,
    Room,
    ServicePlace,
    Tenure,
    Visit,
)
from apps.registry.models.base import BELONGING
from apps.registry.regrid import PLACED, TIED, ended_but_full
from apps.registry.sight import sight_of_everything
from apps.registry.tasks import empty_ended_grids
from tests.registry.homes import add_building, add_person, add_room, belonging, known
from tests.registry.test_people import of
from tests.world import MORNING, World

pytestmark = pytest.mark.django_db
TOMORROW = MORNING + timedelta(days=1)
KINDS = (
    Building, Room, Person, Household, PersonRole, Tenure, Organisation, OrganisationPerson, Part, ServicePlace, Visit,
)  # fmt: skip
WEST, EAST = Point(110.02, 30.05, srid=4490), Point(110.08, 30.05, srid=4490)


def settle(world: World, place: Point, number: int) -> None:
    """One of everything at a place of the worker's grid."""
    grid, here = world.grid, belonging(world.grid)
    building = add_building(grid, place=place)
    room = add_room(grid, building, place=place)
    person = add_person(grid, place=place, room=room)
    placed: dict[str, Any] = {**here, **known(), "place": place}
    day = MORNING.date()
    with sight_of_everything():
        Household.objects.create(room=room, head=person, **here, **known())
        PersonRole.objects.create(person=person, kind="VETERAN", from_on=day, **here, **known())
        Tenure.objects.create(person=person, room=room, kind="OWNER", from_on=day, **here)
        shop = Organisation.objects.create(name="店", initials="d", address="路", **placed)
        OrganisationPerson.objects.create(organisation=shop, name="王五", role="LEGAL", **here)
        Part.objects.create(code=f"420502011300000{number}", kind="0113", name="栓", **placed)
        ServicePlace.objects.create(kind="AED", name="点", **placed)
        for visited in ({"person": person}, {"room": room}, {"organisation": shop}):
            Visit.objects.create(at=MORNING, kind="CARE", **visited, **here)


@pytest.fixture
def divided(world: World) -> tuple[Grid, Grid]:
    """The worker's grid was split from tomorrow on, with everything twice in it."""
    # A cut goes from vertex to vertex.
    corners = [
        (110.0, 30.0),
        (110.05, 30.0),
        (110.1, 30.0),
        (110.1, 30.1),
        (110.05, 30.1),
        (110.0, 30.1),
        (110.0, 30.0),
    ]
    Grid.objects.filter(pk=world.grid.pk).update(outline=MultiPolygon(Polygon(corners), srid=4490))
    settle(world, WEST, 1)
    settle(world, EAST, 2)
    told = {"line": [[110.05, 29.9], [110.05, 30.3]], "names": ["西网格", "东网格"]}
    call = Call(SYSTEM, MORNING, Door.SHELL)
    outcome = perform("grids.split_grid", str(world.grid.pk), told, call=call)
    assert outcome.applied, outcome.answer
    west, east = Grid.objects.filter(valid_from=MORNING.date()).order_by("name")[::-1]
    return west, east


def where() -> dict[str, list[int]]:
    return {model.__name__: sorted(row.grid_id for row in of(model)) for model in KINDS}


def test_everything_goes_to_the_grid_around_its_place(divided: tuple[Grid, Grid]) -> None:
    both = sorted(grid.pk for grid in divided)

    moved = empty_ended_grids(MORNING)

    expected = {model.__name__: both for model in KINDS} | {"Visit": sorted(both * 3)}
    assert where() == expected
    assert moved == 2 * 13
    assert ended_but_full_now() == []
    (entry,) = Entry.objects.filter(verb="registry.regrid")
    assert entry.body["moved"] == 26
    assert Lineage.objects.count() == 2


def ended_but_full_now() -> list[int]:
    with sight_of_everything():
        return ended_but_full(on=MORNING.date())


def test_a_second_run_moves_nothing(divided: tuple[Grid, Grid]) -> None:
    empty_ended_grids(MORNING)

    assert empty_ended_grids(MORNING) == 0
    assert Entry.objects.filter(verb="registry.regrid").count() == 1


def test_small_batches_come_to_the_same_and_a_stop_between_them_does_no_harm(
    divided: tuple[Grid, Grid], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.registry.actions.grids.AT_ONCE", 1)
    first = perform("registry.regrid", None, {"grids": [world.grid.pk]}, call=Call(CLOCK, MORNING, Door.TIMER))

    rest = empty_ended_grids(MORNING)

    assert 0 < first.answer["moved"] < 26
    assert first.answer["moved"] + rest == 26
    assert ended_but_full_now() == []


def test_grids_that_become_one_again_take_everything_back(divided: tuple[Grid, Grid], world: World) -> None:
    empty_ended_grids(MORNING)
    told = {"grids": [grid.pk for grid in divided], "name": "合并后的网格"}
    outcome = perform("grids.merge_grids", None, told, call=Call(SYSTEM, TOMORROW, Door.SHELL))
    assert outcome.applied, outcome.answer

    empty_ended_grids(TOMORROW)

    new = Grid.objects.get(name="合并后的网格")
    assert {pk for told in where().values() for pk in told} == {new.pk}


def test_divisions_follow_the_grid(divided: tuple[Grid, Grid]) -> None:
    west, _ = divided
    Grid.objects.filter(pk=west.pk).update(street=west.district_id)

    empty_ended_grids(MORNING)

    rows = [row for model in KINDS for row in of(model) if row.grid_id == west.pk]
    west.refresh_from_db()
    assert {tuple(getattr(row, column) for column in BELONGING[1:]) for row in rows} == {
        tuple(getattr(west, column) for column in BELONGING[1:])
    }


def test_what_lies_in_no_grid_stays_and_does_not_hold_up_the_rest(
    divided: tuple[Grid, Grid], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.registry.actions.grids.AT_ONCE", 1)
    stray = add_person(world.grid, place=Point(100.0, 20.0, srid=4490), id="00000000-0000-0000-0000-000000000001")

    empty_ended_grids(MORNING)

    assert [str(person.pk) for person in of(Person, grid=world.grid)] == [stray.pk]
    assert len(of(Person, grid__in=divided)) == 2


def test_only_the_clock_and_the_shell_regrid(world: World) -> None:
    outcome = perform("registry.regrid", None, {"grids": [world.grid.pk]}, call=world.call("city_lead"))

    assert outcome.code == "not_yours"


def test_every_table_is_asked_for_a_grids_rows_by_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indrelid::regclass::text FROM pg_index"
            " JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0] WHERE attname = 'grid_id'"
        )
        indexed = {table for (table,) in cursor.fetchall()}

    assert {f"registry_{table}" for table in (*PLACED, *(table for table, *_ in TIED))} <= indexed
