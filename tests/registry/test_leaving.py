"""Who leaves or dies lives, rents and heads nothing from that day on; who comes back has it again, or anew."""

from datetime import date
from typing import Any

import pytest

from apps.registry.models import Household, Person, PersonRole, Room, Tenure
from apps.registry.retention import NOBODY
from tests.registry.conftest import Say
from tests.registry.homes import add_person, add_room
from tests.registry.test_people import fresh, of
from tests.world import MORNING, World

pytestmark = pytest.mark.django_db
MOVED_IN, GONE = date(2026, 2, 1), date(2026, 3, 2)
KINDS = ("LIVES", "OWNER", "REGISTERED", "TENANT")


@pytest.fixture
def person(say: Say, world: World) -> Person:
    """Lives in one room of the grid, with a tie of every kind; rents a shop in the grid beside; heads a household."""
    person, home, shop = add_person(world.grid), add_room(world.grid), add_room(world.other_grid)
    say("worker", "person.move", person.pk, room=str(home.pk), on=str(MOVED_IN))
    for kind in KINDS[1:]:
        say("worker", "room.add_tenure", home.pk, person=str(person.pk), kind=kind, from_on=str(MOVED_IN))
    say("lead", "room.add_tenure", shop.pk, person=str(person.pk), kind="TENANT", from_on=str(MOVED_IN))
    say("worker", "household.add", room=str(home.pk), head=str(person.pk))
    say("worker", "person.add_role", person.pk, kind="VETERAN", from_on=str(MOVED_IN))
    assert len(of(Tenure, to_on=None)) == 5
    assert [room.rented for room in of(Room)] == [True, True]
    return person


def leave(say: Say, person: Person, gone: str = "LEFT") -> None:
    outcome = say("worker", "person.leave", person.pk, gone=gone, on=str(GONE))
    assert outcome.applied, outcome.answer


def ended() -> set[tuple[str, date]]:
    return {(tenure.kind, tenure.to_on) for tenure in of(Tenure, to_on__isnull=False)}


def open_ties() -> list[str]:
    return sorted(tenure.kind for tenure in of(Tenure, to_on=None))


def test_who_leaves_lives_and_rents_nowhere_from_that_day_on(say: Say, person: Person) -> None:
    leave(say, person)

    assert ended() == {("LIVES", GONE), ("TENANT", GONE)}
    assert open_ties() == ["OWNER", "REGISTERED"]
    assert [room.rented for room in of(Room)] == [False, False]
    assert of(PersonRole, to_on=None) == []


def test_who_died_is_not_registered_any_more_and_owns_until_the_heirs_are_known(say: Say, person: Person) -> None:
    leave(say, person, "DIED")

    assert open_ties() == ["OWNER"]
    assert fresh(person).died_on == GONE


def test_a_household_is_without_a_head_then(say: Say, person: Person) -> None:
    leave(say, person)

    (household,) = of(Household)
    assert (household.head_id, fresh(person).household_id, fresh(person).kinship) == (None, None, "")


def test_another_tenant_keeps_the_room_rented(say: Say, world: World, person: Person) -> None:
    other, (home,) = add_person(world.grid), of(Room, grid=world.grid)
    say("worker", "room.add_tenure", home.pk, person=str(other.pk), kind="TENANT")

    leave(say, person)

    assert fresh(home).rented


def test_taken_back_it_never_was(say: Say, person: Person) -> None:
    leave(say, person)

    back = say("worker", "person.come_back", person.pk)

    assert back.applied, back.answer
    assert {(tenure.from_on, tenure.to_on) for tenure in of(Tenure)} == {(MOVED_IN, None)}
    assert [(role.kind, role.to_on) for role in of(PersonRole)] == [("VETERAN", None)]
    assert [room.rented for room in of(Room)] == [True, True]
    assert (fresh(person).left_on, fresh(person).room_id is None) == (None, False)


def test_what_had_ended_before_stays_ended(say: Say, person: Person) -> None:
    (home,) = of(Room, grid=person.grid_id)
    (owned,) = of(Tenure, kind="OWNER")
    (rented,) = of(Tenure, kind="TENANT", room=home)
    say("worker", "room.end_tenure", home.pk, tenure=str(rented.pk), to_on=str(GONE))
    leave(say, person)

    say("worker", "person.come_back", person.pk)

    assert (fresh(rented).to_on, fresh(owned).to_on, fresh(home).rented) == (GONE, None, False)


def test_who_returns_on_a_day_lives_there_anew_from_that_day(say: Say, person: Person) -> None:
    leave(say, person)

    back = say("worker", "person.come_back", person.pk, on="2026-03-08")

    assert back.applied, back.answer
    lived = sorted((tenure.from_on, tenure.to_on) for tenure in of(Tenure, kind="LIVES"))
    assert lived == [(MOVED_IN, GONE), (date(2026, 3, 8), None)]
    assert open_ties() == ["LIVES", "OWNER", "REGISTERED"]


@pytest.mark.parametrize(
    ("gone", "on"), [("LEFT", "2026-03-01"), ("LEFT", str(MORNING.date().replace(day=10))), ("DIED", "2026-03-08")]
)
def test_nobody_returns_before_leaving_or_tomorrow_or_from_the_dead(
    say: Say, person: Person, gone: str, on: str
) -> None:
    leave(say, person, gone)

    back = say("worker", "person.come_back", person.pk, on=on)

    assert (back.code, back.answer["field"]) == ("invalid", "on")


def test_who_is_told_gone_without_a_word_in_the_journal_comes_back_all_the_same(say: Say, world: World) -> None:
    room = add_room(world.grid)
    person = add_person(world.grid, room=room, left_on=GONE)

    assert say("worker", "person.come_back", person.pk).applied
    assert [(tenure.room_id, tenure.from_on) for tenure in of(Tenure)] == [(room.pk, GONE)]


def test_who_was_erased_or_merged_does_not_come_back(say: Say, world: World) -> None:
    erased = add_person(world.grid, NOBODY, left_on=GONE)
    merged = add_person(world.grid, left_on=GONE, merged_into=add_person(world.grid))

    assert [say("worker", "person.come_back", one.pk).code for one in (erased, merged)] == ["moved_on", "moved_on"]
    assert (fresh(erased).left_on, fresh(merged).left_on) == (GONE, GONE)


@pytest.mark.parametrize("gone", [{"left_on": GONE}, {"died_on": GONE}])
def test_who_is_gone_holds_no_room_anew(say: Say, world: World, gone: dict[str, Any]) -> None:
    person, room = add_person(world.grid, **gone), add_room(world.grid)

    outcome = say("worker", "room.add_tenure", room.pk, person=str(person.pk), kind="TENANT")

    assert (outcome.code, outcome.answer["field"]) == ("invalid", "person")
