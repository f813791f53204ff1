"""S-10 to S-19: every command ends in one stored outcome, with its effect and once."""

import uuid
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from apps.commands.models import Command
from apps.commands.perform import COMMANDS, perform, register
from apps.core.call import SYSTEM, Call, Door
from apps.core.sealing import unseal
from apps.events.enums import State
from apps.events.models import Event
from apps.grids.models import Posting
from apps.journal.models import Entry
from apps.registry.models import Person, Visit
from apps.registry.sight import sight_of_everything
from apps.sync import feed
from apps.sync.models import SyncCommand
from tests.registry.homes import add_person, add_room
from tests.sync.lines import Line, made
from tests.world import World, build_world

pytestmark = pytest.mark.django_db


def people() -> dict[str, Person]:
    with sight_of_everything():
        return {str(person.pk): person for person in Person.objects.all()}


@pytest.mark.must("S-52")
def test_a_push_from_before_a_restore_is_not_looked_at(world: World, worker: Line) -> None:
    command, known = made("event.report", data=world.report_form()), feed.epoch()
    fresh = perform("sync.new_epoch", None, {}, call=Call(SYSTEM, timezone.now(), Door.SHELL)).answer["epoch"]

    before = worker.pushed(command, epoch=known)
    kept = SyncCommand.objects.count()
    after = worker.pushed(command, epoch=fresh)

    assert (before["epoch"], before["outcomes"], kept) == (fresh, [], 0)
    assert (after["epoch"], [outcome["status"] for outcome in after["outcomes"]]) == (fresh, ["applied"])
    assert worker.push(command)[0] == after["outcomes"][0]


@pytest.mark.must("S-11")
def test_a_row_made_by_a_command_has_the_commands_id(world: World, worker: Line) -> None:
    room = add_room(world.grid)
    person = made("person.add", data={"name": "张三丰", "room": str(room.pk)})
    visit = made("visit.record", seq=2, data={"person": person["id"], "kind": "CARE"}, needs=[person["id"]])
    report = made("event.report", seq=3, data=world.report_form())

    outcomes = worker.push(person, visit, report)

    assert [outcome["status"] for outcome in outcomes] == ["applied"] * 3
    assert [outcome["answer"]["id"] for outcome in outcomes] == [person["id"], visit["id"], report["id"]]
    assert list(people()) == [person["id"]]
    assert Event.objects.get().pk == uuid.UUID(report["id"])


@pytest.mark.must("S-10")
def test_the_same_command_again_is_answered_again_and_done_once(world: World, worker: Line) -> None:
    command = made("event.report", data=world.report_form())

    first = worker.said(command)

    assert worker.said(command) == first
    assert worker.said({**command, "seq": 9}) == first
    assert Event.objects.count() == 1
    assert SyncCommand.objects.count() == 1


@pytest.mark.must("S-11")
def test_an_id_that_stands_for_a_row_already_is_a_conflict_at_every_door(world: World, worker: Line) -> None:
    """S-11: the answer to the command that made it may have been forgotten long ago."""
    known = add_person(world.grid, "李四")
    form = {"name": "张三丰", "lon": 110.05, "lat": 30.05}

    page = worker.client.post("/api/registry/people/", form, format="json", headers={"Idempotency-Key": str(known.pk)})
    outcome = worker.said(made("person.add", command_id=known.pk, data=form))

    assert (page.status_code, page.json()["code"]) == (409, "conflict")
    assert outcome["status"] == "rejected"
    assert people()[str(known.pk)].name == "李四"


@pytest.mark.must("S-10")
def test_another_command_under_a_known_id_is_refused_and_the_first_stands(world: World, worker: Line) -> None:
    command = made("event.report", data=world.report_form())
    first = worker.said(command)
    other = Line(world.people["other_worker"])

    again = worker.said(command | {"data": world.report_form(text="别的事")})
    theirs = other.said(command)

    assert [(outcome["status"], outcome["code"]) for outcome in (again, theirs)] == [("rejected", "id_reused")] * 2
    assert worker.said(command) == first
    assert Event.objects.count() == 1


@pytest.mark.must("S-12")
def test_what_was_brought_is_kept_sealed(world: World, worker: Line) -> None:
    """Both values of a conflict are in history: the journal names fields only, the command keeps what it brought."""
    person = add_person(world.grid)
    worker.said(made("person.correct", row=person.pk, data={"phone": "13911112222"}))

    kept = SyncCommand.objects.get()

    assert b"13911112222" not in bytes(kept.payload)
    assert "13911112222" in unseal(bytes(kept.payload))
    assert "13911112222" not in str(kept.outcome)


@pytest.mark.must("S-19")
def test_a_batch_is_answered_in_its_order_whatever_became_of_each(world: World, worker: Line) -> None:
    report = made("event.report", seq=3, data=world.report_form())
    early = made("person.correct", seq=1, row=uuid.uuid4(), data={"phone": "13911112222"})
    nonsense = made("nothing.known", seq=2)

    outcomes = worker.push(report, early, nonsense, report)

    assert [outcome["id"] for outcome in outcomes] == [each["id"] for each in (report, early, nonsense, report)]
    assert [outcome["status"] for outcome in outcomes] == ["applied", "parked", "rejected", "applied"]


@pytest.mark.must("S-15")
def test_what_nobody_expected_is_stored_and_told_in_chinese(world: World, worker: Line) -> None:
    known = COMMANDS["person.part"]
    register("person.part", _breaks, form=known.form)
    person = add_person(world.grid)
    broken = made("person.part", row=person.pk)
    try:
        outcome, other = worker.push(broken, made("event.report", seq=2, data=world.report_form()))
    finally:
        COMMANDS["person.part"] = known

    kept = SyncCommand.objects.get(pk=broken["id"])
    assert (outcome["status"], outcome["code"], other["status"]) == ("held", "error", "applied")
    assert "工作人员会查看" in outcome["message"]
    assert kept.trace is not None
    assert "ZeroDivisionError" in unseal(bytes(kept.trace))
    assert not Command.objects.filter(pk=broken["id"]).exists()


def _breaks(_: object, **__: Any) -> dict[str, Any]:
    return {"never": 1 / 0}


@pytest.mark.must("S-18")
def test_only_what_may_be_done_off_line_is_done(world: World, worker: Line) -> None:
    person = add_person(world.grid)

    for kind in ("person.reveal", "account.add", "no.such", "event.warn"):
        outcome = worker.said(made(kind, row=person.pk, data={"field": "phone", "purpose": "VISIT", "reason": "x"}))
        assert outcome["status"] in ("rejected", "parked"), kind
    assert SyncCommand.objects.get(kind="person.reveal").code == "not_found"


@pytest.mark.must("S-17")
def test_more_words_of_an_ended_matter_are_simply_added(world: World, worker: Line) -> None:
    now = timezone.now()
    event = world.did("worker", "settle", world.report(at=now), at=now, answer="已清理")

    outcome = worker.said(made("event.comment", row=event.pk, expected_state=State.CLOSED, data={"note": "补充一句"}))

    said = Entry.objects.get(call_id=outcome["id"], verb="event.comment")
    assert (outcome["status"], outcome["message"], said.body["note"]) == ("applied", "", "补充一句")


def test_a_matter_is_taken_on_attended_and_settled_in_one_batch(world: World, worker: Line) -> None:
    event = world.report(at=timezone.now())
    steps = [
        ("accept", State.REPORTED, {}),
        ("attend", State.ACCEPTED, {}),
        ("settle", State.ACCEPTED, {"answer": "已清"}),
    ]

    outcomes = [
        worker.said(made(f"event.{verb}", row=event.pk, expected_state=state, data=data))["status"]
        for verb, state, data in steps
    ]

    event.refresh_from_db()
    assert (outcomes, event.state) == (["applied"] * 3, State.CLOSED)


@pytest.mark.must("S-17")
def test_a_move_of_a_matter_that_has_moved_on_leaves_its_words_behind(world: World, worker: Line) -> None:
    now = timezone.now()
    event = world.report(at=now)
    world.did("worker", "escalate", event, at=now, reason="需要执法")
    late = made(
        "event.settle", row=event.pk, expected_state=State.REPORTED + "x", data={"answer": "现场已清理", "photos": []}
    )

    outcome = worker.said(late)

    said = Entry.objects.filter(subject_id=str(event.pk), verb="event.comment").get()
    assert (outcome["status"], outcome["code"]) == ("rejected", "state_moved")
    assert "补充说明" in outcome["message"]
    assert said.body["note"] == "现场已清理"
    assert said.body["too_late_for"] == "settle"
    assert said.door == "BATCH"


@pytest.mark.must("S-16")
def test_what_was_made_before_a_posting_ended_counts_and_is_marked(world: World, worker: Line) -> None:
    """S-16: judged by the postings of the day it was made, for fourteen days."""
    person = add_person(world.grid)
    today = timezone.localdate()
    _worked_until(worker, today - timedelta(days=2))
    before, after, long_ago = (
        made("person.correct", row=person.pk, seq=seq, data={"work_place": f"厂{seq}"}, occurred_at=_days_ago(days))
        for seq, days in enumerate((5, 0, 30))
    )

    outcomes = worker.push(before, after, long_ago)

    entry = Entry.objects.get(subject_id=str(person.pk), call_id=before["id"])
    assert [outcome["status"] for outcome in outcomes] == ["applied", "rejected", "applied"]
    assert entry.body["from_former_worker"] is True
    assert entry.body["arrived_at"]
    assert SyncCommand.objects.get(pk=long_ago["id"]).outcome["answer"]["version"] == 3


@pytest.mark.must("S-16")
def test_more_than_fourteen_days_after_a_posting_its_work_is_not_taken(world: World, worker: Line) -> None:
    person = add_person(world.grid)
    _worked_until(worker, timezone.localdate() - timedelta(days=20))

    outcome = worker.said(made("person.correct", row=person.pk, data={"work_place": "厂"}, occurred_at=_days_ago(25)))

    assert (outcome["status"], outcome["code"]) == ("rejected", "not_found")


@pytest.mark.must("S-16")
def test_a_phone_whose_clock_runs_ahead_makes_nothing_in_the_future(world: World, worker: Line) -> None:
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    command = made("event.report", data=world.report_form(), occurred_at=tomorrow)

    worker.said(command, device_time=tomorrow)

    assert Event.objects.get().reported_at <= timezone.now()


def _days_ago(days: int) -> str:
    return (timezone.now() - timedelta(days=days)).isoformat()


def _worked_until(line: Line, day: Any) -> None:
    Posting.objects.filter(account=line.account).update(valid_to=day)


def test_who_worked_elsewhere_gets_nothing_done_here(world: World, worker: Line) -> None:
    person = add_person(world.other_grid)

    outcome = worker.said(made("person.correct", row=person.pk, data={"work_place": "厂"}))

    assert (outcome["status"], outcome["code"]) == ("rejected", "not_found")
    assert people()[str(person.pk)].work_place == ""


@pytest.mark.must("S-10")
@pytest.mark.django_db(transaction=True)
def test_two_copies_in_flight_are_one_command() -> None:
    world = build_world()
    command = made("event.report", data=world.report_form())
    told: list[Any] = []

    def send() -> None:
        try:
            told.append(Line(world.people["worker"], device=uuid.UUID(int=7)).said(command))
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(told) == 4
    assert {outcome["answer"]["id"] for outcome in told} == {command["id"]}
    assert (Event.objects.count(), SyncCommand.objects.count()) == (1, 1)


def test_a_visit_is_one_row_whatever_else_happened(world: World, worker: Line) -> None:
    person = add_person(world.grid)
    command = made("visit.record", data={"person": str(person.pk), "kind": "CARE", "note": "都好"})

    for _ in range(3):
        assert worker.said(command)["status"] == "applied"

    with sight_of_everything():
        assert Visit.objects.get().pk == uuid.UUID(command["id"])
