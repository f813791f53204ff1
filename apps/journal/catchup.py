"""What somebody lacks who was away: every entry of his rooms since his cursor, whenever its transaction committed.

A cursor is the oldest transaction that was still running at the last pull. Whatever commits later has that number or
a higher one, so nothing that commits late is skipped; what was already told may come again (docs/push.md).
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import orjson
from django.db import connection

SCANNED = 5_000
TOLD = 500

# What was announced, in the same words for whoever missed it.
NOTICE = """
(notice || jsonb_build_object('entry', id, 'verb', verb, 'kind', subject_kind, 'subject', subject_id, 'at', at))::text
"""
# Restored rows may carry numbers this database has yet to reach: those above its own snapshot are not news.
SINCE = f"""
WITH now AS (
    SELECT pg_current_snapshot() AS snapshot
), newest AS MATERIALIZED (
    SELECT id, xid, at, verb, subject_kind, subject_id, notice, rooms FROM journal_entry, now
    WHERE xid >= %s::text::xid8 AND xid < pg_snapshot_xmax(snapshot) ORDER BY xid DESC LIMIT %s
)
SELECT pg_snapshot_xmin(snapshot)::text::bigint, system_identifier, timeline_id, oid,
       (SELECT count(*) FROM newest), (SELECT xid::text::bigint FROM newest ORDER BY xid LIMIT 1),
       id, xid::text::bigint, rooms, {NOTICE}
FROM now CROSS JOIN pg_control_system() CROSS JOIN pg_control_checkpoint()
JOIN pg_database ON datname = current_database() LEFT JOIN newest ON %s::varchar[] IS NULL OR rooms && %s::varchar[]
"""  # noqa: S608 -- our own words


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
    """`floor` is the lowest number from which nothing is missing here."""

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


def since(cursors: Iterable[str | None], *, rooms: Collection[str] | None = None) -> Since:
    """One statement for all of them: what happened in the rooms (in any, when none are named) from the lowest on."""
    lowest = min((xid for epoch, xid in map(_parsed, cursors) if epoch), default=None)
    heard = None if rooms is None else list(rooms)
    with connection.cursor() as sql:
        sql.execute(SINCE, [str(lowest or 0), 0 if lowest is None else SCANNED + 1, heard, heard])
        rows = sql.fetchall()
    xmin, *identity, looked, oldest = rows[0][:6]
    told = (Told(entry, xid, tuple(at), orjson.Fragment(notice)) for *_, entry, xid, at, notice in rows if entry)
    floor = xmin if lowest is None else lowest
    # A transaction cut in two by the limit is not whole, so its number does not count as covered.
    floor = oldest + 1 if looked > SCANNED else floor
    return Since(_epoch(identity), xmin, floor, tuple(sorted(told, key=lambda each: each.entry)))


def lacking(asks: Sequence[Ask]) -> list[Lack]:
    """Answers many who ask at once by one look at the journal."""
    news = since([ask.cursor for ask in asks], rooms=frozenset().union(*(ask.rooms for ask in asks)))
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
    mine = [told for told in map(news.told.__getitem__, sorted(heard)) if told.xid >= xid]
    if len(mine) > TOLD:
        return Lack(news.cursor, complete=False)
    return Lack(news.cursor, complete=True, notices=tuple(told.notice for told in mine))


def _epoch(identity: Sequence[int]) -> str:
    """Another cluster, another database in it, or a point in time gone back to: each makes old cursors worthless."""
    return hashlib.sha256(repr(tuple(identity)).encode()).hexdigest()[:12]


def _parsed(cursor: str | None) -> tuple[str, int]:
    epoch, dash, xid = (cursor or "").partition("-")
    if not (epoch and dash and xid.isascii() and xid.isdecimal() and len(xid) < 20):
        return "", -1
    return epoch, int(xid)
