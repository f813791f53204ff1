"""S-47: what a worker reported, visited, wrote or walked while posted is taken, however late its phone finds a line."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.events.enums import State
from apps.events.models import Event
from apps.grids.enums import Role
from apps.grids.models import Posting
from apps.handovers.models import HandoverNote
from apps.journal.models import Entry
from apps.patrols.models import Patrol
from apps.registry.models import Person, Visit
from apps.registry.sight import sight_of_everything
from apps.sync.models import SyncCommand
from tests.registry.homes import add_person
from tests.sync.lines import Line, made
from tests.world import FROM, World

pytestmark = [pytest.mark.django_db, pytest.mark.must("S-47")]
# The posting ended some days ago, the work was done before, and the phone found a line today: within the grace for
# everything, and long after it.
WHEN = [(2, 5), (20, 25), (100, 120)]


@pytest.fixture
def person(world: World, codes: None) -> Person:
    return add_person(world.grid, "张三丰")


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def left(line: Line, days: int) -> None:
    """Posted elsewhere since: signed in as before, and nothing of the old grid in reach."""
    Posting.objects.filter(account=line.account).update(valid_to=timezone.localdate() - timedelta(days=days))


def went_on(line: Line, world: World, days: int) -> None:
    left(line, days)
    since = timezone.localdate() - timedelta(days=days)
    Posting.objects.create(account=line.account, role=Role.WORKER, grid=world.other_grid, valid_from=since)


def told_of(command: dict[str, Any], verb: str = "") -> dict[str, Any]:
    body: dict[str, Any] = Entry.objects.get(call_id=command["id"], verb=verb or command["kind"]).body
    return body


def is_flagged(command: dict[str, Any]) -> bool:
    body = told_of(command)
    return body["from_former_worker"] is True and bool(body["arrived_at"])


@pytest.mark.parametrize(("ended", "done"), WHEN)
def test_a_report_is_a_matter_of_the_day_it_was_made(world: World, worker: Line, ended: int, done: int) -> None:
    went_on(worker, world, ended)
    report = made("event.report", data=world.report_form(), occurred_at=ago(done).isoformat())

    assert worker.said(report)["status"] == "applied"

    event = Event.objects.get(pk=report["id"])
    assert timezone.localdate(event.reported_at) == timezone.localdate(ago(done))
    assert is_flagged(report)


@pytest.mark.parametrize(("ended", "done"), WHEN)
def test_a_visit_was_paid(world: World, worker: Line, person: Person, ended: int, done: int) -> None:
    left(worker, ended)
    data = {"person": str(person.pk), "kind": "CARE", "note": "都好"}
    visit = made("visit.record", data=data, occurred_at=ago(done).isoformat())

    assert worker.said(visit)["status"] == "applied"

    with sight_of_everything():
        kept = Visit.objects.get(pk=visit["id"])
    assert (timezone.localdate(kept.at), kept.by_id) == (timezone.localdate(ago(done)), worker.account.pk)
    assert is_flagged(visit)


@pytest.mark.parametrize(("ended", "done"), WHEN)
def test_words_stand_in_the_matters_history(world: World, worker: Line, ended: int, done: int) -> None:
    event = world.report("community", at=ago(done + 1), channel="HOTLINE")
    Event.objects.filter(pk=event.pk).update(level="GRID")
    left(worker, ended)
    comment = made(
        "event.comment", row=event.pk, data={"note": "现场看过"}, expected_state=event.state,
        occurred_at=ago(done).isoformat(),
    )  # fmt: skip

    assert worker.said(comment)["status"] == "applied"

    assert told_of(comment)["note"] == "现场看过"
    assert is_flagged(comment)


@pytest.mark.parametrize(("ended", "done"), WHEN)
def test_a_round_was_walked(world: World, worker: Line, ended: int, done: int) -> None:
    left(worker, ended)
    begun = made("patrol.begin", data={"grid": world.grid.pk}, occurred_at=ago(done).isoformat())
    later = (ago(done) + timedelta(hours=1)).isoformat()
    walk = {"points": [[110.05, 30.05, 60], [110.051, 30.05, 120]]}
    walked = made("patrol.walk", seq=2, row=begun["id"], data=walk, occurred_at=later)
    ended_it = made("patrol.end", seq=3, row=begun["id"], data={}, occurred_at=later)

    assert [each["status"] for each in worker.push(begun, walked, ended_it)] == ["applied"] * 3

    patrol = Patrol.objects.get(pk=begun["id"])
    assert timezone.localdate(patrol.begun_at) == timezone.localdate(ago(done))
    assert patrol.metres > 50
    assert is_flagged(begun)
    assert is_flagged(ended_it)


@pytest.mark.parametrize(("ended", "done"), WHEN)
def test_words_for_whoever_comes_next_are_left(world: World, worker: Line, ended: int, done: int) -> None:
    went_on(worker, world, ended)
    note = made(
        "handover.note", data={"grid": world.grid.pk, "text": "三楼有独居老人"}, occurred_at=ago(done).isoformat()
    )

    assert worker.said(note)["status"] == "applied"

    with sight_of_everything():
        assert HandoverNote.objects.get(pk=note["id"]).grid_id == world.grid.pk
    assert is_flagged(note)


def test_what_was_done_after_the_posting_is_not_taken(world: World, worker: Line, person: Person) -> None:
    event = world.report("community", at=ago(30), channel="HOTLINE")
    left(worker, 20)
    when = ago(18).isoformat()
    outcomes = worker.push(
        made("event.report", data=world.report_form(), occurred_at=when),
        made("visit.record", seq=2, data={"person": str(person.pk), "kind": "CARE"}, occurred_at=when),
        made("event.comment", seq=3, row=event.pk, data={"note": "现场看过"}, occurred_at=when),
        made("patrol.begin", seq=4, data={"grid": world.grid.pk}, occurred_at=when),
        made("handover.note", seq=5, data={"grid": world.grid.pk, "text": "有"}, occurred_at=when),
    )

    assert {each["status"] for each in outcomes} == {"rejected"}
    assert SyncCommand.objects.filter(status="rejected").count() == 5


def test_a_visit_that_corrects_what_is_known_is_no_mere_fact(world: World, worker: Line, person: Person) -> None:
    """What others found since would be written over."""
    left(worker, 20)
    data = {"person": str(person.pk), "kind": "CARE", "corrections": {"work_place": "厂", "source": "DOOR"}}

    outcome = worker.said(made("visit.record", data=data, occurred_at=ago(25).isoformat()))

    assert (outcome["status"], outcome["code"]) == ("rejected", "not_found")


def test_of_a_phone_whose_clock_stood_in_another_year_the_work_is_taken_as_before(world: World, worker: Line) -> None:
    """Whoever works here still is not sent away because the clock claims a time before the posting, or long ago."""
    Posting.objects.filter(account=worker.account).update(valid_from=timezone.localdate() - timedelta(days=30))
    claims = [ago(40), ago(2000)]
    reports = [
        made("event.report", seq=n, data=world.report_form(), occurred_at=at.isoformat()) for n, at in enumerate(claims)
    ]

    assert [each["status"] for each in worker.push(*reports)] == ["applied"] * 2
    days = {timezone.localdate(event.reported_at) for event in Event.objects.all()}
    assert days == {timezone.localdate(ago(14))}


def test_words_of_a_matter_that_went_to_a_desk_meanwhile_are_added(world: World, worker: Line) -> None:
    event = world.report("community", at=ago(2), channel="HOTLINE")
    Event.objects.filter(pk=event.pk).update(level="GRID")
    world.did("worker", "escalate", Event.objects.get(pk=event.pk), at=ago(1), reason="需要执法")
    before, after = (
        made(
            "event.comment", seq=seq, row=event.pk, data={"note": note}, expected_state=State.REPORTED,
            occurred_at=at.isoformat(),
        )
        for seq, (note, at) in enumerate([("看见时还在", ago(1) - timedelta(hours=1)), ("已经上报了", timezone.now())])
    )  # fmt: skip

    outcomes = worker.push(before, after)

    assert [each["status"] for each in outcomes] == ["applied", "rejected"]
    said = Entry.objects.filter(subject_id=str(event.pk), verb="event.comment")
    assert [entry.body["note"] for entry in said] == ["看见时还在"]


def test_a_desk_reads_that_it_came_late(world: World, worker: Line) -> None:
    """Of who works there still the journal says only that."""
    report = made("event.report", data=world.report_form(), occurred_at=ago(3).isoformat())

    assert worker.said(report)["status"] == "applied"

    body = told_of(report)
    assert body["arrived_at"]
    assert "from_former_worker" not in body


def test_the_day_the_posting_began_counts(world: World, worker: Line) -> None:
    Posting.objects.filter(account=worker.account).update(valid_from=FROM)
    left(worker, 30)
    reports = [
        made("event.report", seq=n, data=world.report_form(), occurred_at=ago(days).isoformat())
        for n, days in enumerate((31, 181))
    ]

    outcomes = worker.push(*reports)

    assert [each["status"] for each in outcomes] == ["applied", "rejected"]


def test_a_visit_of_weeks_ago_is_taken_with_the_next_one_it_planned(world: World, worker: Line, person: Person) -> None:
    """Who is posted still has it counted as fourteen days old, and the day it planned lies before that."""
    data = {"person": str(person.pk), "kind": "CARE", "next_on": ago(15).date().isoformat()}

    outcome = worker.said(made("visit.record", data=data, occurred_at=ago(20).isoformat()))

    assert (outcome["status"], outcome["message"]) == ("applied", "")
    with sight_of_everything():
        assert Visit.objects.get().next_on == ago(15).date()
