"""Who gets in, and who is put out."""

from contextlib import suppress

import pytest
from django.utils import timezone
from websockets.exceptions import ConnectionClosed, InvalidStatus

from apps.accounts.actions import end_session
from apps.grids.models import Posting
from apps.journal.notices import publish_control
from tests.realtime.conftest import TRUSTED, Person, Socket, opened
from tests.serving import Server


@pytest.mark.parametrize("session", [None, "abcdefghijklmnopqrstuvwxyz012345", "../../etc"])
def test_without_a_session_the_socket_is_closed_with_its_own_code(server: Server, session: str | None) -> None:
    with opened(server, session) as connection:
        assert Socket(connection).closed_with() == 4401


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1.evil.example"])
def test_a_page_of_another_site_is_refused(server: Server, wang: Person, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused, opened(server, wang.session, origin=origin):
        pass

    assert refused.value.response.status_code == 403


def test_a_trusted_origin_is_let_in(brisk: Server, wang: Person) -> None:
    with opened(brisk, wang.session, origin=TRUSTED) as connection:
        assert Socket(connection).here()["type"] == "lacking"


def test_a_withdrawn_posting_drops_the_socket(server: Server, wang: Person) -> None:
    with opened(server, wang.session) as connection:
        socket = Socket(connection)
        socket.here()
        Posting.objects.filter(account=wang.account).update(valid_to=timezone.localdate())
        publish_control("drop", account=wang.account.pk)

        assert socket.closed_with() == 4403


def test_a_posting_that_ended_by_itself_drops_the_socket(brisk: Server, wang: Person) -> None:
    with opened(brisk, wang.session) as connection:
        socket = Socket(connection)
        socket.here()
        Posting.objects.filter(account=wang.account).update(valid_to=timezone.localdate())

        assert socket.closed_with() == 4403


def test_an_ended_session_drops_the_socket(brisk: Server, wang: Person) -> None:
    with opened(brisk, wang.session) as connection:
        socket = Socket(connection)
        socket.here()
        end_session(wang.session)

        assert socket.closed_with() == 4403


def test_a_changed_password_ends_the_socket_of_the_old_one(brisk: Server, wang: Person) -> None:
    with opened(brisk, wang.session) as connection:
        socket = Socket(connection)
        socket.here()
        wang.account.set_password("another-one")
        wang.account.save()

        assert socket.closed_with() == 4403


def test_a_stranger_stays_when_somebody_else_is_dropped(server: Server, wang: Person, stranger: Person) -> None:
    with opened(server, stranger.session) as connection:
        socket = Socket(connection)
        socket.here()
        publish_control("drop", account=wang.account.pk)

        assert socket.entries_until_pong() == []


def test_a_flood_is_dropped(server: Server, wang: Person) -> None:
    with opened(server, wang.session) as connection:
        socket = Socket(connection)
        # It may be dropped while it is still being sent.
        with suppress(ConnectionClosed):
            for _ in range(200):
                connection.send('{"type":"ping"}')

        assert socket.closed_with() == 4408


def test_a_message_too_large_closes(server: Server, wang: Person) -> None:
    with opened(server, wang.session) as connection:
        socket = Socket(connection)
        socket.say("here", cursor="x" * 70_000)

        assert socket.closed_with() == 1009
