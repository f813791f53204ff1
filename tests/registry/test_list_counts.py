"""Lists and pages of the registry take as many statements for one row as for three."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from apps.commands.perform import perform
from apps.registry.models import Organisation, OrganisationPerson, Part, PersonRole, ServicePlace
from apps.registry.sight import sight_of_everything
from tests.registry.homes import add_building, add_person, add_room, belonging, inside, known, number_of
from tests.world import MORNING, World

pytestmark = pytest.mark.django_db


def add_organisation(world: World, n: int) -> None:
    here: dict[str, Any] = {**belonging(world.grid)}
    with sight_of_everything():
        shop = Organisation.objects.create(
            name=f"第{n}店", initials="dyd", address="路", place=inside(world.grid), **here, **known()
        )
        OrganisationPerson.objects.create(organisation=shop, name="王五", role="LEGAL", **here)


def add_resident(world: World, n: int) -> None:
    person = add_person(world.grid, room=add_room(world.grid))
    with sight_of_everything():
        PersonRole.objects.create(
            person=person, kind="VETERAN", from_on=MORNING.date(), **belonging(world.grid), **known()
        )


def add_part(world: World, n: int) -> None:
    with sight_of_everything():
        Part.objects.create(
            code=f"420502011300000{n}", kind="0113", name="栓", place=inside(world.grid), owner=world.unit,
            **belonging(world.grid), **known(),
        )  # fmt: skip


def add_place(world: World, n: int) -> None:
    with sight_of_everything():
        ServicePlace.objects.create(kind="AED", name="点", place=inside(world.grid), **belonging(world.grid), **known())


# The rows; who is asking (postings), sight there and back, then: page, and what hangs on its rows.
COUNTED: list[tuple[str, Callable[[World, int], Any], int]] = [
    ("people/", add_resident, 5),
    ("rooms/", lambda world, _: add_room(world.grid), 5),
    ("buildings/", lambda world, _: add_building(world.grid), 4),
    ("organisations/", add_organisation, 5),
    ("parts/", add_part, 4),
    ("service-places/", add_place, 4),
    ("points/?of=rooms", lambda world, _: add_room(world.grid), 4),
]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("counted", COUNTED, ids=lambda counted: counted[0])
def test_a_list_takes_as_many_statements_for_one_row_as_for_three(
    client: APIClient, world: World, django_assert_num_queries: DjangoAssertNumQueries, counted: Any, rows: int
) -> None:
    path, add, statements = counted
    for n in range(rows):
        add(world, n)
    client.force_authenticate(world.people["worker"])

    with django_assert_num_queries(statements):
        answer = client.get(f"/api/registry/{path}").json()

    assert len(answer.get("rows", answer.get("points"))) == rows


def add_request(world: World, person: Any, n: int) -> None:
    perform("person.ask", person.pk, {"kind": "COPY", "text": f"第{n}次"}, call=world.call("worker"))


def add_reveal(world: World, person: Any, n: int) -> None:
    told = {"field": "phone", "purpose": "VISIT", "reason": f"第{n}次"}
    perform("person.reveal", person.pk, told, call=world.call("worker"))


def add_visit(world: World, person: Any, n: int) -> None:
    told = {"person": str(person.pk), "kind": "CARE", "note": f"第{n}次"}
    perform("visit.record", None, told, call=world.call("worker"))


def add_twins(world: World, person: Any, n: int) -> None:
    for _ in range(2):
        add_person(world.grid, document=number_of(900 + n))


OTHERS: list[tuple[str, str, Callable[[World, Any, int], None], int]] = [
    ("leader", "requests/", add_request, 4),
    ("auditor", "accesses/", add_reveal, 2),
    ("lead", "people/{person}/timeline/", add_visit, 6),
    ("lead", "duplicates/?grid={grid}", add_twins, 6),
    ("worker", "people/{person}/", add_visit, 11),
]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("counted", OTHERS, ids=lambda counted: counted[1])
def test_what_hangs_on_people_takes_as_many_statements_for_one_row_as_for_three(
    client: APIClient, world: World, django_assert_num_queries: DjangoAssertNumQueries, counted: Any, rows: int
) -> None:
    who, path, add, statements = counted
    person = add_person(world.grid, room=add_room(world.grid))
    for n in range(rows):
        add(world, person, n)
    client.force_authenticate(world.people[who])

    with django_assert_num_queries(statements):
        answer = client.get(f"/api/registry/{path.format(person=person.pk, grid=world.grid.pk)}").json()

    assert len(answer["rows"] if "rows" in answer else answer["visits"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_room_takes_as_many_statements_for_one_who_lives_there_as_for_three(
    client: APIClient, world: World, django_assert_num_queries: DjangoAssertNumQueries, codes: None, rows: int
) -> None:
    room = add_room(world.grid)
    for _ in range(rows):
        add_person(world.grid, room=room)
    client.force_authenticate(world.people["worker"])

    with django_assert_num_queries(11):
        page = client.get(f"/api/registry/rooms/{room.pk}/").json()

    assert len(page["people"]) == rows
