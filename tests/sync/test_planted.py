"""The machine finds what it is there to find: each of these mistakes, planted, breaks an invariant."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.db import connection
from hypothesis.stateful import run_state_machine_as_test

from apps.sync import feed, keeping
from tests.sync.machine import Machine, bounds
from tests.world import World

FEED = import_module("apps.sync.migrations.0002_feed")
EXAMPLES, STEPS = 60, 40
# In the phone's own hands (tests/sync/phones.py), and with which number of the design the machine says so.
PHONE = {
    "outbox_on_send": "7",
    "drop_on_conflict": "7",
    "purge_first": "7",
    "ignore_epoch": "7",
    "cursor_first": "1",
    "stale_apply": "1",
}


def run() -> None:
    run_state_machine_as_test(Machine, settings=bounds(EXAMPLES, STEPS))


@pytest.fixture(autouse=True)
def _small_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Machine, "world", world, raising=False)
    monkeypatch.setattr(feed, "PAGE", 3)


@pytest.mark.django_db
@pytest.mark.parametrize("bug", PHONE)
def test_a_mistake_of_the_phone_is_found(monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    monkeypatch.setattr(Machine, "bugs", frozenset({bug}))

    with pytest.raises(AssertionError, match=f"^{PHONE[bug]}:"):
        run()


def _page_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "whole_versions", lambda found: found[:-1])


def _no_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "BURY", keeping.BURY.replace("GREATEST(floor, newest)", "floor"))


def _no_tombstone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that leaves a grid is told where it comes, and not where it was."""
    _as_if(FEED.TOUCH, "WHERE feed.kind = wanted", "WHERE false AND feed.kind = wanted")


def _forgets_updates(monkeypatch: pytest.MonkeyPatch) -> None:
    _as_if(FEED.TOUCH, "DO UPDATE\n        SET rev", "DO NOTHING; --")


def _as_if(statement: str, right: str, wrong: str) -> None:
    """Within the test's transaction, like everything else."""
    assert right in statement
    planted = statement.replace(right, wrong).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    with connection.cursor() as cursor:
        cursor.execute(planted)


SERVER: dict[Callable[[pytest.MonkeyPatch], None], str] = {_page_cut: "1", _no_floor: "1", _no_tombstone: "5"}


@pytest.mark.django_db
@pytest.mark.parametrize("plant", SERVER)
def test_a_mistake_of_the_server_is_found(
    monkeypatch: pytest.MonkeyPatch, plant: Callable[[pytest.MonkeyPatch], None]
) -> None:
    plant(monkeypatch)

    with pytest.raises(AssertionError, match=f"^{SERVER[plant]}:"):
        run()
