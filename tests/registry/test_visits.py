"""走访时发现变化: a visit and what it found changed are one act."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from apps.commands.perform import Outcome, perform
from apps.journal.models import Entry
from apps.registry.confirming import sources_of
from apps.registry.models import Room, Visit
from tests.registry.conftest import Ask, Say
from tests.registry.homes import add_person, add_room
from tests.registry.test_homes import SHOP
from tests.registry.test_people import fresh, of
from tests.world import World

pytestmark = pytest.mark.django_db


def test_what_a_visit_finds_changed_is_put_right_with_it(say: Say, ask: Ask, world: World) -> None:
    person = add_person(world.grid)
    found = {"education": "20", "phone": "13900005678", "source": "RESIDENT", "version": 1}

    outcome = say("worker", "visit.record", person=str(person.pk), kind="CARE", note="换了号码", corrections=found)

    assert outcome.applied, outcome.answer
    assert (fresh(person).education, fresh(person).phone_last4, fresh(person).version) == ("20", "5678", 2)
    assert [(field, source) for field, source, _ in sources_of(person)] == [
        ("education", "RESIDENT"),
        ("phone", "RESIDENT"),
    ]
    assert of(Visit)[0].changes == {"education": "RESIDENT", "phone": "RESIDENT"}
    page = ask("worker", f"people/{person.pk}/").json()
    assert page["visits"][0]["changes"] == ["education", "phone"]
    assert ask("worker", f"people/{person.pk}/timeline/").json()["rows"][0]["fields"] == ["education", "phone"]


def test_it_is_one_command_with_a_row_for_each_half(say: Say, world: World) -> None:
    person = add_person(world.grid)

    say("worker", "visit.record", person=str(person.pk), kind="CARE", corrections={"phone": "13900005678"})

    entries = Entry.objects.filter(verb__in=["person.correct", "visit.record"]).order_by("id")
    assert [(entry.verb, entry.call_id) for entry in entries] == [
        ("person.correct", entries[0].call_id),
        ("visit.record", entries[0].call_id),
    ]
    assert entries[1].body["changed"] == ["phone"]
    assert "13900005678" not in str([entry.body for entry in entries])


@pytest.mark.parametrize(
    ("corrections", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"education": "77"}, "education"),
        ({"name": ""}, "name"),
        ({"hazard": "02"}, "corrections"),
        ("换了号码", "corrections"),
        ({"household_area": "abc"}, "household_area"),
    ],
)
def test_what_is_wrong_with_a_correction_is_named_and_the_visit_waits(
    say: Say, world: World, corrections: Any, field: str
) -> None:
    person = add_person(world.grid)

    outcome = say("worker", "visit.record", person=str(person.pk), kind="CARE", corrections=corrections)

    assert (outcome.code, outcome.answer["field"]) == ("invalid", field)
    assert of(Visit) == []


def test_a_row_changed_since_it_was_read_is_not_overwritten_by_a_visit(say: Say, world: World) -> None:
    person = add_person(world.grid)
    say("community", "person.correct", person.pk, education="20")
    found = {"education": "30", "version": 1}

    outcome = say("worker", "visit.record", person=str(person.pk), kind="CARE", corrections=found)

    assert (outcome.code, fresh(person).education, of(Visit)) == ("moved_on", "20", [])


def test_rooms_and_organisations_are_put_right_as_well(say: Say, world: World) -> None:
    room = add_room(world.grid)
    shop = say("worker", "organisation.add", **SHOP).answer["id"]

    say("worker", "visit.record", room=str(room.pk), kind="SAFETY", corrections={"hazard": "02", "whole": True})
    say("worker", "visit.record", organisation=shop, kind="SAFETY", corrections={"staff": 3})

    assert of(Room)[0].hazard == "02"
    assert sorted(tuple(visit.changes) for visit in of(Visit)) == [("hazard",), ("staff",)]


def test_a_visit_that_found_nothing_changes_nothing(say: Say, world: World) -> None:
    person = add_person(world.grid)

    for corrections in ({}, {"name": person.name}):
        assert say("worker", "visit.record", person=str(person.pk), kind="CARE", corrections=corrections).applied

    assert [visit.changes for visit in of(Visit)] == [{}, {}]


def test_the_next_visit_lies_ahead_of_the_day_here_also_before_eight_in_the_morning(world: World) -> None:
    """A server counts its hours in UTC, where it is still yesterday."""
    early = datetime(2026, 3, 9, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
    person = add_person(world.grid)

    def visited(next_on: str) -> Outcome:
        told = {"person": str(person.pk), "kind": "CARE", "next_on": next_on}
        return perform("visit.record", None, told, call=world.call("worker", early))

    assert (visited("2026-03-09").answer["field"], visited("2026-03-10").applied) == ("next_on", True)
