"""Two records become one and two again, whatever hung on them."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.journal.models import Entry
from apps.registry.models import (
    Consent,
    DataRequest,
    Household,
    Merge,
    OrganisationPerson,
    Person,
    PersonRole,
    Tenure,
    Visit,
)
from apps.registry.sight import sight_of_everything
from tests.registry.conftest import Say
from tests.registry.homes import add_person, add_room, belonging, known
from tests.registry.test_people import fresh, of
from tests.world import MORNING, World

pytestmark = pytest.mark.django_db
KINDS = ["VETERAN", "DISABLED", "HARDSHIP"]
HANGING = st.fixed_dictionaries(
    {
        "roles": st.lists(st.tuples(st.sampled_from(KINDS), st.booleans()), max_size=4, unique_by=lambda told: told[0]),
        "tenures": st.sets(st.sampled_from(["OWNER", "TENANT", "LIVES"])),
        "visits": st.integers(0, 3),
        "consents": st.sets(st.sampled_from(["APP", "SERVICE"])),
        "requests": st.integers(0, 2),
        "head": st.booleans(),
        "fields": st.sets(st.sampled_from(["education", "marriage", "work_place"])),
        "document": st.sampled_from(["", "420599198005010011", "E12345678"]),
        "phone": st.sampled_from(["", "13800001234"]),
    }
)
VALUES = {"education": "20", "marriage": "10", "work_place": "面馆"}


def hang(person: Person, room: Any, told: dict[str, Any]) -> None:
    here: dict[str, Any] = person.belonging
    day = MORNING.date()
    for kind, is_open in told["roles"]:
        to_on = None if is_open else day
        PersonRole.objects.create(person=person, kind=kind, from_on=day, to_on=to_on, **here, **known())
    for kind in told["tenures"]:
        Tenure.objects.create(person=person, room=room, kind=kind, from_on=day, **room.belonging)
    for _ in range(told["visits"]):
        Visit.objects.create(person=person, at=MORNING, kind="CARE", **here)
    for key in told["consents"]:
        Consent.objects.create(person=person, text_key=key, version="1", given_at=MORNING, **here)
    for _ in range(told["requests"]):
        DataRequest.objects.create(person=person, kind="COPY", text="查阅", asked_at=MORNING, **here)
    if told["head"]:
        Household.objects.create(room=room, head=person, **here, **known())


def add(grid: Any, room: Any, told: dict[str, Any]) -> Person:
    fields = {name: VALUES[name] for name in told["fields"]}
    person = add_person(grid, document=told["document"], phone=told["phone"], **fields)
    with sight_of_everything():
        hang(person, room, told)
    return person


def everything() -> list[list[dict[str, Any]]]:
    models = (Person, PersonRole, Tenure, Visit, Consent, DataRequest, Household, OrganisationPerson)
    with sight_of_everything():
        rows = [list(model.objects.order_by("pk").values()) for model in models]
    return [[{name: value for name, value in row.items() if name != "version"} for row in told] for told in rows]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=HANGING, second=HANGING)
def test_unmerging_leaves_everything_as_it_was(say: Say, world: World, first: Any, second: Any) -> None:
    with transaction.atomic():
        room = add_room(world.other_grid)
        kept, lost = add(world.grid, room, first), add(world.other_grid, room, second)
        before = everything()

        merged = say("lead", "person.merge", kept.pk, other=str(lost.pk))
        between = everything()
        unmerged = say("lead", "person.unmerge", kept.pk, other=str(lost.pk))

        assert (merged.applied, unmerged.applied) == (True, True), (merged.answer, unmerged.answer)
        assert everything() == before
        assert between != before
        transaction.set_rollback(True)


def test_everything_goes_over_but_what_there_may_be_only_once(say: Say, world: World) -> None:
    room = add_room(world.grid)
    told = {
        "tenures": {"OWNER"},
        "visits": 1,
        "consents": {"APP"},
        "requests": 1,
        "head": True,
        "document": "",
        "phone": "",
    }
    kept = add(world.grid, room, told | {"roles": [("VETERAN", True)], "fields": set(), "head": False})
    lost = add(
        world.other_grid,
        room,
        told | {"roles": [("VETERAN", True), ("DISABLED", True)], "fields": {"education"}, "phone": "13800001234"},
    )

    assert say("lead", "person.merge", kept.pk, other=str(lost.pk)).applied

    now = fresh(kept)
    assert (now.education, now.phone_last4, fresh(lost).merged_into_id) == ("20", "1234", kept.pk)
    assert sorted(role.kind for role in of(PersonRole, person=kept)) == ["DISABLED", "VETERAN"]
    assert [role.kind for role in of(PersonRole, person=lost)] == ["VETERAN"]
    assert len(of(Visit, person=kept)) == 2
    assert {role.grid_id for role in of(PersonRole, person=kept)} == {world.grid.pk}
    assert of(Household)[0].head_id == kept.pk


def test_a_worker_does_not_merge_and_a_merged_record_is_left_alone(say: Say, world: World) -> None:
    kept, lost, third = (add_person(world.grid) for _ in range(3))

    assert say("worker", "person.merge", kept.pk, other=str(lost.pk)).code == "not_yours"
    assert say("lead", "person.merge", kept.pk, other=str(kept.pk)).code == "invalid"
    assert say("lead", "person.merge", kept.pk, other=str(lost.pk)).applied
    assert say("worker", "person.correct", lost.pk, education="20").answer["into"] == str(kept.pk)
    assert say("lead", "person.merge", third.pk, other=str(lost.pk)).code == "moved_on"
    assert say("lead", "person.merge", third.pk, other=str(kept.pk)).applied
    assert say("lead", "person.unmerge", kept.pk, other=str(lost.pk)).code == "conflict"
    assert say("lead", "person.unmerge", third.pk, other=str(kept.pk)).applied
    assert say("lead", "person.unmerge", kept.pk, other=str(lost.pk)).applied
    assert say("lead", "person.unmerge", kept.pk, other=str(lost.pk)).code == "not_found"


def test_what_is_kept_of_a_merge_says_nothing_of_the_person(say: Say, world: World) -> None:
    kept, lost = add_person(world.grid, document=""), add_person(world.grid, "欧阳倾城", phone="13800001234")

    say("lead", "person.merge", kept.pk, other=str(lost.pk))

    told = str(of(Merge)[0].moved) + str(Entry.objects.get(verb="person.merge").body)
    assert not [word for word in ("欧阳", "1234", "13800001234", lost.doc_last4) if word in told]


def test_the_lost_record_is_no_longer_found(say: Say, world: World) -> None:
    kept, lost = add_person(world.grid), add_person(world.other_grid)
    say("lead", "person.merge", kept.pk, other=str(lost.pk))

    assert belonging(world.grid) == fresh(kept).belonging
    assert [row.pk for row in of(Person, merged_into=None)] == [kept.pk]
