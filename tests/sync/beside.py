"""The same phones and office, each of their deeds committed for good, while others write beside them and commit too.

What the machine in one transaction cannot show: versions are taken in one order and committed in another, and the
database ends a push between its statements.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, connection
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from apps.grids.models import Posting
from apps.registry.models import Person, Visit
from apps.registry.sight import sight_of_everything
from apps.sync.pulling import one_moment
from tests.e2e.stack import admin
from tests.registry.homes import add_person
from tests.sync.machine import Machine, fates, nth, pick
from tests.sync.phones import phone_of
from tests.sync.races import writing
from tests.world import FROM

WRITERS = 2
# About as many as a push of a few commands has.
STATEMENTS = 120
numbers = count(1)


class Beside(Machine):
    """Nothing is taken back, so every example has phones of its own; a backup would need the writers to stop."""

    writers = WRITERS

    def __init__(self) -> None:
        super(Machine, self).__init__()
        self.grids = [self.world.grid, self.world.other_grid]
        people = [self.world.people[name] for name in ("worker", "other_worker")]
        for account, grid in zip(people, self.grids, strict=True):
            Posting.objects.filter(account=account).delete()
            Posting.objects.create(account=account, role="WORKER", grid=grid, valid_from=FROM)
        self.phones = [phone_of(account, next(numbers), self.bugs) for account in people]
        for number in range(4):
            add_person(self.grids[number % 2], f"原{number}")
        self._reached = [{} for _ in self.phones]
        self._given: list[set[str]] = [set() for _ in self.phones]
        self._others = ExitStack()
        self._others.enter_context(writing(self.grids, self.writers))

    def teardown(self) -> None:
        try:
            self._others.close()
            if not self.sick:
                self.quiet()
        finally:
            with sight_of_everything():
                Visit.objects.all().delete()
                Person.objects.all().delete()

    # What a backup and its return would undo is committed.
    backup = restore = None  # type: ignore[assignment]

    @rule(whom=nth)
    def somebody_is_deleted(self, whom: int) -> None:
        """Unless others are at the same person."""
        with suppress(IntegrityError, OperationalError):
            super().somebody_is_deleted(whom)

    @rule()
    def the_dead_are_forgotten(self) -> None:
        """By the clock, who tries again where a writer stood in the way."""
        with suppress(OperationalError):
            super().the_dead_are_forgotten()

    @rule(who=nth, at=st.integers(0, STATEMENTS), twice=st.booleans(), lost=fates)
    def push_is_ended(self, who: int, at: int, twice: bool, lost: str) -> None:
        """The database ends its connection at one of its statements; the phone hears nothing of what was done."""
        phone = pick(self.phones, who)
        push_ended_at(phone, at)
        if twice:
            phone.push(lost=lost)

    @invariant()
    def feed_is_the_truth(self) -> None:
        """5, 9: of one moment, in which others have not half written."""
        with one_moment():
            super().feed_is_the_truth()

    @invariant()
    def no_hole_below_the_cursor(self) -> None:
        """1: whoever took a version before us and committed after us is above the cursor, not below it."""
        with one_moment():
            super().no_hole_below_the_cursor()

    @invariant()
    def nothing_of_others_is_here(self) -> None:
        """6: no row of a scope that was never this worker's."""
        for phone, given in zip(self.phones, self._given, strict=True):
            given.update(self._assigned(phone))
            here = {scope for row in phone.rows.values() for scope in row.scopes}
            self._holds(here <= given, "6: a row of elsewhere")


def push_ended_at(phone: Any, at: int) -> bool:
    """Whether it was ended: a push may have fewer statements."""
    try:
        with ended_at(at):
            phone.push()
    except (OperationalError, InterfaceError):
        connection.close()
        return True
    return False


@contextmanager
def ended_at(at: int) -> Iterator[None]:
    """The database ends this thread's connection before its statement of that number."""
    counted = count()

    def end(execute: Any, statement: Any, params: Any, many: bool, context: Any) -> Any:
        if next(counted) == at:
            pid = context["connection"].connection.info.backend_pid
            with admin() as sure:
                sure.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        return execute(statement, params, many, context)

    with connection.execute_wrapper(end):
        yield
