"""Tells the database who is looking. Row-level security shows nothing to whoever forgets to (docs/registry.md)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from apps.core.call import ActorKind, Call
from apps.grids.enums import Role
from apps.grids.reach import Reach, reach_of

# Administrators of accounts and auditors of the log need nobody's name for their work, handlers of a unit see the task.
SEEING = tuple(role for role in Role if role not in (Role.AUDITOR, Role.HANDLER))
# Grids are told as negative numbers, divisions as positive ones; 0 is in every row (migration 0002).
EVERYTHING = "{0}"


def told_of(reach: Reach) -> str:
    places = [-pk for pk in reach.ids("grid", *SEEING)] + list(reach.ids("division", *SEEING))
    return "{" + ",".join(map(str, sorted(places))) + "}"


@contextmanager
def sight(reach: Reach) -> Iterator[None]:
    """Inside, queries see what the reach covers; opens a transaction unless there is one."""
    with _seeing(told_of(reach)):
        yield


@contextmanager
def sight_of_everything() -> Iterator[None]:
    """For the clock, the shell and the few steps of an action that reach beyond the actor's own rows."""
    with _seeing(EVERYTHING):
        yield


def take_sight(call: Call) -> Reach:
    """For an action, which already runs in perform's transaction: from here to its end it sees what its actor may."""
    if call.actor.kind in (ActorKind.CLOCK, ActorKind.SYSTEM):
        _look(EVERYTHING)
        return Reach()
    reach = reach_of(call.actor, call.at)
    _look(told_of(reach))
    return reach


@contextmanager
def loading(tables: Sequence[str]) -> Iterator[None]:
    """COPY refuses tables under row-level security; their owner lifts it for one transaction, and nobody else looks.

    ALTER TABLE locks the table until the end of the transaction, so this is for filling a city, not for daily work.
    """
    with transaction.atomic():
        _alter(tables, "NO FORCE")
        yield
        _settle_references()
        _alter(tables, "FORCE")


def _settle_references() -> None:
    """A table whose deferred references are still to be checked cannot be altered."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _alter(tables: Sequence[str], how: str) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} {how} ROW LEVEL SECURITY")


@contextmanager
def _seeing(told: str) -> Iterator[None]:
    if not connection.in_atomic_block:
        # The setting ends with the transaction.
        with transaction.atomic():
            _look(told)
            yield
        return
    before = _look(told)
    try:
        yield
    finally:
        # After an error in the database the rollback takes the setting back.
        if _is_sound():
            _look(before)


def _look(told: str) -> str:
    """Local to the transaction, so that a pooled connection never carries it on; returns what was set before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('grid.sees', true), set_config('grid.sees', %s, true)", [told])
        before, _ = cursor.fetchone() or ("", "")
    return before or ""


def _is_sound() -> bool:
    status: TransactionStatus = connection.connection.info.transaction_status
    return status == TransactionStatus.INTRANS
