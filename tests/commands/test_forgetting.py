"""Answers and sessions nobody can ask for any more go, a little at a time."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from pytest_django import Settings

from apps.accounts.models import Account, Device
from apps.accounts.tasks import forget_sessions
from apps.commands.clearing import clear
from apps.commands.models import Command
from apps.commands.perform import perform
from apps.commands.tasks import forget_answers
from apps.journal.models import Entry
from tests.world import World


def answered(at: datetime) -> uuid.UUID:
    return Command.objects.create(id=uuid.uuid4(), name="x", actor_kind="PERSON", payload_hash=b"", at=at).pk


def left() -> set[uuid.UUID]:
    return set(Command.objects.filter(name="x").values_list("pk", flat=True))


def written(verb: str) -> list[int]:
    return [entry.body["forgotten"] for entry in Entry.objects.filter(verb=verb).order_by("id")]


def test_answers_older_than_the_setting_go_and_the_others_stay(db: None, settings: Settings) -> None:
    settings.ANSWERS_KEPT_DAYS = 10
    now = timezone.now()
    kept = answered(now - timedelta(days=9, hours=23))
    answered(now - timedelta(days=10, minutes=1))

    assert forget_answers() == 1

    assert left() == {kept}
    assert written("commands.forget") == [1]


def test_forgetting_twice_is_forgetting_once(db: None) -> None:
    answered(timezone.now() - timedelta(days=31))

    assert [forget_answers(), forget_answers()] == [1, 0]
    assert written("commands.forget") == [1]


def test_each_batch_is_bounded_and_the_oldest_go_first(db: None) -> None:
    now = timezone.now()
    newest = answered(now - timedelta(days=31))
    for days in (35, 34, 33, 32):
        answered(now - timedelta(days=days))

    assert clear("commands.forget", at_once=2, rounds=2) == 4

    assert left() == {newest}
    assert written("commands.forget") == [2, 2]


def test_a_phone_that_comes_back_within_the_time_gets_its_first_answer(world: World) -> None:
    now = timezone.now()
    call = world.call("worker", now - timedelta(days=29))
    first = perform("event.report", None, world.report_form(), call=call)

    forget_answers()

    assert perform("event.report", None, world.report_form(), call=call) == first


def test_a_person_does_not_forget_answers(world: World) -> None:
    refused = perform("commands.forget", None, {"at_most": 1}, call=world.call("worker"))

    assert (refused.applied, refused.code) == (False, "not_yours")


@pytest.fixture
def _two_sessions(db: None) -> None:
    """One that ran out and one that has not, each with its device."""
    account = Account.objects.create(phone="13812345678", name="李小红")
    now = timezone.now()
    for key, hours in {"old": -1, "new": 1}.items():
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=hours))
        Device.objects.create(account=account, session_key=key, label=key, since_at=now, last_seen_at=now)


@pytest.mark.usefixtures("_two_sessions")
def test_sessions_that_ran_out_go_with_their_devices() -> None:
    assert [forget_sessions(), forget_sessions()] == [1, 0]

    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert list(Device.objects.values_list("session_key", flat=True)) == ["new"]
    assert written("account.forget_sessions") == [1]
