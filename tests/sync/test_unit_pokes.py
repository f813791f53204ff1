"""S-42: a unit hears that its scope has gone on, as a grid does."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from apps.sync import feed
from tests.realtime.conftest import Socket, opened, session_of
from tests.serving import Server, daphne
from tests.world import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)
TO_THE_DISPATCHER: list[tuple[str, str, Callable[[World], dict[str, Any]]]] = [
    ("worker", "escalate", lambda city: {"reason": "需要执法"}),
    ("community", "escalate", lambda city: {"reason": "需要执法"}),
    ("acceptor", "accept", lambda city: {}),
    ("lead", "file", lambda city: {"condition": city.condition.pk}),
]


@pytest.fixture
def server() -> Iterator[Server]:
    with daphne() as server:
        yield server


@pytest.fixture
def city() -> World:
    return build_world()


@pytest.mark.must("S-09", "S-42")
def test_a_unit_is_poked_for_its_matters_and_its_parts_and_for_no_others(server: Server, city: World) -> None:
    units = [city.unit.pk, city.co_unit.pk]
    scopes = [f"unit:{pk}" for pk in units]
    feed.open_scopes(scopes)
    now = timezone.now()
    event = city.report(at=now)
    for who, verb, said in TO_THE_DISPATCHER:
        city.did(who, verb, event, at=now, **said(city))
    sessions = [session_of(city.people[name]) for name in ("handler", "co_handler")]
    with opened(server, sessions[0]) as one, opened(server, sessions[1]) as other:
        mine, theirs = Socket(one), Socket(other)
        mine.here()
        theirs.here()

        city.did("dispatcher", "dispatch", event, at=now, unit=units[0], co_units=units[1:])

        for socket, scope in zip((mine, theirs), scopes, strict=True):
            assert _poke(socket) == {"type": "poke", "scopes": {scope: feed.heads([scope])[scope].version}}


def _poke(socket: Socket) -> dict[str, Any]:
    """The next one; notices of the matter itself come as they always did."""
    while (heard := socket.hear())["type"] != "poke":
        assert heard["type"] == "notice"
    return heard
