import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
import pytest
from django.conf import settings
from django.contrib.sessions.backends.cached_db import SessionStore
from django.test import Client
from django.utils import timezone
from websockets import Origin
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from apps.accounts.models import Account
from apps.core.call import Actor, ActorKind, Call, Door
from apps.grids.enums import Role
from apps.grids.models import Division, Posting
from apps.journal.actions import Subject, write
from apps.journal.models import Entry
from tests.serving import Server, daphne

TRUSTED = "https://grid.example"


@dataclass(frozen=True)
class Person:
    account: Account
    division: Division
    session: str

    @property
    def room(self) -> str:
        return f"division:{self.division.pk}"


def person(name: str) -> Person:
    """Signed in, with one posting at a community of their own."""
    account = Account.objects.create(phone=str(uuid.uuid4())[:11], name=name, password="!")
    division = Division.objects.create(level="COMMUNITY", kind="社区", name=name, valid_from=date(2020, 1, 1))
    Posting.objects.create(account=account, role=Role.LEADER, division=division, valid_from=date(2020, 1, 1))
    return Person(account, division, session_of(account))


def session_of(account: Account) -> str:
    browser = Client()
    browser.force_login(account)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def resident_following(*events: uuid.UUID) -> str:
    session = SessionStore()
    session["follows"] = [str(event) for event in events]
    session.save()
    return str(session.session_key)


def happened(*rooms: str, verb: str = "event.accept", subject: str = "", **facts: object) -> Entry:
    call = Call(Actor(ActorKind.SYSTEM, None, "测试"), timezone.now(), Door.SHELL)
    return write(
        call=call, verb=verb, subject=Subject("event", subject or uuid.uuid4()), body={}, rooms=rooms, notice=facts
    )


class Socket:
    """A browser's end of one."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def say(self, kind: str, **said: object) -> None:
        self.connection.send(orjson.dumps({"type": kind, **said}).decode())

    def hear(self, *, within: float = 10.0) -> dict[str, Any]:
        told: dict[str, Any] = orjson.loads(self.connection.recv(timeout=within))
        return told

    def here(self, cursor: str | None = None) -> dict[str, Any]:
        self.say("here", cursor=cursor)
        return self.hear()

    def closed_with(self) -> int | None:
        """Hears everything to the end, which has to come."""
        try:
            while True:
                self.hear()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None

    def entries_until_pong(self) -> list[int]:
        """What was told before the answer to a ping sent now."""
        self.say("ping")
        told = []
        while (message := self.hear())["type"] != "pong":
            if message["type"] == "notice":
                told.append(message["notice"]["entry"])
        return told


def opened(server: Server, session: str | None, *, origin: str = "", max_queue: int | None = None) -> ClientConnection:
    """Bounded, the client stops reading, its own close included, until somebody asks for a message."""
    cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"} if session else {}
    return connect(
        server.socket_url,
        origin=Origin(origin or server.origin),
        additional_headers=cookie,
        proxy=None,
        open_timeout=20,
        max_size=None,
        max_queue=max_queue,
    )


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[Server]:
    """One for all tests that need nothing special of it."""
    with daphne() as running:
        yield running


@pytest.fixture(scope="session")
def brisk(django_db_setup: None) -> Iterator[Server]:
    """Looks again five times a second, and trusts one other origin."""
    with daphne(PUSH_INSPECT_SECONDS="0.2", TRUSTED_ORIGINS=TRUSTED) as running:
        yield running


@pytest.fixture
def wang(transactional_db: None) -> Person:
    return person("王网格")


@pytest.fixture
def stranger(transactional_db: None) -> Person:
    return person("李外人")
