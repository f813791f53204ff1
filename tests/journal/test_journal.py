"""What happened stays written, and is announced once it has."""

import logging
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
import redis
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings
from redis.client import PubSub

from apps.commands.perform import perform
from apps.core.call import Actor, ActorKind
from apps.events.models import Event
from apps.journal import notices
from apps.journal.actions import Subject, write
from apps.journal.models import Entry
from apps.journal.notices import channel
from tests.commands.acting import at_once
from tests.world import MORNING, SMOKE_TEXT, World, build_world, clock_call

CHANGES = [
    "UPDATE journal_entry SET verb = 'x'",
    "UPDATE journal_entry SET body = '{}' WHERE false OR id > 0",
    "DELETE FROM journal_entry",
    "TRUNCATE journal_entry",
    "TRUNCATE journal_entry RESTART IDENTITY CASCADE",
]
PHONE = "13812345678"


def wrote(*rooms: str, **facts: Any) -> Entry:
    subject = Subject("event", uuid.uuid4())
    return write(call=clock_call(MORNING), verb="test.done", subject=subject, body={}, rooms=rooms, notice=facts)


@pytest.fixture
def shared_world(transactional_db: None) -> World:
    return build_world()


@pytest.fixture
def heard() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Everything said on the channel since the test began."""
    with redis.Redis.from_url(settings.REDIS_URL) as client, client.pubsub() as subscription:
        subscription.subscribe(channel())
        assert subscription.get_message(timeout=5)
        yield lambda: list(_said(client, subscription))


def _said(client: redis.Redis, subscription: PubSub) -> Iterator[dict[str, Any]]:
    mark = uuid.uuid4().hex.encode()
    client.publish(channel(), mark)
    while message := subscription.get_message(timeout=5):
        if message["data"] == mark:
            return
        yield orjson.loads(message["data"])


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_what_is_written(db: None, change: str) -> None:
    entry = wrote()
    before = Entry.objects.filter(pk=entry.pk).values().get()
    with connection.cursor() as sql:
        # Off in this database alone, which is emptied between tests; rolled back with this test.
        sql.execute("ALTER TABLE journal_entry ENABLE TRIGGER journal_entry_never_emptied")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            sql.execute(change)

    assert Entry.objects.filter(pk=entry.pk).values().get() == before


def test_a_row_carries_the_number_of_its_transaction(transactional_db: None) -> None:
    with transaction.atomic():
        one, two = wrote(), wrote()
    three = wrote()

    xids = [Entry.objects.get(pk=entry.pk).xid for entry in (one, two, three)]
    assert xids[0] == xids[1] < xids[2]


def test_on_commit_each_notice_is_said_once(transactional_db: None, heard: Callable[[], list[dict[str, Any]]]) -> None:
    with transaction.atomic():
        entry = wrote("grid:1", "division:2", state="ACCEPTED")
        assert heard() == []

    assert heard() == [
        {
            "rooms": ["grid:1", "division:2"],
            "notice": {
                "entry": entry.pk,
                "verb": "test.done",
                "kind": "event",
                "subject": entry.subject_id,
                "at": MORNING.isoformat(),
                "state": "ACCEPTED",
            },
        }
    ]


def test_what_is_rolled_back_is_neither_written_nor_said(
    transactional_db: None, heard: Callable[[], list[dict[str, Any]]]
) -> None:
    def broken() -> None:
        with transaction.atomic():
            wrote("grid:1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()

    assert heard() == []
    assert not Entry.objects.exists()


def test_what_concerns_no_room_is_written_and_not_said(
    transactional_db: None, heard: Callable[[], list[dict[str, Any]]]
) -> None:
    wrote()

    assert heard() == []
    assert Entry.objects.count() == 1


def test_a_report_is_said_once_and_nothing_personal_with_it(
    shared_world: World, heard: Callable[[], list[dict[str, Any]]]
) -> None:
    who = {"reporter_name": "张小三", "reporter_phone": PHONE, "channel": "HOTLINE"}
    form = shared_world.report_form(**who, place_text="三单元")
    call = shared_world.call("acceptor")
    for _ in "ab":
        assert perform("event.report", None, form, call=call).applied

    said = heard()

    told = orjson.dumps(said).decode()
    assert [message["notice"]["verb"] for message in said] == ["event.report"]
    assert not any(private in told for private in ("张小三", PHONE, "三单元", SMOKE_TEXT))
    assert set(said[0]["notice"]) == {
        *("entry", "verb", "kind", "subject", "at"),
        *("verb_label", "number", "state", "state_label", "level", "light", "grid", "by"),
    }
    assert said[0]["notice"]["by"] == call.actor.alias != Actor(ActorKind.PERSON, 0).alias


def test_nothing_personal_is_in_the_journal_either(world: World) -> None:
    event = world.report("acceptor", reporter_name="张小三", reporter_phone=PHONE, channel="HOTLINE")

    written = repr(list(Entry.objects.filter(subject_id=str(event.pk)).values("body", "notice", "rooms")))
    assert not any(private in written for private in ("张小三", PHONE))


def test_a_refused_move_is_neither_written_nor_said(
    shared_world: World, heard: Callable[[], list[dict[str, Any]]]
) -> None:
    event = shared_world.report()
    heard()

    assert not shared_world.do("stranger", "accept", event).applied

    assert heard() == []
    assert Entry.objects.filter(subject_id=str(event.pk)).count() == 1


@pytest.fixture
def no_redis(settings: Settings) -> Iterator[None]:
    """Notices go to a port nobody listens at."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    notices._redis.cache_clear()
    yield
    notices._redis.cache_clear()


@pytest.mark.usefixtures("no_redis")
def test_with_redis_dead_a_move_is_made_and_the_lost_notice_is_logged(
    shared_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        event = shared_world.did("worker", "accept", shared_world.report())

    assert Event.objects.get(pk=event.pk).state == "ACCEPTED"
    assert Entry.objects.filter(subject_id=str(event.pk)).count() == 2
    assert caplog.messages.count("notice not published") == 2


def test_many_at_once_are_each_said_once(shared_world: World, heard: Callable[[], list[dict[str, Any]]]) -> None:
    events = [shared_world.report() for _ in range(6)]
    heard()

    at_once(*(lambda event=event: shared_world.did("worker", "accept", event) for event in events))

    said = [message["notice"]["subject"] for message in heard()]
    assert sorted(said) == sorted(str(event.pk) for event in events)
