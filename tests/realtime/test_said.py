"""What is said up a socket, sense and nonsense."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.actions import end_session
from apps.realtime.flood import BURST, PER_SECOND, Bucket
from tests.realtime.conftest import Person, Socket, opened, resident_following
from tests.serving import Server


def test_a_ping_is_answered(server: Server, wang: Person) -> None:
    with opened(server, wang.session) as connection:
        socket = Socket(connection)
        socket.here()
        socket.say("ping")

        assert socket.hear()["type"] == "pong"


NONSENSE = ["", "{", "[]", "3", '"here"', "{}", '{"type":null}', '{"type":[]}', '{"type":"nonsense"}', b"\x00\xff"]
NO_COMMANDS = ['{"type":"command"}', '{"type":"command","id":"x","name":"a.b"}', '{"type":"command","name":3}']


@pytest.mark.parametrize("said", [*NONSENSE, *NO_COMMANDS])
def test_nonsense_is_answered_and_the_socket_stays(server: Server, wang: Person, said: str | bytes) -> None:
    with opened(server, wang.session) as connection:
        socket = Socket(connection)
        connection.send(said)

        assert socket.hear()["type"] == "error"
        assert socket.entries_until_pong() == []


@pytest.mark.parametrize("cursor", [3, [], {}, "x", "abc-1"])
def test_a_strange_cursor_means_reload(server: Server, wang: Person, cursor: object) -> None:
    with opened(server, wang.session) as connection:
        socket = Socket(connection)
        socket.say("here", cursor=cursor)

        assert socket.hear()["complete"] is False


def test_a_command_is_answered_once_however_often_it_is_sent(server: Server, wang: Person) -> None:
    order = {"id": str(uuid4()), "name": "event.accept", "target": str(uuid4()), "data": {}}
    with opened(server, wang.session) as connection:
        socket = Socket(connection)
        socket.say("command", **order)
        answer = socket.hear()
        socket.say("command", **order)

        assert (answer["type"], answer["id"], answer["status"]) == ("answer", order["id"], "refused")
        assert answer["code"] == "not_found"
        assert socket.hear() == answer


def test_somebody_elses_command_id_is_a_conflict(server: Server, wang: Person, stranger: Person) -> None:
    order = {"id": str(uuid4()), "name": "event.accept", "target": str(uuid4()), "data": {}}
    with opened(server, wang.session) as one, opened(server, stranger.session) as other:
        Socket(one).say("command", **order)
        Socket(one).hear()
        Socket(other).say("command", **order)

        assert Socket(other).hear()["code"] == "conflict"


@pytest.mark.parametrize("name", ["account.add", "account.sign_in", "nonsense"])
def test_commands_of_other_doors_are_not_to_be_had_here(server: Server, wang: Person, name: str) -> None:
    with opened(server, wang.session) as connection:
        socket = Socket(connection)
        socket.say("command", id=str(uuid4()), name=name, target=None, data={})

        assert socket.hear()["code"] == "not_found"


def test_a_resident_commands_nothing_here(server: Server, wang: Person) -> None:
    event = uuid4()
    with opened(server, resident_following(event)) as connection:
        socket = Socket(connection)
        socket.say("command", id=str(uuid4()), name="event.reopen", target=str(event), data={"reason": "x"})

        assert socket.hear()["code"] == "not_yours"


def test_who_has_signed_out_commands_nothing(server: Server, wang: Person) -> None:
    with opened(server, wang.session) as connection:
        socket = Socket(connection)
        socket.here()
        end_session(wang.session)
        socket.say("command", id=str(uuid4()), name="event.accept", target=str(uuid4()), data={})

        assert socket.closed_with() == 4403


@given(st.lists(st.floats(0, 5, allow_subnormal=False), max_size=400))
def test_a_bucket_never_lets_more_through_than_its_size_and_rate(pauses: list[float]) -> None:
    bucket, now, taken = Bucket(0.0), 0.0, 0
    for pause in pauses:
        now += pause
        taken += bucket.takes(now)

    assert taken <= BURST + now * PER_SECOND + 1e-6
