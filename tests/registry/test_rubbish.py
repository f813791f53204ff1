"""Every field of every form, filled with rubbish: refused in Chinese with the field named, and nothing is written."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers

from apps.commands.perform import COMMANDS, Outcome
from apps.journal.models import Entry
from apps.registry import forms
from apps.registry.areas import was_ever
from apps.registry.identifiers import Wrong, area_code
from apps.registry.models import Person
from tests.registry.conftest import Say
from tests.registry.homes import add_building, add_person, add_room
from tests.registry.test_homes import PART, PLACE, SHOP
from tests.registry.test_people import fresh
from tests.world import World

pytestmark = pytest.mark.django_db
# Said by machines, to machines.
INSIDE = {"registry.load_codes", "registry.load_rules", "registry.regrid", "registry.retain", "registry.seed"}
NAMES = sorted(
    name for name, told in COMMANDS.items() if told.form.__module__.startswith(forms.__name__) and name not in INSIDE
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What fits the form and can be no value all the same; an action looks at it.
SENSELESS: dict[str, list[Any]] = {
    "household_area": ["abc", "000000", "999999", "42050", "420500420"],
    "document": ["abc", "42050219900203000X"],
    "phone": ["abc", "12"],
    "uscc": ["abc"],
    "code": ["abc", "4205020099000042"],
    "std_address_code": ["甲 乙", "<b>"],
    "born_on": ["2100-01-01"],
    "room": [str(uuid4())],
    "person": [str(uuid4())],
    "building": [str(uuid4())],
    "head": [str(uuid4())],
    "household": [str(uuid4())],
    "other": [str(uuid4())],
    "lon": [0, 1e300, -110.05],
    "lat": [0, 89],
    "owner": [2**62],
    "maintainer": [2**62],
}
# A place is one question, and so is whom a visit was paid to.
ASKED = {"lat": "lon", "room": "person", "organisation": "person"}
LISTS = (serializers.ListSerializer, serializers.ListField)
SHAPELESS = ["\x00", "甲\n乙", "\u200b", [], {}, [1], {"a": 1}, True, False, None]
NOT_OF: list[tuple[type[serializers.Field[Any, Any, Any, Any]], list[Any]]] = [
    (serializers.UUIDField, ["abc", "", -1]),
    (serializers.DateField, ["abc", "", "2026-02-30", "0001-01-01", "9999-12-31", "2026-03-09T08:00:00Z", 5, 1e300]),
    (serializers.IntegerField, ["abc", "", -11, 2**63, 1.5, "NaN"]),
    (serializers.FloatField, ["abc", "", "NaN", "Infinity", "1e999"]),
    (serializers.DecimalField, ["abc", -1, "NaN", "Infinity", 10**9]),
    (serializers.ChoiceField, ["abc", "", "ＬＥＦＴ", 7]),
    (serializers.BooleanField, ["abc", "", 7, "maybe"]),
    (serializers.ListField, ["abc", 7, [7], ["abc"], [str(uuid4())] * 10]),
    (serializers.ListSerializer, ["abc", 7, [7], [{}], [{"name": "甲", "role": "abc"}]]),
]


def rubbish(name: str, field: Any) -> Iterator[Any]:
    """What the field must not take; a code of a short text is none of its list."""
    yield from SENSELESS.get(name, [])
    for kind, values in NOT_OF:
        if isinstance(field, kind):
            yield from values
    if isinstance(field, forms.Text):
        yield "x" * ((field.max_length or 0) + 1)
        if (field.max_length or 0) <= 3:
            yield "?"
    for value in SHAPELESS:
        takes_null = value is None and field.allow_null
        takes_truth = isinstance(value, bool) and isinstance(field, serializers.BooleanField | serializers.FloatField)
        takes_nothing = (value == [] and isinstance(field, LISTS)) or (
            value == {} and isinstance(field, serializers.DictField)
        )
        if not (takes_null or takes_truth or takes_nothing):
            yield value


@pytest.mark.parametrize("kind", sorted({name.partition(".")[0] for name in NAMES}))
def test_what_a_field_cannot_be_is_refused_by_its_name(say: Say, world: World, kind: str) -> None:
    for name in NAMES:
        if name.startswith(f"{kind}."):
            with transaction.atomic():
                refuses_rubbish(say, world, name)
                transaction.set_rollback(True)


def refuses_rubbish(say: Say, world: World, name: str) -> None:
    target, told = good(say, world, name)
    before = Entry.objects.count()
    for field, shape in COMMANDS[name].form().fields.items():
        for value in rubbish(field, shape):
            outcome = say("lead", name, target, **told | {field: value})

            said = f"{name}: {field} = {value!r}: {outcome.answer}"
            assert not outcome.applied, said
            assert outcome.answer["field"] in (field, ASKED.get(field)) or is_elsewhere(outcome, field, shape), said
            assert CHINESE.search(outcome.answer["message"]), said
    assert Entry.objects.count() == before
    assert say("lead", name, target, **told).code != "invalid"


def is_elsewhere(outcome: Outcome, field: str, shape: Any) -> bool:
    """Of another row that is not there, that is said; a version that never was is an old one."""
    missing = outcome.code == "not_found" and isinstance(shape, serializers.UUIDField)
    return missing or (outcome.code == "moved_on" and field == "version")


def good(say: Say, world: World, name: str) -> tuple[Any, dict[str, Any]]:
    """A target, and a form that would do."""
    kind, _, verb = name.partition(".")
    person, other = add_person(world.grid), add_person(world.grid)
    room = add_room(world.grid, add_building(world.grid))
    ids: dict[str, Any] = {
        "person": person.pk,
        "head": person.pk,
        "other": other.pk,
        "room": room.pk,
        "building": room.building_id,
    }
    ids["household"] = say("lead", "household.add", room=str(room.pk), head=str(other.pk)).answer["id"]
    ids["role"] = say("lead", "person.add_role", person.pk, kind="VETERAN").answer["role"]
    ids["tenure"] = say("lead", "room.add_tenure", room.pk, person=str(person.pk), kind="TENANT").answer["tenure"]
    ids["request"] = say("lead", "person.ask", person.pk, kind="COPY", text="查阅").answer["id"]
    for added, form in ADDED.items():
        ids[added] = say("lead", f"{added}.add", **form).answer["id"] if kind == added and verb != "add" else ""
    told = ADDED.get(kind, {}) if verb == "add" else {}
    return ids.get(kind), TOLD.get(name, told) | {field: str(ids[field]) for field in NEEDS.get(name, ())}


ADDED = {"organisation": SHOP, "part": PART, "service_place": PLACE}
HERE = {"lon": 110.05, "lat": 30.05}
TOLD: dict[str, dict[str, Any]] = {
    "person.add": {"name": "甲", "doc_kind": "111", **HERE},
    "person.move": HERE,
    "person.leave": {"gone": "LEFT", "on": "2026-03-01"},
    "person.add_role": {"kind": "FLOATING"},
    "person.join": {"kinship": "1"},
    "person.reveal": {"field": "name", "purpose": "VISIT", "reason": "核对"},
    "person.consent": {"text_key": "collection", "text_version": "2026.1"},
    "person.withdraw_consent": {"text_key": "collection"},
    "person.ask": {"kind": "COPY", "text": "查阅"},
    "request.answer": {"outcome": "DONE", "answer": "已办"},
    "building.add": {"name": "3栋", "address": "一路1号", **HERE},
    "building.correct": HERE,
    "part.correct": HERE,
    "service_place.correct": HERE,
    "room.add": {"number": "9"},
    "room.add_tenure": {"kind": "OWNER"},
    "organisation.move": {"address": "二路", **HERE},
    "organisation.reveal": {"field": "phone", "purpose": "VISIT", "reason": "核对"},
    "visit.record": {"kind": "CARE"},
}
NEEDS = {
    "household.add": ("room", "head"),
    "person.end_role": ("role",),
    "person.join": ("household",),
    "person.merge": ("other",),
    "person.unmerge": ("other",),
    "room.add": ("building",),
    "room.add_tenure": ("person",),
    "room.end_tenure": ("tenure",),
    "visit.record": ("person",),
}


def test_every_command_of_the_registry_is_tried() -> None:
    assert {name.partition(".")[0] for name in NAMES} >= {"person", "room", "building", "organisation", "part", "visit"}


@given(st.text(max_size=20))
def test_an_area_is_six_digits_of_a_county_or_it_is_said_why_not(told: str) -> None:
    try:
        said = area_code(told)
    except Wrong as wrong:
        said = str(wrong)

    assert CHINESE.search(said) or re.fullmatch(r"[1-8]\d{5}", said, re.ASCII)


@given(st.from_regex(r"\A[0-9]{6}(0{6})?\Z"))
def test_what_looks_like_an_area_is_one_where_there_ever_was_one(told: str) -> None:
    try:
        assert area_code(told) == told[:6]
    except Wrong:
        assert not was_ever(told[:6])


def test_a_known_area_is_taken_however_it_was_typed(say: Say, world: World) -> None:
    person = add_person(world.grid)

    for told, kept in (("４２０５０２", "420502"), ("110105", "110105"), ("422700", "422700"), ("", "")):
        assert say("lead", "person.correct", person.pk, household_area=told).applied, told
        assert fresh(person).household_area == kept


def test_days_lie_within_peoples_lives(say: Say, world: World) -> None:
    person: Person = add_person(world.grid)

    assert say("lead", "person.correct", person.pk, born_on="1870-01-01").applied
    assert fresh(person).born_on == date(1870, 1, 1)
