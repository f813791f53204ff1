"""Committed for good, beside others who write, and ended by the database between any two statements."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction
from hypothesis.stateful import run_state_machine_as_test

from apps.sync import feed, pulling, pushing
from apps.sync.enums import Status
from apps.sync.models import SyncCommand
from apps.sync.outcomes import told
from apps.sync.verdicts import Verdict
from tests.sync.beside import Beside, push_ended_at
from tests.sync.machine import bounds
from tests.world import build_world

pytestmark = pytest.mark.django_db(transaction=True)
# Of a push of two commands.
FEWEST = 30
# One in a few meets somebody who commits meanwhile.
PULLS = 2_000


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Beside, "world", build_world(), raising=False)
    monkeypatch.setattr(feed, "PAGE", 3)


def test_nothing_is_lost_doubled_or_stuck_beside_others_who_write() -> None:
    run_state_machine_as_test(Beside, settings=bounds(examples=8, steps=25))


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Beside:
    """Nobody writes beside, so that the statements of a push are counted the same way each time."""
    monkeypatch.setattr(Beside, "writers", 0)
    machine = Beside()
    machine.first_load()
    return machine


def _works_and_is_ended_at(machine: Beside, at: int) -> bool:
    machine.correct(0, 0, "work_place", at)
    machine.visit(0, 1)
    return push_ended_at(machine.phones[0], at)


def test_a_push_that_is_ended_at_any_of_its_statements_is_done_once(alone: Beside) -> None:
    """5, 7: whatever was committed by then is not done again, and the rest is done."""
    ended = 0
    while _works_and_is_ended_at(alone, ended):
        alone.push(0, "", twice=False)
        alone.plain_pull(0)
        ended += 1

    assert ended > FEWEST
    alone.teardown()


def _outcome_first(patch: pytest.MonkeyPatch) -> None:
    """Two transactions where there is one: the outcome is stored and committed, and then the effect is."""

    def receive(said: Mapping[str, Any], sender: pushing.Sender) -> dict[str, Any]:
        fresh = pushing._as_received(said, sender)
        if known := SyncCommand.objects.filter(pk=fresh.pk).first():
            return told(known)
        fresh.status, fresh.outcome = Status.APPLIED, Verdict(Status.APPLIED).outcome()
        fresh.save(force_insert=True)
        with transaction.atomic():
            pushing.decide(SyncCommand.objects.select_related("worker").get(pk=fresh.pk), at=sender.at)
        return told(fresh)

    patch.setattr(pushing, "receive", receive)


def test_an_outcome_stored_before_its_effect_is_found_when_the_server_ends_between(
    alone: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The retry is answered as done, and nothing was."""
    _outcome_first(monkeypatch)
    alone.correct(0, 0, "work_place", 1)
    at = 0
    while not SyncCommand.objects.filter(device=alone.phones[0].line.device).exists():
        assert push_ended_at(alone.phones[0], at)
        at += 1
    alone.push(0, "", twice=False)

    assert alone.phones[0].outbox == []
    with pytest.raises(AssertionError, match=r"^7: applied and done 0 times"):
        alone.teardown()


def test_an_outcome_stored_before_its_effect_is_not_found_while_nothing_ends(
    alone: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What finds it is the end between the two, and not that they are two."""
    _outcome_first(monkeypatch)
    alone.correct(0, 0, "work_place", 1)
    alone.push(0, "", twice=False)

    alone.teardown()


def _cursor_last(patch: pytest.MonkeyPatch) -> None:
    """How far a scope has come is read after its rows, and not at the same moment."""
    real = pulling.answers

    def answers(*asked: Any) -> list[dict[str, Any]]:
        told = real(*asked)
        now = feed.heads([one["scope"] for one in told])
        return [
            one if one.get("more") or "manifest" in one else one | {"version": now[one["scope"]].version}
            for one in told
        ]

    patch.setattr(pulling, "answers", answers)


def _pulls(machine: Beside) -> None:
    for _ in range(PULLS):
        machine.plain_pull(0)
        machine.no_hole_below_the_cursor()


def test_a_cursor_read_after_its_rows_is_found_beside_others_who_write(monkeypatch: pytest.MonkeyPatch) -> None:
    _cursor_last(monkeypatch)
    machine = Beside()
    try:
        machine.first_load()
        with pytest.raises(AssertionError, match=r"^1: "):
            _pulls(machine)
    finally:
        machine.teardown()
