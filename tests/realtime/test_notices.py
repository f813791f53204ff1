"""What is heard, by whom, and what happens when the way there breaks."""

import subprocess
import sys
import time
import uuid
from pathlib import Path

import orjson
import pytest
import redis
from django.conf import settings

from apps.journal.notices import channel
from tests.realtime.conftest import Person, Socket, happened, opened, resident_following
from tests.serving import RedisServer, Server, daphne

PUBLISH = "import sys, redis; redis.Redis.from_url(sys.argv[1]).publish(*sys.argv[2:])"


def test_only_those_in_reach_hear_of_it(server: Server, wang: Person, stranger: Person) -> None:
    with opened(server, wang.session) as one, opened(server, stranger.session) as other:
        near, far = Socket(one), Socket(other)
        near.here()
        far.here()
        entry = happened(wang.room, number="2026-1")

        told = near.hear()["notice"]
        assert told == {
            "entry": entry.pk,
            "verb": "event.accept",
            "kind": "event",
            "subject": entry.subject_id,
            "at": entry.at.isoformat(),
            "number": "2026-1",
        }
        assert far.entries_until_pong() == []


def test_one_in_two_of_its_rooms_hears_it_once(server: Server, wang: Person) -> None:
    with opened(server, wang.session) as connection:
        socket = Socket(connection)
        socket.here()
        entry = happened(wang.room, f"account:{wang.account.pk}")

        assert socket.hear()["notice"]["entry"] == entry.pk
        assert socket.entries_until_pong() == []


def test_a_resident_hears_of_the_matter_he_follows_and_of_no_other(server: Server, wang: Person) -> None:
    mine, others = uuid.uuid4(), uuid.uuid4()
    with opened(server, resident_following(mine)) as connection:
        socket = Socket(connection)
        socket.here()
        happened(f"event:{others}", wang.room)
        entry = happened(f"event:{mine}", wang.room)

        assert socket.hear()["notice"]["entry"] == entry.pk


def test_a_notice_of_another_process_arrives(server: Server, wang: Person) -> None:
    with opened(server, wang.session) as connection:
        socket = Socket(connection)
        socket.here()
        said = orjson.dumps({"rooms": [wang.room], "notice": {"verb": "clock.late"}}).decode()
        subprocess.run([sys.executable, "-c", PUBLISH, settings.REDIS_URL, channel(), said], check=True)  # noqa: S603 -- our own

        assert socket.hear()["notice"] == {"verb": "clock.late"}


@pytest.mark.parametrize("said", ["not json", "[]", '"x"', "{}", '{"rooms": 3}', '{"control":"drop","account":"x"}'])
def test_nonsense_on_the_channel_stops_nobody(server: Server, wang: Person, said: str) -> None:
    with opened(server, wang.session) as connection:
        socket = Socket(connection)
        socket.here()
        with redis.Redis.from_url(settings.REDIS_URL) as client:
            client.publish(channel(), said)
        entry = happened(wang.room)

        assert socket.hear()["notice"]["entry"] == entry.pk


def test_of_a_burst_of_two_thousand_none_is_lost(server: Server, wang: Person) -> None:
    with opened(server, wang.session) as connection, redis.Redis.from_url(settings.REDIS_URL) as client:
        socket = Socket(connection)
        socket.here()
        pipe = client.pipeline(transaction=False)
        for entry in range(2_000):
            pipe.publish(channel(), orjson.dumps({"rooms": [wang.room], "notice": {"entry": -1 - entry}}))
        pipe.execute()

        assert [socket.hear()["notice"]["entry"] for _ in range(2_000)] == [-1 - n for n in range(2_000)]


def test_a_reader_who_stands_still_is_closed_and_nobody_else_waits(server: Server, wang: Person) -> None:
    with opened(server, wang.session, max_queue=1) as stuck, opened(server, wang.session) as connection:
        socket = Socket(connection)
        Socket(stuck).here()
        socket.here()
        with redis.Redis.from_url(settings.REDIS_URL) as client:
            notice = {"rooms": [wang.room], "notice": {"text": "长" * 10_000}}
            for _ in range(600):
                client.publish(channel(), orjson.dumps(notice))
                assert socket.hear()["type"] == "notice"

        assert Socket(stuck).closed_with() in {1013, None}


def test_after_redis_was_killed_sockets_are_live_again_and_nothing_is_missing(tmp_path: Path, wang: Person) -> None:
    own = RedisServer(tmp_path)
    own.start()
    try:
        with daphne(REDIS_URL=own.url) as server, opened(server, wang.session) as connection:
            socket = Socket(connection)
            assert socket.here()["cursor"]
            own.kill()
            entry = happened(wang.room)
            own.start()

            assert socket.hear()["notice"]["entry"] == entry.pk
            own.publish(channel(), orjson.dumps({"rooms": [wang.room], "notice": {"verb": "live"}}))
            assert socket.hear()["notice"] == {"verb": "live"}
    finally:
        own.kill()


def test_what_redis_lost_without_a_word_is_told_from_the_journal(tmp_path: Path, wang: Person) -> None:
    own = RedisServer(tmp_path)
    own.start()
    try:
        with daphne(REDIS_URL=own.url, PUSH_READ_SECONDS="0.3") as server, opened(server, wang.session) as connection:
            socket = Socket(connection)
            socket.here()
            entry = happened(wang.room)

            assert socket.hear()["notice"]["entry"] == entry.pk
            time.sleep(1)
            assert socket.entries_until_pong() == []
    finally:
        own.kill()
