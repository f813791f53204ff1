"""The machine finds what it is there to find: each of these mistakes, planted, breaks the invariant named by number.

Chance finds them too, in seconds or in minutes; so that nobody waits for it, the order that leads there is given. What
can be forgotten in the phone's own code alone is planted there (pwa/src/sync/proof/bugs.ts), and what shows only when
something is committed and the rest is not in test_beside.py.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from apps.commands.models import Command
from apps.commands.perform import perform
from apps.sync import feed, keeping, pushing
from apps.sync.models import SyncCommand
from tests.sync.lines import committed
from tests.sync.machine import Machine
from tests.world import World

pytestmark = pytest.mark.django_db
TOUCH: str = import_module("apps.sync.migrations.0002_feed").TOUCH
Step = Callable[[Machine], None]
Plant = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(autouse=True)
def _small_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(Machine, "world", world, raising=False)
    monkeypatch.setattr(feed, "PAGE", 3)
    yield
    _as_it_should_be()


def _phone_of(bug: str) -> Plant:
    return lambda patch: patch.setattr(Machine, "bugs", frozenset({bug}))


def _page_cut(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(feed, "whole_versions", lambda found: found[:-1])


def _no_floor(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(keeping, "BURY", keeping.BURY.replace("GREATEST(floor, newest)", "floor"))


def _no_tombstone(_: pytest.MonkeyPatch) -> None:
    """A row that leaves a grid is told where it comes, and not where it was."""
    planted = TOUCH.replace("WHERE feed.kind = wanted", "WHERE false AND feed.kind = wanted")
    assert planted != TOUCH
    _write(planted)


def _no_revision(_: pytest.MonkeyPatch) -> None:
    """A row that changes keeps the revision it was first told with."""
    planted = TOUCH.replace("SET rev = excluded.rev, version", "SET rev = sync_feed.rev, version")
    assert planted != TOUCH
    _write(planted)


def _done_again(patch: pytest.MonkeyPatch) -> None:
    """What was answered is not remembered, at neither of the two places that remember it."""
    real = pushing._receive

    def receive(said: Mapping[str, Any], sender: pushing.Sender) -> dict[str, Any]:
        SyncCommand.objects.filter(pk=said["id"]).update(status="")
        Command.objects.filter(pk=said["id"]).delete()
        return real(said, sender)

    patch.setattr(pushing, "_receive", receive)


def _as_it_should_be() -> None:
    _write(TOUCH)


def _write(functions: str) -> None:
    """Within the test's transaction, like everything else."""
    with connection.cursor() as cursor:
        cursor.execute(functions.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))


def _two_at_once(machine: Machine) -> None:
    """Four people in one grid; two of them change in one transaction, and the others in the next."""
    everybody = machine.grid_people(0)
    for pair in (everybody[:2], everybody[2:]):
        committed()
        for person in pair:
            assert perform("person.correct", person, {"work_place": "厂"}, call=machine.office()).applied


def _all_live_here(machine: Machine) -> None:
    for number in range(4):
        machine.office_moves(number, 0)


WORKS: Step = lambda machine: machine.correct(0, 0, "work_place", 1)  # noqa: E731 -- a step of a plan
SENDS: Step = lambda machine: machine.push(0, "", twice=False)  # noqa: E731
LOST: Step = lambda machine: machine.push(0, "request", twice=False)  # noqa: E731
UNANSWERED: Step = lambda machine: machine.push(0, "answer", twice=False)  # noqa: E731
ASKS: Step = lambda machine: machine.pull(0, "", late=True, twice=True, killed=False)  # noqa: E731
HEARS: Step = lambda machine: machine.late_answer_arrives(0, 0)  # noqa: E731
PULLS: Step = lambda machine: machine.plain_pull(0)  # noqa: E731
ENDED_WHILE_PULLING: Step = lambda machine: machine.pull(0, "", late=False, twice=True, killed=True)  # noqa: E731
RESTORED: Step = lambda machine: machine.restore(0)  # noqa: E731
LEAVES: Step = lambda machine: machine.reassign(0, {1})  # noqa: E731
DELETED: Step = lambda machine: machine.somebody_is_deleted(0)  # noqa: E731
FORGOTTEN: Step = lambda machine: machine.the_dead_are_forgotten()  # noqa: E731
MOVED: Step = lambda machine: machine.office_moves(0, 1)  # noqa: E731

PLANS: dict[str, tuple[Plant, list[Step], str]] = {
    "an entry leaves the outbox when it is sent": (_phone_of("outbox_on_send"), [WORKS, LOST], "7"),
    "a pull throws away what waits": (_phone_of("drop_on_conflict"), [WORKS, _two_at_once, PULLS], "7"),
    "the epoch is not noticed": (_phone_of("ignore_epoch"), [WORKS, SENDS, RESTORED], "7"),
    "a push does not say how old it is": (_phone_of("ageless"), [WORKS, SENDS, RESTORED, WORKS, SENDS], "12"),
    "the cursor is saved before the rows": (_phone_of("cursor_first"), [_two_at_once, ENDED_WHILE_PULLING], "1"),
    "purged before it was sent": (_phone_of("purge_first"), [WORKS, LEAVES, PULLS], "7"),
    "a page ends inside a version": (_page_cut, [_all_live_here, PULLS, PULLS, PULLS, _two_at_once, PULLS], "1"),
    "the dead are forgotten without a floor": (_no_floor, [DELETED, FORGOTTEN, PULLS], "9"),
    "a stale answer is applied": (_phone_of("stale_apply"), [_two_at_once, ASKS, _two_at_once, PULLS, HEARS], "4"),
    "a changed row keeps its revision": (
        _no_revision,
        [_two_at_once, DELETED, FORGOTTEN, PULLS],
        "9",
    ),
    "an answered command is done again": (_done_again, [WORKS, UNANSWERED, SENDS], "7"),
    "a move leaves no trace": (_no_tombstone, [MOVED], "5"),
}


def play(steps: list[Step]) -> None:
    machine = Machine()
    try:
        machine.first_load()
        for step in steps:
            step(machine)
            machine.feed_is_the_truth()
            machine.no_hole_below_the_cursor()
            machine.cursors_move_on()
    finally:
        machine.teardown()


@pytest.mark.parametrize("plan", PLANS)
def test_a_planted_mistake_is_found(monkeypatch: pytest.MonkeyPatch, plan: str) -> None:
    plant, steps, number = PLANS[plan]
    plant(monkeypatch)

    with pytest.raises(AssertionError, match=f"^{number}:"):
        play(steps)


@pytest.mark.parametrize("plan", PLANS)
def test_without_the_mistake_all_is_well(plan: str) -> None:
    play(PLANS[plan][1])
