"""S-09: who carries a scope is told how far it has come, and nobody else is."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from apps.sync import feed
from tests.realtime.conftest import Socket, opened, session_of
from tests.serving import Server, daphne
from tests.world import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server() -> Iterator[Server]:
    with daphne() as server:
        yield server


@pytest.fixture
def city() -> World:
    return build_world()


@pytest.mark.must("S-09")
def test_only_who_has_the_scope_is_poked(server: Server, city: World) -> None:
    scope = f"grid:{city.grid.pk}"
    feed.open_scopes([scope, f"grid:{city.other_grid.pk}"])
    sessions = [session_of(city.people[name]) for name in ("worker", "other_worker")]
    with opened(server, sessions[0]) as one, opened(server, sessions[1]) as other:
        near, far = Socket(one), Socket(other)
        near.here()
        far.here()
        for _ in range(3):
            city.report()

        newest = {"type": "poke", "scopes": {scope: feed.heads([scope])[scope].version}}
        while (poke := _poke(near)) != newest:
            assert list(poke["scopes"]) == [scope]
        city.report("other_worker", lon=110.15)
        assert list(_poke(far)["scopes"]) == [f"grid:{city.other_grid.pk}"]


@pytest.mark.must("S-09")
def test_a_busy_minute_is_two_pokes_a_second_and_the_last_one_says_all(server: Server, city: World) -> None:
    scope = f"grid:{city.grid.pk}"
    feed.open_scopes([scope])
    with opened(server, session_of(city.people["worker"])) as one:
        socket = Socket(one)
        socket.here()
        began = time.monotonic()
        for _ in range(20):
            city.report()
        newest = feed.heads([scope])[scope].version
        told = [_poke(socket)["scopes"][scope]]
        while told[-1] != newest:
            told.append(_poke(socket)["scopes"][scope])
        seconds = time.monotonic() - began

    assert told == sorted(set(told))
    assert len(told) <= 2 * seconds + 1


def _poke(socket: Socket) -> dict[str, Any]:
    """The next one; notices of the matters themselves come as they always did."""
    while (heard := socket.hear())["type"] != "poke":
        assert heard["type"] == "notice"
    return heard
