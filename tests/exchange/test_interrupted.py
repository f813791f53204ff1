"""An import stopped, killed or done by two at once: every row is applied once, and nothing half."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from apps.exchange import running
from apps.exchange.models import ImportRun
from apps.exchange.places import Places
from apps.exchange.queries import left_alone
from apps.exchange.seats import Left, held, sit
from apps.exchange.tasks import work
from apps.journal.models import Entry
from tests.exchange.conftest import Desk, line, people, registered
from tests.serving import ROOT, eventually
from tests.world import build_world

ROWS = 23


class Killed(BaseException):
    """What no code of ours catches."""


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 4)


def dying(desk: Desk, run: ImportRun, monkeypatch: pytest.MonkeyPatch, *, after: int) -> None:
    """At work until so many batches are done; then it ends in the middle of the next one's transaction."""
    left = iter(range(after))
    record = running._record

    def dies(*args: Any, **kwargs: Any) -> None:
        record(*args, **kwargs)
        if next(left, None) is None:
            raise Killed

    with monkeypatch.context() as patch, suppress(Killed):
        patch.setattr(running, "_record", dies)
        desk.work(run.pk)


@pytest.mark.parametrize("batches", [0, 1, 3, 5])
def test_a_process_that_dies_leaves_whole_batches_and_another_goes_on(
    desk: Desk, small_batches: None, monkeypatch: pytest.MonkeyPatch, batches: int
) -> None:
    run = desk.checked(people(*(line(serial) for serial in range(1, ROWS + 1))))
    desk.say(run, "apply")
    dying(desk, run, monkeypatch, after=batches)

    left = ImportRun.objects.get(pk=run.pk)
    assert (left.state, left.applied, len(registered())) == ("APPLYING", 4 * batches, 4 * batches)

    done = desk.work(run.pk)

    assert (done.state, done.added, done.applied) == ("DONE", ROWS, ROWS)
    assert len(registered()) == ROWS
    assert Entry.objects.filter(verb="import.batch").count() == 6


def test_stopping_and_going_on(desk: Desk, small_batches: None, monkeypatch: pytest.MonkeyPatch) -> None:
    run = desk.checked(people(*(line(serial) for serial in range(1, ROWS + 1))))
    desk.say(run, "apply")
    dying(desk, run, monkeypatch, after=2)

    stopped = desk.say(run, "stop").json()
    desk.work(run.pk)

    assert (stopped["state"], stopped["moves"], stopped["progress"]) == ("STOPPED", ["resume"], 0.348)
    assert len(registered()) == 8
    assert desk.say(run, "stop").status_code == 409

    assert desk.say(run, "resume").json()["state"] == "APPLYING"
    assert desk.work(run.pk).added == ROWS


def test_a_process_whose_seat_was_taken_leaves(desk: Desk) -> None:
    run = desk.checked(people(line(1)))
    desk.say(run, "apply")
    first = sit(ImportRun, run.pk, "APPLYING")
    second = sit(ImportRun, run.pk, "APPLYING")
    assert first
    assert second

    with pytest.raises(Left), held(first, "APPLYING"):
        pytest.fail("two at once")
    with held(second, "APPLYING") as (now, _):
        assert now.pk == run.pk


def test_a_file_that_was_changed_since_is_not_applied(desk: Desk, media: Path) -> None:
    run = desk.checked(people(line(1)))
    (kept,) = media.rglob("*.sealed")
    kept.write_bytes(b"")

    desk.say(run, "apply")

    assert desk.work(run.pk).state == "FAILED"
    assert registered() == []


def test_what_turns_bad_after_the_check_stops_before_its_batch(desk: Desk, small_batches: None) -> None:
    run = desk.checked(people(*(line(serial) for serial in range(1, ROWS + 1))))
    desk.world.other_grid.code = "420599001001003"
    desk.say(run, "apply")
    desk.world.grid.valid_to = "2026-01-01"
    desk.world.grid.save()

    stopped = desk.work(run.pk)

    assert (stopped.state, registered()) == ("FAILED", [])
    assert stopped.message.startswith("检查之后情况有变：第 2 行网格编码：没有这个网格")


def test_a_run_that_nobody_is_at_work_on_is_found(desk: Desk) -> None:
    run = desk.checked(people(line(1)))
    desk.say(run, "apply")
    beat = ImportRun.objects.get(pk=run.pk).beat_at

    assert left_alone(beat) == ([], [])
    assert left_alone(beat.replace(year=beat.year + 1)) == ([run.pk], [])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deaths=st.lists(st.integers(0, 3), max_size=5))
def test_however_often_it_dies_every_row_is_applied_once(
    desk: Desk, small_batches: None, monkeypatch: pytest.MonkeyPatch, deaths: list[int]
) -> None:
    content = people(*(line(serial) for serial in range(1, ROWS + 1)))
    before = {person.pk: person.version for person in registered()}
    run = desk.checked(content)
    desk.say(run, "apply")
    for batches in deaths:
        dying(desk, run, monkeypatch, after=batches)

    done = desk.work(run.pk)

    assert (done.state, done.applied, done.added + done.unchanged) == ("DONE", ROWS, ROWS)
    after = {person.pk: person.version for person in registered()}
    assert set(after.values()) == {1}
    assert before in ({}, after)


WORKER = ["-m", "celery", "-A", "config.celery", "worker", "--pool", "solo", "--loglevel", "WARNING", "-Q"]


# Of this test's own, so that no other worker on this Redis takes from it.
QUEUE = "exchange-test"


@pytest.fixture
def start(media: Path) -> Iterator[Any]:
    running_now: list[subprocess.Popen[bytes]] = []
    name = connection.settings_dict["NAME"]
    before, after = os.environ["DATABASE_URL"].split("?")
    address = f"{before.rsplit('/', 1)[0]}/{name}?{after}"
    environment = {**os.environ, "DATABASE_URL": address, "MEDIA_ROOT": str(media)}

    def begin() -> subprocess.Popen[bytes]:
        order = [sys.executable, *WORKER, QUEUE]
        running_now.append(subprocess.Popen(order, cwd=ROOT, env=environment))  # noqa: S603 -- our own
        return running_now[-1]

    yield begin
    for process in running_now:
        process.kill()
        process.wait()


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_is_killed_and_a_real_worker_goes_on(client: APIClient, start: Any) -> None:
    call_command("load_codes", verbosity=0)
    desk = Desk(build_world(), client).sign_in("community")
    # Enough for the kill to find it at work.
    many = [
        ["张" + chr(0x4E00 + n), f"19{n % 90 + 10:02}-05-{n % 28 + 1:02}", "420599001001001"] for n in range(12_000)
    ]
    run = desk.checked(people(*many, heading=["姓名", "出生日期", "网格编码"]))
    assert (run.state, run.bad_rows) == ("CHECKED", 0)
    desk.say(run, "apply")

    first = start()
    work.apply_async(args=[str(run.pk)], queue=QUEUE)
    eventually(lambda: ImportRun.objects.get(pk=run.pk).applied > 0, within=60)
    first.send_signal(signal.SIGKILL)
    first.wait()
    left = ImportRun.objects.get(pk=run.pk)
    assert left.state == "APPLYING"
    assert 0 < left.applied < 12_000
    assert len(registered()) == left.applied

    start()
    work.apply_async(args=[str(run.pk)], queue=QUEUE)
    eventually(lambda: ImportRun.objects.get(pk=run.pk).state == "DONE", within=60)

    assert ImportRun.objects.get(pk=run.pk).added == len(registered()) == 12_000


def test_with_the_own_filter_removed_the_database_refuses(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.sign_in("stranger")
    monkeypatch.setattr(Places, "_is_ours", lambda *_: True)
    run = desk.checked(people(line(1)))
    assert run.bad_rows == 0
    desk.say(run, "apply")

    with pytest.raises(DatabaseError, match="row-level security"):
        desk.work(run.pk)

    assert (ImportRun.objects.get(pk=run.pk).state, registered()) == ("FAILED", [])
