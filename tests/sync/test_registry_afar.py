"""Everything a worker does at a door, brought by a phone: each kind is carried out, in order, like at any door."""

from typing import Any
from uuid import uuid4

import pytest

from apps.journal.models import Entry
from apps.registry.models import Organisation, Person, PersonRole, Room, Tenure, Visit
from apps.registry.sight import sight_of_everything
from apps.sync.kinds import ONLINE_ONLY, is_offline
from tests.registry.homes import add_building, add_person, add_room
from tests.sync.lines import Line, made
from tests.world import World

pytestmark = pytest.mark.django_db

SPOT = {"lon": 110.05, "lat": 30.05}


def sent(worker: Line, *commands: dict[str, Any]) -> list[str]:
    told = worker.push(*[{**command, "seq": seq} for seq, command in enumerate(commands, 1)])
    return [f"{one['status']} {one['message']}".strip() for one in told]


def one(model: Any, **which: Any) -> Any:
    with sight_of_everything():
        return model.objects.get(**which)


@pytest.mark.must("S-18")
def test_a_day_at_the_doors_is_carried_out_whole(world: World, worker: Line, grid: str) -> None:
    building, room, person, home, tag, tie = (str(uuid4()) for _ in range(6))
    other = add_room(world.grid, number="9")

    outcomes = sent(
        worker,
        made("building.add", command_id=building, data={"name": "9栋", "address": "新路9号", **SPOT}),
        made("room.add", command_id=room, data={"building": building, "number": "901"}, needs=[building]),
        made("person.add", command_id=person, data={"name": "陆新", "room": room}, needs=[room]),
        made("household.add", command_id=home, data={"room": room, "head": person}, needs=[room, person]),
        made("room.add_tenure", command_id=tie, row=room, data={"person": person, "kind": "OWNER"}, needs=[person]),
        made("person.add_role", command_id=tag, row=person, data={"kind": "LIVING_ALONE"}),
        made("visit.record", data={"person": person, "kind": "CARE", "note": "都好"}, needs=[person]),
        made("person.correct", row=person, data={"whole": True, "source": "DOOR"}),
        made("person.end_role", row=person, data={"role": tag}),
        made("room.end_tenure", row=room, data={"tenure": tie}),
        made("person.part", row=person, data={}),
        made("person.move", row=person, data={"room": str(other.pk)}, old={"room": room}),
        made("person.leave", row=person, data={"gone": "LEFT", "on": "2026-01-01"}),
        made("person.come_back", row=person, data={}),
    )

    assert outcomes == ["applied"] * 14
    assert str(one(Room, pk=room).building_id) == building
    assert (one(Person, pk=person).room_id, one(Person, pk=person).left_on) == (other.pk, None)
    assert one(PersonRole, pk=tag).to_on is not None
    assert one(Tenure, pk=tie).to_on is not None
    assert one(Visit, person=person).note == "都好"


def test_a_shop_is_put_on_record_corrected_and_moved(world: World, worker: Line, grid: str) -> None:
    shop = str(uuid4())

    outcomes = sent(
        worker,
        made("organisation.add", command_id=shop, data={"name": "小店", "address": "一街", **SPOT}),
        made("organisation.correct", row=shop, data={"staff": 3}, old={"staff": None}),
        made("organisation.move", row=shop, data={"address": "二街", **SPOT}),
        made("visit.record", data={"organisation": shop, "kind": "SAFETY"}, needs=[shop]),
    )

    assert outcomes == ["applied"] * 4
    assert (one(Organisation, pk=shop).staff, one(Organisation, pk=shop).address) == (3, "二街")


@pytest.mark.must("S-23")
def test_two_who_move_one_person_elsewhere_are_compared(world: World, worker: Line, grid: str) -> None:
    first, second, third = (add_room(world.grid, number=number) for number in ("1", "2", "3"))
    person = add_person(world.grid, "张三", room=first)
    with sight_of_everything():
        Person.objects.filter(pk=person.pk).update(room=second)

    told = worker.said(made("person.move", row=person.pk, data={"room": str(third.pk)}, old={"room": str(first.pk)}))

    assert (told["status"], told["code"]) == ("held", "conflict")
    assert told["fields"]["room"] == {"mine": str(third.pk), "theirs": str(second.pk)}
    assert one(Person, pk=person.pk).room_id == second.pk


@pytest.mark.must("S-14")
def test_who_was_to_live_in_a_refused_house_is_refused_with_it(world: World, worker: Line, grid: str) -> None:
    building = add_building(world.grid)
    add_room(world.grid, building, number="901")
    room = str(uuid4())

    again = made("room.add", command_id=room, data={"building": str(building.pk), "number": "901"})
    outcomes = sent(worker, again, made("person.add", data={"name": "陆新", "room": room}, needs=[room]))

    assert [outcome.split()[0] for outcome in outcomes] == ["rejected", "rejected"]
    assert not Entry.objects.filter(verb="person.add").exists()


@pytest.mark.must("S-18")
def test_full_numbers_and_merging_stay_on_line(world: World, worker: Line, grid: str) -> None:
    person = add_person(world.grid)

    outcomes = sent(worker, *(made(kind, row=person.pk) for kind in sorted(ONLINE_ONLY)))

    assert {outcome.split()[0] for outcome in outcomes} == {"rejected"}
    assert not any(map(is_offline, ONLINE_ONLY))
