"""What somebody lacks who was away: every entry of his rooms since his cursor, whenever its transaction committed.

A cursor is the oldest transaction that was still running at the last pull. Whatever commits later has that number or
a higher one, so nothing that commits late is skipped; what was already told may come again (docs/push.md).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

SCANNED = 5_000
TOLD = 500

# Restored rows may carry numbers this database has yet to reach: those above its own snapshot are not news.
SINCE = """
WITH now AS (
    SELECT pg_current_snapshot() AS snapshot
), newest AS (
    SELECT id, xid, at, verb, subject_kind, subject_id, notice, rooms FROM journal_entry, now
    WHERE xid >= %s::text::xid8 AND xid < pg_snapshot_xmax(snapshot) ORDER BY xid DESC, id DESC LIMIT %s
)
SELECT pg_snapshot_xmin(snapshot)::text::bigint, system_identifier, timeline_id, oid,
       id, xid::text::bigint, at, verb, subject_kind, subject_id, notice::text, rooms
FROM now CROSS JOIN pg_control_system() CROSS JOIN pg_control_checkpoint()
JOIN pg_database ON datname = current_database() LEFT JOIN newest ON true
"""


@dataclass(frozen=True)
class Ask:
    """Where one client is, and which rooms it may hear."""

    cursor: str | None
    rooms: frozenset[str]


@dataclass(frozen=True)
class Told:
    entry: int
    xid: int
    rooms: tuple[str, ...]
    notice: orjson.Fragment


@dataclass(frozen=True)
class Since:
    """Newest first. `floor` is the lowest number from which nothing is missing here."""

    epoch: str
    xmin: int
    floor: int
    told: tuple[Told, ...]

    @property
    def cursor(self) -> str:
        return f"{self.epoch}-{self.xmin}"

    def covers(self, cursor: str | None) -> bool:
        epoch, xid = _parsed(cursor)
        return epoch == self.epoch and xid >= self.floor


@dataclass(frozen=True)
class Lack:
    """Not complete: more is missing than is worth telling, or the cursor is of another database; reload the lists."""

    cursor: str
    complete: bool
    notices: tuple[orjson.Fragment, ...] = ()


def since(cursors: Iterable[str | None]) -> Since:
    """One statement for all of them: everything from the lowest cursor on, as far as it is worth looking."""
    lowest = min((xid for epoch, xid in map(_parsed, cursors) if epoch), default=None)
    limit = 0 if lowest is None else SCANNED + 1
    with connection.cursor() as sql:
        sql.execute(SINCE, [str(lowest or 0), limit])
        rows = sql.fetchall()
    xmin, *identity = rows[0][:4]
    found = tuple(_told(row[4:]) for row in rows if row[4] is not None)
    if lowest is None:
        return Since(_epoch(identity), xmin, xmin, ())
    # A transaction cut in two by the limit is not whole, so its number does not count as covered.
    floor = found[-1].xid + 1 if len(found) > SCANNED else lowest
    return Since(_epoch(identity), xmin, floor, found)


def lacking(asks: Sequence[Ask]) -> list[Lack]:
    """Answers many who ask at once by one look at the journal."""
    news = since(ask.cursor for ask in asks)
    by_room: dict[str, list[int]] = defaultdict(list)
    for place, told in enumerate(news.told):
        for room in told.rooms:
            by_room[room].append(place)
    return [_lack(ask, news, by_room) for ask in asks]


def _lack(ask: Ask, news: Since, by_room: dict[str, list[int]]) -> Lack:
    if not news.covers(ask.cursor):
        return Lack(news.cursor, complete=False)
    _, xid = _parsed(ask.cursor)
    heard = {place for room in ask.rooms for place in by_room.get(room, ())}
    mine = sorted((told for told in map(news.told.__getitem__, heard) if told.xid >= xid), key=lambda told: told.entry)
    if len(mine) > TOLD:
        return Lack(news.cursor, complete=False)
    return Lack(news.cursor, complete=True, notices=tuple(told.notice for told in mine))


def _told(row: Sequence[Any]) -> Told:
    entry, xid, at, verb, kind, subject, facts, rooms = row
    return Told(entry, xid, tuple(rooms), _notice(entry, at, verb=verb, kind=kind, subject=subject, facts=facts))


def _notice(entry: int, at: datetime, *, verb: str, kind: str, subject: str, facts: str) -> orjson.Fragment:
    shape = {
        "entry": entry,
        "verb": verb,
        "kind": kind,
        "subject": subject,
        "at": at.isoformat(),
        **orjson.loads(facts),
    }
    return orjson.Fragment(orjson.dumps(shape))


def _epoch(identity: Sequence[int]) -> str:
    """Another cluster, another database in it, or a point in time gone back to: each makes old cursors worthless."""
    return hashlib.sha256(repr(tuple(identity)).encode()).hexdigest()[:12]


def _parsed(cursor: str | None) -> tuple[str, int]:
    epoch, dash, xid = (cursor or "").partition("-")
    if not (epoch and dash and xid.isascii() and xid.isdecimal() and len(xid) < 20):
        return "", -1
    return epoch, int(xid)
