"""S-13, S-14, S-20: what cannot be done yet waits, is looked at again, and its outcome comes with a pull."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from apps.registry.models import Person
from apps.registry.sight import sight_of_everything
from apps.sync import pushing
from apps.sync.models import SyncCommand
from apps.sync.tasks import retry_parked
from tests.registry.homes import add_room
from tests.sync.lines import Line, made
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.must("S-14", "S-20")
def test_a_command_whose_row_is_not_there_yet_waits_and_is_done_when_it_comes(world: World, worker: Line) -> None:
    room = add_room(world.grid)
    person = made("person.add", data={"name": "张三丰", "room": str(room.pk)})
    correct = made("person.correct", seq=2, row=person["id"], data={"phone": "13911112222"})
    after = made("person.add_role", seq=3, row=person["id"], data={"kind": "LIVING_ALONE"})

    early = worker.push(correct, after)
    late = worker.said(person)
    told = worker.pull(outcomes_after=(timezone.now() - timedelta(minutes=10)).isoformat())["outcomes"]

    assert [outcome["status"] for outcome in early] == ["parked", "parked"]
    assert late["status"] == "applied"
    assert {outcome["id"]: outcome["status"] for outcome in told} == dict.fromkeys(
        (person["id"], correct["id"], after["id"]), "applied"
    )
    with sight_of_everything():
        assert Person.objects.get(pk=person["id"]).phone_last4 == "2222"


@pytest.mark.must("S-20")
def test_what_another_push_made_possible_was_decided_then_and_not_when_it_came(world: World, worker: Line) -> None:
    """The other phone of the same worker brings what it waited for, after the clock's own tries had stopped."""
    report = made("event.report", data=world.report_form())
    words = made("event.comment", seq=2, row=report["id"], data={"note": "补充一句"})
    assert worker.said(words)["status"] == "parked"
    SyncCommand.objects.filter(pk=words["id"]).update(at=timezone.now() - timedelta(hours=1))
    pulled = (timezone.now() - timedelta(minutes=10)).isoformat()

    Line(worker.account).push(report)

    told = worker.pull(outcomes_after=pulled)["outcomes"]
    assert (words["id"], "applied") in [(outcome["id"], outcome["status"]) for outcome in told]


@pytest.mark.must("S-20")
def test_what_became_of_a_command_is_told_to_each_phone_of_its_worker_and_to_nobody_else(
    world: World, worker: Line
) -> None:
    """What was held may have been brought to another phone meanwhile."""
    report = made("event.report", data=world.report_form())
    worker.push(report)
    pulled = (timezone.now() - timedelta(minutes=10)).isoformat()
    others = [Line(worker.account), Line(world.people["other_worker"])]

    told = [line.pull(outcomes_after=pulled)["outcomes"] for line in others for _ in range(2)]

    assert [[outcome["id"] for outcome in each] for each in told] == [[report["id"]], [report["id"]], [], []]


@pytest.mark.must("S-14")
def test_what_waits_is_looked_at_once_a_minute(world: World, worker: Line) -> None:
    person = made("person.add", data={"name": "张三丰", "room": str(add_room(world.grid).pk)})
    waiting = made("person.add_role", seq=2, row=person["id"], data={"kind": "LIVING_ALONE"}, needs=[str(uuid.uuid4())])
    outcomes = worker.push(person, waiting)
    SyncCommand.objects.filter(pk=waiting["id"]).update(needs=[person["id"]])
    (beat,) = [each for each in settings.CELERY_BEAT_SCHEDULE.values() if each["task"] == retry_parked.name]

    retry_parked()

    assert beat["schedule"] <= 60
    assert [outcome["status"] for outcome in outcomes] == ["applied", "parked"]
    assert SyncCommand.objects.get(pk=waiting["id"]).status == "applied"


@pytest.mark.must("S-20")
def test_an_outcome_whose_answer_was_lost_comes_with_a_pull_and_again_with_the_next(world: World, worker: Line) -> None:
    before = (timezone.now() - timedelta(seconds=1)).isoformat()
    lost = worker.said(made("event.report", data=world.report_form()))

    told = [worker.pull(outcomes_after=before)["outcomes"] for _ in "ab"]

    assert told == [[lost], [lost]]
    assert worker.pull(outcomes_after=(timezone.now() + timedelta(minutes=10)).isoformat())["outcomes"] == []


@pytest.mark.must("S-13", "S-14")
def test_one_that_needs_a_refused_one_is_refused_and_others_do_not_wait(world: World, worker: Line) -> None:
    wrong = made("person.add", data={"name": "张三丰", "lon": 0.0, "lat": 0.0})
    visit = made("visit.record", seq=2, data={"person": wrong["id"], "kind": "CARE"}, needs=[wrong["id"]])
    other = made("event.report", seq=3, data=world.report_form())

    outcomes = worker.push(wrong, visit, other)

    assert [(each["status"], each["code"]) for each in outcomes] == [
        ("rejected", "invalid"),
        ("rejected", "needs_rejected"),
        ("applied", ""),
    ]


@pytest.mark.must("S-14")
def test_what_waits_for_three_days_goes_to_a_person(world: World, worker: Line) -> None:
    lost = made("person.correct", row=uuid.uuid4(), data={"phone": "13911112222"})
    assert worker.said(lost)["status"] == "parked"

    pushing.retry(at=timezone.now() + timedelta(days=4))

    (held,) = Line(world.people["community"]).client.get("/api/sync/held/").json()["rows"]
    assert (held["id"], held["code"]) == (lost["id"], "late")
