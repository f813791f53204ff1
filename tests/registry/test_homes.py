"""Buildings, rooms, organisations, things and visits: by the worker, by the desk, and not by a stranger."""

from typing import Any

import pytest

from apps.journal.models import Entry
from apps.registry.identifiers import credit_check
from apps.registry.models import (
    Building,
    Organisation,
    OrganisationPerson,
    Part,
    Person,
    PersonRole,
    Room,
    ServicePlace,
    Visit,
)
from apps.registry.sight import sight_of_everything
from tests.registry.conftest import Say
from tests.registry.homes import add_building, add_person, add_room
from tests.registry.test_people import fresh, of
from tests.world import World

pytestmark = pytest.mark.django_db
HERE = {"lon": 110.05, "lat": 30.05}
THERE = {"lon": 110.15, "lat": 30.05}
FIRST = "92420599MA0000001"
CODE = FIRST + credit_check(FIRST)
SHOP = {"name": "老王面馆", "address": "一路1号", "uscc": CODE, "kind": "03", "phone": "13800001234", **HERE}
PART = {"code": "4205020113000042", "name": "消防栓", **HERE}
PLACE = {"kind": "AED", "name": "社区服务中心", **HERE}
Added = tuple[str, dict[str, Any], type[Any]]
ADDED: list[Added] = [
    ("building.add", {"name": "3栋", "address": "一路1号", "kind": "01", **HERE}, Building),
    ("organisation.add", SHOP, Organisation),
    ("part.add", PART, Part),
    ("service_place.add", PLACE, ServicePlace),
]


@pytest.mark.parametrize("added", ADDED)
@pytest.mark.parametrize("who", ["worker", "community", "lead"])
def test_who_keeps_a_place_adds_to_it(say: Say, world: World, added: Added, who: str) -> None:
    command, told, model = added

    assert say(who, command, **told).applied
    assert [row.grid_id for row in of(model)] == [world.grid.pk]


@pytest.mark.parametrize("added", ADDED)
@pytest.mark.parametrize("who", ["other_worker", "stranger", "leader", "auditor"])
def test_nobody_else_adds_to_a_place(say: Say, added: Added, who: str) -> None:
    command, told, model = added

    assert (say(who, command, **told).code, of(model)) == ("not_yours", [])


@pytest.mark.parametrize(("command", "told", "model"), ADDED)
def test_a_place_outside_the_city_is_refused(
    say: Say, world: World, command: str, told: dict[str, Any], model: Any
) -> None:
    assert say("worker", command, **told | {"lon": 113.0}).answer["field"] == "lon"


def test_a_room_has_its_buildings_address_and_place(say: Say, world: World) -> None:
    building = add_building(world.grid, name="3栋", address="一路1号")

    outcome = say(
        "worker", "room.add", building=str(building.pk), unit="2单元", number="301", plate_code="P1", use="01"
    )

    (room,) = of(Room, pk=outcome.answer["id"])
    assert (room.address, room.grid_id, room.plate_code) == ("一路1号3栋2单元301室", world.grid.pk, "P1")
    twice = say("worker", "room.add", building=str(building.pk), unit="2单元", number="301")
    assert (twice.code, twice.answer["known"]) == ("conflict", str(room.pk))
    assert (
        say("worker", "room.add", building=str(building.pk), number="1", plate_code="P1").answer["field"]
        == "plate_code"
    )
    assert say("stranger", "room.add", building=str(building.pk), number="2").code == "not_found"


def test_a_room_is_corrected(say: Say, world: World) -> None:
    room = add_room(world.grid)

    assert say("worker", "room.correct", room.pk, hazard="02", area_m2="88.5", unit="1单元", version=1).applied
    assert say("worker", "room.correct", room.pk, hazard="77").answer["field"] == "hazard"
    assert say("worker", "room.correct", room.pk, hazard="00", version=1).code == "moved_on"
    assert say("other_worker", "room.correct", room.pk, hazard="00").code == "not_found"
    assert (fresh(room).hazard, str(fresh(room).area_m2)) == ("02", "88.50")


def test_a_building_that_moves_takes_rooms_and_people_along(say: Say, world: World) -> None:
    building = add_building(world.grid, address="一路1号")
    room = add_room(world.grid, building)
    person = add_person(world.grid, room=room)
    say("worker", "person.add_role", person.pk, kind="VETERAN")
    say("worker", "visit.record", person=str(person.pk), kind="CARE")

    outcome = say("lead", "building.correct", building.pk, address="二路2号", **THERE)

    assert outcome.applied, outcome.answer
    assert {fresh(row).grid_id for row in (building, room, person)} == {world.other_grid.pk}
    assert {row.grid_id for row in (*of(Visit), *person_roles(person))} == {world.other_grid.pk}
    assert fresh(room).address.startswith("二路2号")


def person_roles(person: Person) -> list[Any]:
    return of(PersonRole, person=person)


def test_tenants_make_a_room_rented_until_they_go(say: Say, world: World) -> None:
    room, person = add_room(world.grid), add_person(world.grid)

    tenure = say("worker", "room.add_tenure", room.pk, person=str(person.pk), kind="TENANT").answer["tenure"]
    rented = fresh(room).rented
    twice = say("worker", "room.add_tenure", room.pk, person=str(person.pk), kind="TENANT")
    say("worker", "room.end_tenure", room.pk, tenure=tenure)

    assert (rented, twice.code, fresh(room).rented) == (True, "conflict", False)
    assert say("worker", "room.end_tenure", room.pk, tenure=tenure).code == "not_found"
    assert say("stranger", "room.add_tenure", room.pk, person=str(person.pk), kind="OWNER").code == "not_found"


def test_who_answers_for_a_shop_stays_as_known_unless_told(say: Say, world: World) -> None:
    """Screens show these people masked, so that the whole list is told by their ids."""
    known = {"name": "王老五", "role": "LEGAL", "phone": "13900001111"}
    pk = say("worker", "organisation.add", **SHOP, people=[known, {"name": "赵六", "role": "CONTACT"}]).answer["id"]
    with sight_of_everything():
        first, second = OrganisationPerson.objects.filter(organisation=pk).order_by("-role")
    told = [{"id": str(first.pk), "role": "HEAD"}, {"name": "孙七", "role": "SECURITY"}]

    assert say("worker", "organisation.correct", pk, people=told).applied

    with sight_of_everything():
        rows = list(OrganisationPerson.objects.filter(organisation=pk).order_by("role"))
    assert [(row.name, row.role, row.phone_last4) for row in rows] == [
        ("王老五", "HEAD", "1111"),
        ("孙七", "SECURITY", ""),
    ]
    gone = say("worker", "organisation.correct", pk, people=[{"id": str(second.pk), "role": "HEAD"}])
    assert (gone.code, gone.answer["field"]) == ("invalid", "people")
    assert say("worker", "organisation.correct", pk, people=[{"role": "HEAD"}]).code == "invalid"


def test_an_organisation_is_corrected_and_moves(say: Say, world: World) -> None:
    shop = say(
        "worker", "organisation.add", **SHOP, people=[{"name": "王老五", "role": "LEGAL", "phone": "13900001111"}]
    )
    pk = shop.answer["id"]

    assert say("worker", "organisation.add", **SHOP).answer["field"] == "uscc"
    assert say("worker", "organisation.correct", pk, staff=5, hazard="02", people=[]).applied
    assert say("worker", "organisation.correct", pk, uscc="123").answer["field"] == "uscc"
    assert (of(Organisation)[0].staff, of(OrganisationPerson)) == (5, [])
    assert say("worker", "visit.record", organisation=pk, kind="SAFETY").applied
    assert say("worker", "organisation.move", pk, address="二路2号", **THERE).applied
    assert {row.grid_id for row in (*of(Organisation), *of(Visit))} == {world.other_grid.pk}
    assert say("worker", "organisation.correct", pk, staff=6).code == "not_found"


def test_a_part_and_a_service_place_are_corrected(say: Say, world: World) -> None:
    part = say("worker", "part.add", **PART, owner=world.unit.pk).answer["id"]
    place = say("worker", "service_place.add", **PLACE).answer["id"]

    assert say("worker", "part.add", **PART).answer["field"] == "code"
    assert say("worker", "part.add", **PART | {"code": "4205029999000001"}).answer["field"] == "code"
    assert say("worker", "part.correct", part, state="DAMAGED", maintainer=999_999).answer["field"] == "maintainer"
    assert say("worker", "part.correct", part, state="DAMAGED").applied
    assert say("lead", "part.correct", part, **THERE).applied
    assert say("worker", "service_place.correct", place, hours="8:00-17:00").applied
    assert say("stranger", "service_place.correct", place, hours="").code == "not_found"
    assert (of(Part)[0].state, of(Part)[0].grid_id, of(Part)[0].kind) == ("DAMAGED", world.other_grid.pk, "0113")
    assert of(ServicePlace)[0].hours == "8:00-17:00"


def test_a_visit_is_paid_to_exactly_one(say: Say, world: World) -> None:
    room, person = add_room(world.grid), add_person(world.grid)

    assert say("worker", "visit.record", kind="CARE").code == "invalid"
    assert say("worker", "visit.record", kind="CARE", room=str(room.pk), person=str(person.pk)).code == "invalid"
    assert (
        say("worker", "visit.record", kind="CARE", room=str(room.pk), next_on="2020-01-01").answer["field"] == "next_on"
    )
    assert say("stranger", "visit.record", kind="CARE", room=str(room.pk)).code == "not_found"
    assert say("worker", "visit.record", kind="CARE", room=str(room.pk), note="无人", next_on="2026-04-01").applied
    assert [(visit.room_id, visit.by_id) for visit in of(Visit)] == [(room.pk, world.people["worker"].pk)]
    assert "无人" not in str(Entry.objects.get(verb="visit.record").body)
