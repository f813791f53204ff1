"""The way down: per scope nothing, a page of changes, a list to compare with, or the address of a whole copy."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from apps.sync import feed
from apps.sync.bodies.looking import Looker
from apps.sync.bodies.telling import bodies
from apps.sync.feed import Change, Head
from apps.sync.scopes import Scope

# Of a snapshot: few enough that the phone seals one line while the next is on its way.
LINE = 250


@dataclass(frozen=True)
class Ask:
    """Where a device is in one scope; no version for an empty one, a digest (count, xor) now and then."""

    scope: str
    epoch: int | None
    version: int | None
    digest: tuple[int, str] | None = None


@contextmanager
def one_moment() -> Iterator[None]:
    """Feed and rows as they were at one instant, so that no body is newer or older than the revision beside it."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def answers(
    asks: Sequence[Ask], allowed: Mapping[str, Scope], looker: Looker, seen: Mapping[str, Head]
) -> list[dict[str, Any]]:
    """Of the scopes that are this account's. Most polls find nothing new, and how far they were `seen` says so."""
    mine = [ask for ask in asks if ask.scope in allowed]
    names = [ask.scope for ask in mine]
    if all(_is_quiet(ask, seen.get(ask.scope)) for ask in mine):
        return [_level(ask.scope, seen[ask.scope]) for ask in mine]
    feed.open_scopes(names)
    with one_moment():
        heads = feed.heads(names)
        return [_answer(ask, allowed[ask.scope], heads[ask.scope], looker) for ask in mine if ask.scope in heads]


def _is_quiet(ask: Ask, head: Head | None) -> bool:
    return head is not None and ask.digest is None and (ask.epoch, ask.version) == (head.epoch, head.version)


def _level(scope: str, head: Head) -> dict[str, Any]:
    return {"scope": scope, "epoch": head.epoch, "version": head.version}


def _answer(ask: Ask, scope: Scope, head: Head, looker: Looker) -> dict[str, Any]:
    level = _level(ask.scope, head)
    if ask.version is None:
        return level | {"snapshot": f"/api/sync/snapshot/{scope}/{head.epoch}-{head.version}.json"}
    if ask.epoch != head.epoch or not head.floor <= ask.version <= head.version:
        return level | {"manifest": feed.manifest(ask.scope)}
    if ask.version == head.version:
        return level | _compared(ask)
    page = feed.since(ask.scope, ask.version)
    if page is None:
        return level | {"manifest": feed.manifest(ask.scope)}
    changes, more = page
    version = changes[-1].version if more else head.version
    return level | {"version": version, "rows": told(scope, changes, looker), "more": more}


def _compared(ask: Ask) -> dict[str, Any]:
    """A digest is of a scope as far as the device has come; behind, there is nothing to compare it with yet."""
    if ask.digest is None or ask.digest == feed.digest(ask.scope):
        return {}
    return {"manifest": feed.manifest(ask.scope)}


def told(scope: Scope, changes: Sequence[Change], looker: Looker) -> list[dict[str, Any]]:
    wanted = [(change.kind, change.id) for change in changes if not change.dead]
    found = bodies(scope, wanted, looker)
    return [_row(change, found) for change in changes]


def _row(change: Change, found: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    row = {"kind": change.kind, "id": change.id, "rev": change.rev, "version": change.version}
    body = found.get((change.kind, change.id))
    # Living in the feed and not there to be told: whoever holds it must not keep it.
    return row | ({"dead": change.dead or "deleted"} if body is None else {"body": body})


def whole(scope: Scope, looker: Looker) -> Iterator[dict[str, Any]]:
    """Everything in it, of one moment: how far it has come, its rows line by line, how many they were.

    The transaction is open until the last line is taken; the front takes them as fast as they are made.
    """
    with one_moment():
        yield _level(str(scope), feed.heads([str(scope)])[str(scope)])
        changes, count = feed.all_of(str(scope)), 0
        for start in range(0, len(changes), LINE):
            rows = [row for row in told(scope, changes[start : start + LINE], looker) if "body" in row]
            count += len(rows)
            yield {"rows": rows}
        yield {"count": count}


def chosen(scope: Scope, wanted: Sequence[tuple[str, str]], looker: Looker) -> dict[str, Any]:
    """Rows by name, as far as they are in the scope."""
    head = feed.heads([str(scope)])[str(scope)]
    rows = [row for row in told(scope, feed.living(str(scope), wanted), looker) if "body" in row]
    return _level(str(scope), head) | {"rows": rows}
