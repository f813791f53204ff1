"""S-01: whatever is done to a grid, a phone that follows the feed shows what a phone that begins anew is given."""

from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from apps.commands.perform import perform
from tests.registry.homes import add_building, add_person, add_room
from tests.sync.lines import committed
from tests.sync.phones import Phone, phone_of
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(world: World, codes: None) -> Phone:
    phone = phone_of(world.people["worker"], 1, frozenset())
    phone.pull()
    return phone


def did(world: World, phone: Phone, name: str, target: object = None, /, **told: Any) -> str:
    """Done by the street, told to the phone, and compared with the whole."""
    committed()
    call = world.call("lead", at=timezone.now())
    outcome = perform(name, UUID(str(target)) if target else None, told, call=call)
    assert outcome.applied, (name, outcome.answer)
    follows(world, phone, name)
    return str(outcome.answer["id"])


def follows(world: World, phone: Phone, after: str) -> None:
    committed()
    phone.pull()
    whole = phone.line.whole(f"grid:{world.grid.pk}")
    told = {(row["kind"], row["id"]): (row["rev"], row["body"]) for row in whole["rows"]}
    here = {name: (row.rev, row.body) for name, row in phone.rows.items()}
    assert here == told, after


@pytest.mark.must("S-01")
def test_people_and_what_hangs_on_them(world: World, phone: Phone) -> None:
    room, other = (str(add_room(world.grid).pk) for _ in range(2))
    today = timezone.localdate().isoformat()
    head = did(world, phone, "person.add", name="张三丰", room=room)
    wife = did(world, phone, "person.add", name="李小龙", room=room)
    home = did(world, phone, "household.add", room=room, head=head, number="3")
    did(world, phone, "person.join", wife, household=home, kinship="1")
    did(world, phone, "person.correct", head, name="张三")
    did(world, phone, "person.add_role", head, kind="LIVING_ALONE")
    did(world, phone, "room.add_tenure", other, person=head, kind="OWNER")
    did(world, phone, "visit.record", person=wife, kind="CARE", note="都好")
    did(world, phone, "visit.record", room=room, kind="SAFETY")
    did(world, phone, "person.move", wife, room=other)
    did(world, phone, "person.leave", head, gone="LEFT", on=today)
    did(world, phone, "person.come_back", head)
    twin = did(world, phone, "person.add", name="张三", room=other)
    did(world, phone, "person.merge", head, other=twin)
    did(world, phone, "person.unmerge", head, other=twin)
    did(world, phone, "person.move", wife, lon=110.15, lat=30.05)
    did(world, phone, "person.move", wife, room=other)


@pytest.mark.must("S-01")
def test_houses_and_organisations(world: World, phone: Phone) -> None:
    building = str(add_building(world.grid).pk)
    room = did(world, phone, "room.add", building=building, number="101", unit="1单元")
    person = did(world, phone, "person.add", name="张三丰", room=room)
    did(world, phone, "room.add_tenure", room, person=person, kind="OWNER")
    did(world, phone, "room.correct", room, address="一街1号101室")
    did(world, phone, "building.correct", building, name="甲楼")
    did(world, phone, "building.correct", building, address="二街8号")
    did(world, phone, "building.correct", building, lon=110.15, lat=30.05)
    did(world, phone, "building.correct", building, lon=110.05, lat=30.05)
    shop = did(world, phone, "organisation.add", name="小店", address="一街", lon=110.05, lat=30.05)
    did(world, phone, "organisation.correct", shop, people=[{"name": "王五", "role": "HEAD"}])
    did(world, phone, "visit.record", organisation=shop, kind="SAFETY")
    did(world, phone, "organisation.move", shop, address="三街", lon=110.15, lat=30.05)


@pytest.mark.must("S-01")
def test_matters_on_their_way(world: World, phone: Phone) -> None:
    now = timezone.now()
    event = world.report(at=now)
    follows(world, phone, "report")
    for who, verb, said in (
        ("worker", "escalate", {"reason": "需要执法"}),
        ("community", "escalate", {"reason": "需要执法"}),
        ("acceptor", "accept", {}),
        ("lead", "file", {"condition": world.condition.pk}),
        ("dispatcher", "dispatch", {"unit": world.unit.pk, "co_units": [world.co_unit.pk]}),
        ("handler", "sign", {}),
        ("co_handler", "assist", {"note": "已配合"}),
    ):
        committed()
        world.did(who, verb, event, at=now, **said)
        follows(world, phone, verb)


@pytest.mark.must("S-01")
def test_a_load_and_a_stranger_in_the_house(world: World, phone: Phone) -> None:
    room = add_room(world.grid)
    add_person(world.other_grid, "王五", room=room)
    follows(world, phone, "somebody of elsewhere")
