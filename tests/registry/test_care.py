"""The care people's data deserves: sealed, revealed for a reason, kept no longer than needed."""

import base64
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from apps.commands.models import Command
from apps.commands.perform import Outcome, perform
from apps.core.call import SYSTEM, Call, Door
from apps.journal.models import Entry
from apps.registry.actions.retaining import months_before
from apps.registry.models import Consent, DataRequest, FieldSource, Merge, Person, PersonRole, Tenure, Visit
from apps.registry.sight import sight_of_everything
from apps.registry.tasks import remove_what_is_over
from tests.registry.conftest import Papers, Say
from tests.registry.homes import add_person, add_room, number_of
from tests.registry.test_homes import SHOP
from tests.registry.test_people import fresh, of
from tests.world import MORNING, World

pytestmark = pytest.mark.django_db


WHY = {"purpose": "VISIT", "reason": "约定走访时间"}


NUMBER, PHONE, NAME = number_of(7), "13812345678", "欧阳倾城"


@pytest.fixture
def person(say: Say, world: World) -> Person:
    """Added through the command, as everybody is."""
    outcome = say(
        "worker", "person.add", room=str(add_room(world.grid).pk), name=NAME, document=NUMBER, phone=PHONE,
        work_place="独一无二面馆",
    )  # fmt: skip
    assert outcome.applied, outcome.answer
    found: Person = of(Person, pk=outcome.answer["id"])[0]
    return found


@pytest.mark.parametrize(("field", "value"), [("name", NAME), ("document", NUMBER), ("phone", PHONE)])
@pytest.mark.parametrize("who", ["worker", "community", "leader"])
def test_a_full_value_costs_a_reason_and_a_row(say: Say, person: Person, who: str, field: str, value: str) -> None:
    outcome = say(who, "person.reveal", person.pk, field=field, **WHY)

    assert outcome.answer == {"id": str(person.pk), "field": field, "value": value}
    entry = Entry.objects.get(verb="registry.reveal")
    assert (entry.actor_name, entry.subject_id, entry.rooms) == (who, str(person.pk), [])
    assert entry.body == {"field": field, "grid": person.grid_id, **WHY}


@pytest.mark.parametrize("missing", ["purpose", "reason", "field"])
def test_without_a_reason_nothing_is_shown(say: Say, person: Person, missing: str) -> None:
    told = {name: text for name, text in {"field": "phone", **WHY}.items() if name != missing}

    assert say("worker", "person.reveal", person.pk, **told).answer["field"] == missing


def test_an_administrator_of_accounts_needs_nobodys_number(say: Say, world: World, person: Person) -> None:
    world.people["leader"].postings.update(role="ADMIN")

    assert say("leader", "person.reveal", person.pk, field="phone", **WHY).code == "not_yours"


def test_the_answer_is_told_once_and_kept_nowhere(world: World, say: Say, person: Person) -> None:
    call = world.call("worker")
    told = {"field": "document", **WHY}

    first = perform("person.reveal", person.pk, told, call=call)
    again = perform("person.reveal", person.pk, told, call=call)

    assert (first.answer["value"], again.code) == (NUMBER, "conflict")
    assert Command.objects.get(pk=call.id).answer == {}
    assert Entry.objects.filter(verb="registry.reveal").count() == 1


@pytest.mark.parametrize(
    ("setting", "span"), [("REVEALS_PER_HOUR", timedelta(hours=1)), ("REVEALS_PER_DAY", timedelta(days=1))]
)
def test_too_many_are_too_many_until_some_time_has_passed(
    world: World, say: Say, person: Person, settings: LazySettings, setting: str, span: timedelta
) -> None:
    setattr(settings, setting, 2)
    told = {"field": "phone", **WHY}

    def reveal(who: str, at: Any) -> Outcome:
        return perform("person.reveal", person.pk, told, call=world.call(who, at))

    codes = [reveal("worker", MORNING).code for _ in range(3)]

    assert codes == ["", "", "too_many"]
    assert reveal("community", MORNING).applied
    assert reveal("worker", MORNING + span + timedelta(seconds=1)).applied


def test_an_organisations_phone_is_revealed_and_nothing_else(say: Say, world: World) -> None:
    shop = say("worker", "organisation.add", **SHOP).answer["id"]

    assert say("worker", "organisation.reveal", shop, field="phone", **WHY).answer["value"] == SHOP["phone"]
    assert say("worker", "organisation.reveal", shop, field="name", **WHY).answer["field"] == "field"


def do_everything(say: Say, world: World, person: Person) -> None:
    other = add_person(world.grid, "上官婉儿", phone="13900001111")
    for command, told in (
        ("correct", {"phone": "13700001111", "document": number_of(8), "sex": "2"}),
        ("correct", {"name": "欧阳倾国", "work_place": "独一无二粥铺", "sex": ""}),
        ("add_role", {"kind": "VETERAN", "note": "独一无二备注"}),
        ("move", {"lon": 110.06, "lat": 30.06}),
        ("ask", {"kind": "CORRECTION", "text": "独一无二请求"}),
        ("consent", {"text_key": "collection", "text_version": "2026.1"}),
        ("reveal", {"field": "phone", **WHY}),
    ):
        say("worker", f"person.{command}", person.pk, **told)
    assert say("lead", "person.merge", person.pk, other=str(other.pk)).applied
    assert say("worker", "visit.record", person=str(person.pk), kind="CARE", note="独一无二走访").applied
    assert say("worker", "organisation.add", **SHOP, people=[{"name": "王老五", "role": "LEGAL"}]).applied


CLEAR: list[str] = [
    "欧阳",
    "上官",
    "王老五",
    "独一无二",
    NUMBER,
    number_of(8),
    PHONE,
    "13700001111",
    "13900001111",
    str(SHOP["phone"]),
]


def test_the_journal_and_the_kept_commands_say_nothing_of_anybody(say: Say, world: World, person: Person) -> None:
    do_everything(say, world, person)

    told = str(list(Entry.objects.values())) + str(list(Command.objects.values_list("answer", "payload_hash")))
    assert Entry.objects.count() > 9
    assert [word for word in CLEAR if word in told] == []


def test_sealed_columns_hold_no_clear_text(say: Say, world: World, person: Person) -> None:
    do_everything(say, world, person)

    with sight_of_everything(), connection.cursor() as cursor:
        for table in ("person", "organisation", "organisationperson"):
            cursor.execute(f"SELECT row_to_json(t)::text FROM registry_{table} t")  # noqa: S608 -- ours
            text = str(cursor.fetchall())
            numbers = [word for word in CLEAR if word.isascii()]
            assert [word for word in numbers if word in text or word.encode().hex() in text] == []


def test_a_consent_is_to_one_version_and_withdrawn(say: Say, person: Person, papers: Papers) -> None:
    papers("consents", *({"key": "APP", "version": version, "title": "告知书"} for version in ("1", "2")))
    assert say("worker", "person.consent", person.pk, text_key="APP", text_version="1").applied
    assert say("worker", "person.consent", person.pk, text_key="APP", text_version="1").code == "conflict"
    assert say("worker", "person.consent", person.pk, text_key="APP", text_version="2").applied
    assert say("worker", "person.withdraw_consent", person.pk, text_key="APP").applied
    assert say("worker", "person.withdraw_consent", person.pk, text_key="APP").code == "not_found"
    told = [(consent.version, consent.withdrawn_at) for consent in of(Consent)]
    assert sorted(told) == [("1", MORNING), ("2", MORNING)]


@pytest.mark.parametrize(("key", "version"), [("collection", "1999.1"), ("never", "2026.1")])
def test_nobody_agrees_to_a_text_that_was_never_published(say: Say, person: Person, key: str, version: str) -> None:
    outcome = say("worker", "person.consent", person.pk, text_key=key, text_version=version)

    assert (outcome.code, outcome.answer["field"]) == ("invalid", "text_version")
    assert of(Consent) == []


def test_a_request_is_taken_in_by_the_worker_and_answered_by_a_leader(say: Say, person: Person) -> None:
    asked = say("worker", "person.ask", person.pk, kind="COPY", text="查阅本人资料").answer["id"]

    assert say("worker", "request.answer", asked, outcome="DONE", answer="已提供").code == "not_yours"
    assert say("leader", "request.answer", asked, outcome="DONE", answer="已提供").applied
    assert say("leader", "request.answer", asked, outcome="DONE", answer="已提供").code == "moved_on"


def test_who_still_lives_here_is_not_erased_and_who_left_is(say: Say, person: Person) -> None:
    asked = say("worker", "person.ask", person.pk, kind="ERASURE", text="请删除").answer["id"]
    say("worker", "person.correct", person.pk, education="20")
    say("worker", "visit.record", person=str(person.pk), kind="CARE", note="独一无二走访")

    refused = say("leader", "request.answer", asked, outcome="DONE", answer="已删除")
    still = fresh(person).name
    say("worker", "person.leave", person.pk, gone="LEFT", on="2026-03-01")
    erased = say("leader", "request.answer", asked, outcome="DONE", answer="已删除")

    assert (refused.code, still, erased.applied) == ("conflict", NAME, True)
    now = fresh(person)
    assert (now.name, now.doc_sealed, now.doc_hash, now.phone_hash, now.born_on, now.room_id) == ("已删除", *[None] * 5)
    assert (of(Visit), of(Tenure), FieldSource.objects.count()) == ([], [], 0)
    assert of(DataRequest)[0].state == "DONE"


RULES = (
    "kind,label,months,ground\nVISIT,走访,60,需要\nROLE,标签,24,需要\nPERSON_LEFT,迁出,24,需要\nMERGE,合并,12,需要\n"
)


def load_rules(text: str = RULES) -> Outcome:
    told = {"rules": base64.b64encode(text.encode()).decode()}
    return perform("registry.load_rules", None, told, call=Call(SYSTEM, MORNING, Door.SHELL))


def test_what_was_kept_long_enough_goes_and_nothing_else(say: Say, world: World, person: Person) -> None:
    load_rules()
    say("worker", "visit.record", person=str(person.pk), kind="CARE")
    say("worker", "person.add_role", person.pk, kind="VETERAN", from_on="2020-01-01")
    stays, goes = (add_person(world.grid, left_on=day) for day in (date(2024, 3, 9), date(2024, 3, 8)))
    with sight_of_everything():
        Visit.objects.create(person=person, at=MORNING - timedelta(days=5 * 366), kind="CARE", **person.belonging)
        PersonRole.objects.filter(person=person).update(to_on=date(2024, 3, 1))

    removed = remove_what_is_over(MORNING)
    again = remove_what_is_over(MORNING)

    assert (removed, again) == (3, 0)
    assert (len(of(Visit)), of(PersonRole)) == (1, [])
    assert (fresh(stays).name, fresh(goes).name, fresh(person).name) == ("张三丰", "已删除", NAME)
    assert {e.subject_id: e.body["removed"] for e in Entry.objects.filter(verb="registry.retain")} == {
        "VISIT": 1,
        "ROLE": 1,
        "PERSON_LEFT": 1,
    }


def test_an_old_merge_cannot_be_undone_and_its_lost_record_is_forgotten(say: Say, world: World) -> None:
    load_rules()
    kept, lost = add_person(world.grid), add_person(world.grid, NAME)
    say("lead", "person.merge", kept.pk, other=str(lost.pk))

    assert remove_what_is_over(MORNING + timedelta(days=400)) == 1
    assert (of(Merge)[0].moved, fresh(lost).name) == ({}, "已删除")
    assert say("lead", "person.unmerge", kept.pk, other=str(lost.pk)).code == "conflict"


def test_rules_are_a_sheet_with_its_bad_rows_named(world: World) -> None:
    assert load_rules().answer == {"rules": 4, "changed": True}
    assert load_rules().answer == {"rules": 4, "changed": False}
    bad = load_rules(RULES + "GOSSIP,闲话,12,无\nVISIT,走访,-1,需要\n")
    assert [(line["line"], line["column"]) for line in bad.answer["lines"]] == [(6, "kind"), (7, "months")]
    assert perform("registry.retain", None, {"kind": "VISIT"}, call=world.call("city_lead")).code == "not_yours"


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 9), 24, date(2024, 3, 9)),
        (date(2026, 1, 15), 12, date(2025, 1, 15)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
)
def test_months_are_counted_back(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_the_projects_own_settings_name_limits(settings: LazySettings) -> None:
    assert (settings.REVEALS_PER_HOUR, settings.REVEALS_PER_DAY) == (30, 100)
    assert (Path(settings.BASE_DIR) / "fixtures/codes/retention.csv").exists()
