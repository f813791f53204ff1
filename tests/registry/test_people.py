"""What happens to people: by the worker of the grid, by its desk, and not by a stranger."""

from datetime import date
from typing import Any

import pytest
from django.db.models import Model

from apps.core.sealing import keyed_hash, unseal
from apps.grids.models import Posting
from apps.journal.models import Entry
from apps.registry.confirming import sources_of
from apps.registry.models import Household, Person, PersonRole, Tenure, Visit
from apps.registry.sight import sight_of_everything
from tests.registry.conftest import Say
from tests.registry.homes import add_person, add_room, number_of
from tests.world import MORNING, World

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()
BORN = date(1990, 2, 3)
NUMBER = number_of(7, BORN)


def fresh(row: Any) -> Any:
    with sight_of_everything():
        return type(row).objects.get(pk=row.pk)


def of(model: type[Model], **where: Any) -> list[Any]:
    with sight_of_everything():
        return list(model._default_manager.filter(**where))


def told(**more: Any) -> dict[str, Any]:
    return {"name": "单小芳", "document": NUMBER.lower(), "phone": "+86 138 0000 1234", **more}


@pytest.mark.parametrize("who", ["worker", "community", "lead"])
def test_the_worker_and_the_desks_add_a_person(say: Say, world: World, who: str) -> None:
    room = add_room(world.grid)

    outcome = say(who, "person.add", room=str(room.pk), **told())

    assert outcome.applied, outcome.answer
    (person,) = of(Person, pk=outcome.answer["id"])
    assert (person.name, person.initials, person.born_on, person.sex) == ("单小芳", "sxf", BORN, "1")
    assert (person.doc_last4, person.phone_last4) == (NUMBER[-4:], "1234")
    assert (bytes(person.doc_hash), unseal(bytes(person.phone_sealed))) == (keyed_hash(NUMBER), "13800001234")
    assert (person.grid_id, person.room_id, person.source) == (world.grid.pk, room.pk, "DOOR")
    assert [(t.room_id, t.kind, t.from_on, t.to_on) for t in of(Tenure, person=person)] == [
        (room.pk, "LIVES", TODAY, None)
    ]


@pytest.mark.parametrize(
    ("who", "code"), [("stranger", "not_found"), ("other_worker", "not_found"), ("leader", "not_yours")]
)
def test_nobody_else_adds_a_person(say: Say, world: World, who: str, code: str) -> None:
    room = add_room(world.grid)

    assert say(who, "person.add", room=str(room.pk), **told()).code == code
    assert of(Person) == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"document": NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1")}, "document"),
        ({"born_on": "1991-01-01"}, "born_on"),
        ({"sex": "2"}, "sex"),
        ({"phone": "12345"}, "phone"),
        ({"education": "77"}, "education"),
        ({"name": " "}, "name"),
        ({"doc_kind": "414", "document": "!!"}, "document"),
    ],
)
def test_what_is_wrong_is_named(say: Say, world: World, more: dict[str, Any], field: str) -> None:
    outcome = say("worker", "person.add", room=str(add_room(world.grid).pk), **told(**more))

    assert (outcome.code, outcome.answer["field"]) == ("invalid", field)


def test_who_is_known_already_is_not_added_again(say: Say, world: World) -> None:
    known = add_person(world.grid, document=NUMBER)

    outcome = say("worker", "person.add", room=str(add_room(world.grid).pk), **told())

    assert (outcome.code, outcome.answer["known"]) == ("conflict", str(known.pk))


def test_of_who_is_known_elsewhere_the_worker_hears_nothing(say: Say, world: World) -> None:
    add_person(world.other_grid, document=NUMBER)

    assert say("worker", "person.add", room=str(add_room(world.grid).pk), **told()).applied


def test_a_correction_changes_what_it_says_and_notes_how_that_is_known(say: Say, world: World) -> None:
    person = add_person(world.grid)

    outcome = say(
        "worker", "person.correct", person.pk, education="20", phone="13900005678", source="RESIDENT", version=1
    )

    assert outcome.answer == {"id": str(person.pk), "version": 2, "fields": ["education", "phone"]}
    now = fresh(person)
    assert (now.education, now.phone_last4, now.name, now.source) == ("20", "5678", person.name, "DOOR")
    assert [(field, source) for field, source, _ in sources_of(now)] == [
        ("education", "RESIDENT"),
        ("phone", "RESIDENT"),
    ]
    assert Entry.objects.get(verb="person.correct").body["fields"] == ["education", "phone"]


def test_going_through_everything_makes_the_row_fresh(say: Say, world: World) -> None:
    person = add_person(world.grid, confirmed_at="2020-01-01T00:00Z", source="SYNTHETIC")
    say("worker", "person.correct", person.pk, education="20")

    say("worker", "person.correct", person.pk, whole=True)

    now = fresh(person)
    assert (now.source, now.confirmed_at, sources_of(now)) == ("DOOR", MORNING, [])


def test_saying_the_same_again_changes_no_field(say: Say, world: World) -> None:
    person = add_person(world.grid, document=NUMBER, phone="13800001234", born_on=BORN)

    say("worker", "person.correct", person.pk, document=NUMBER, phone="13800001234", name=person.name)

    assert "fields" not in Entry.objects.get(verb="person.correct").body
    assert sources_of(person) == []


def test_a_row_changed_since_it_was_read_is_not_overwritten(say: Say, world: World) -> None:
    person = add_person(world.grid)
    say("community", "person.correct", person.pk, education="20")

    outcome = say("worker", "person.correct", person.pk, education="30", version=1)

    assert (outcome.code, outcome.answer["version"], fresh(person).education) == ("moved_on", 2, "20")


@pytest.mark.parametrize(
    ("command", "more"),
    [
        ("correct", {"education": "20"}),
        ("move", {"lon": 110.15, "lat": 30.05}),
        ("leave", {"gone": "LEFT", "on": "2026-03-01"}),
        ("come_back", {}),
        ("add_role", {"kind": "VETERAN"}),
        ("end_role", {"role": "00000000-0000-0000-0000-000000000001"}),
        ("join", {"household": "00000000-0000-0000-0000-000000000001", "kinship": "1"}),
        ("part", {}),
        ("merge", {"other": "00000000-0000-0000-0000-000000000001"}),
        ("unmerge", {"other": "00000000-0000-0000-0000-000000000001"}),
        ("reveal", {"field": "phone", "purpose": "VISIT", "reason": "联系"}),
        ("consent", {"text_key": "collection", "text_version": "2026.1"}),
        ("withdraw_consent", {"text_key": "collection"}),
        ("ask", {"kind": "COPY", "text": "查阅"}),
    ],
)
@pytest.mark.parametrize("who", ["stranger", "other_worker", "auditor", "handler"])
def test_for_a_stranger_the_person_is_not_there(
    say: Say, world: World, who: str, command: str, more: dict[str, Any]
) -> None:
    person = add_person(world.grid)

    outcome = say(who, f"person.{command}", person.pk, **more)

    assert outcome.code == "not_found"
    assert fresh(person).version == 1


def test_moving_takes_everything_along_and_tells_both_grids(say: Say, world: World) -> None:
    home, new = add_room(world.grid), add_room(world.other_grid)
    person = add_person(world.grid, room=home)
    say("worker", "person.add_role", person.pk, kind="LIVING_ALONE", grade="01")
    say("worker", "visit.record", person=str(person.pk), kind="CARE", note="安好")

    outcome = say("lead", "person.move", person.pk, room=str(new.pk), on="2026-03-08")

    assert outcome.applied, outcome.answer
    rows = [fresh(person), *of(PersonRole, person=person), *of(Visit, person=person)]
    assert {row.grid_id for row in rows} == {world.other_grid.pk}
    assert [(t.room_id, t.from_on, t.to_on) for t in of(Tenure, person=person, to_on=None)] == [
        (new.pk, date(2026, 3, 8), None)
    ]
    assert {f"grid:{world.grid.pk}", f"grid:{world.other_grid.pk}"} <= set(Entry.objects.get(verb="person.move").rooms)


def test_a_worker_lets_a_person_go_to_where_he_does_not_see(say: Say, world: World) -> None:
    person = add_person(world.grid)

    assert say("worker", "person.move", person.pk, lon=110.15, lat=30.05).applied
    assert (fresh(person).grid_id, fresh(person).room_id) == (world.other_grid.pk, None)
    assert say("worker", "person.correct", person.pk, education="20").code == "not_found"


def test_a_household_moves_together_or_loses_its_head(say: Say, world: World) -> None:
    home, new = add_room(world.grid), add_room(world.grid)
    head, child = (add_person(world.grid, room=home) for _ in range(2))
    household = say("worker", "household.add", room=str(home.pk), head=str(head.pk)).answer["id"]
    say("worker", "person.join", child.pk, household=household, kinship="2")

    say("worker", "person.move", child.pk, room=str(new.pk), household=True)
    together = {fresh(head).room_id, fresh(child).room_id, of(Household)[0].room_id}
    say("worker", "person.move", head.pk, room=str(home.pk))

    assert together == {new.pk}
    assert (fresh(head).household_id, fresh(head).kinship, of(Household)[0].head_id) == (None, "", None)
    assert str(fresh(child).household_id) == household


def test_a_new_head_takes_the_place_of_the_old(say: Say, world: World) -> None:
    home = add_room(world.grid)
    first, second = (add_person(world.grid, room=home) for _ in range(2))
    household = say("worker", "household.add", room=str(home.pk), head=str(first.pk)).answer["id"]

    say("worker", "person.join", second.pk, household=household, kinship="0")

    assert (of(Household)[0].head_id, fresh(first).kinship, fresh(second).kinship) == (second.pk, "", "0")
    assert say("worker", "person.join", second.pk, household=household, kinship="1").code == "invalid"
    assert say("worker", "person.part", second.pk).applied
    assert (of(Household)[0].head_id, fresh(second).household_id) == (None, None)


def test_who_left_lives_nowhere_until_back(say: Say, world: World) -> None:
    person = add_person(world.grid)
    room = add_room(world.grid)
    say("worker", "person.move", person.pk, room=str(room.pk), on="2026-03-01")
    say("worker", "person.add_role", person.pk, kind="FLOATING", inflow="01", lodging="02", from_on="2026-03-05")

    left = say("worker", "person.leave", person.pk, gone="LEFT", on="2026-03-02")
    refused = say("worker", "person.correct", person.pk, education="20")
    open_then = of(Tenure, to_on=None), of(PersonRole, to_on=None)
    back = say("worker", "person.come_back", person.pk)

    assert (left.applied, refused.code, open_then, back.applied) == (True, "moved_on", ([], []), True)
    assert [t.room_id for t in of(Tenure, to_on=None)] == [room.pk]
    assert say("worker", "person.come_back", person.pk).code == "moved_on"
    assert say("worker", "person.leave", person.pk, gone="DIED", on="2999-01-01").code == "invalid"


def test_a_role_is_held_once_and_ended(say: Say, world: World) -> None:
    person = add_person(world.grid)

    role = say("worker", "person.add_role", person.pk, kind="DISABLED", grade="02", from_on="2026-01-01").answer["role"]

    assert say("worker", "person.add_role", person.pk, kind="DISABLED").code == "conflict"
    assert say("worker", "person.add_role", person.pk, kind="VETERAN", grade="02").answer["field"] == "grade"
    assert say("worker", "person.add_role", person.pk, kind="VETERAN", inflow="01").answer["field"] == "inflow"
    assert say("worker", "person.add_role", person.pk, kind="HARDSHIP", grade="55").answer["field"] == "grade"
    assert say("worker", "person.end_role", person.pk, role=role, to_on="2025-01-01").answer["field"] == "to_on"
    assert say("worker", "person.end_role", person.pk, role=role).applied
    assert say("worker", "person.end_role", person.pk, role=role).code == "not_found"


def test_who_is_no_longer_posted_there_changes_nothing(say: Say, world: World) -> None:
    person = add_person(world.grid)
    Posting.objects.filter(account=world.people["worker"]).update(valid_to=TODAY)

    assert say("worker", "person.correct", person.pk, education="20").code == "not_found"
