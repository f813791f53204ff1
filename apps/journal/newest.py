"""The newest notices of matters in somebody's rooms, for whoever was not there when they were said."""

from collections.abc import Collection
from datetime import datetime, timedelta

import orjson
from django.db import connection

from apps.journal.catchup import NOTICE

TOLD = 200
TOLD_FOR = timedelta(days=14)
AT_ONCE = 50_000

# Of each room the end of its own stretch of the index: what it costs depends on neither the city nor its years.
NEWEST = f"""
SELECT {NOTICE} FROM (
    SELECT DISTINCT heard.entry FROM unnest(%s::varchar[]) AS mine (room) CROSS JOIN LATERAL (
        SELECT entry, at FROM journal_heard WHERE journal_heard.room = mine.room ORDER BY entry DESC LIMIT %s
    ) heard WHERE heard.at > %s ORDER BY heard.entry DESC LIMIT %s
) newest JOIN journal_entry ON journal_entry.id = newest.entry ORDER BY id DESC
"""  # noqa: S608 -- our own words
FORGET = """
DELETE FROM journal_heard WHERE (room, entry) IN (SELECT room, entry FROM journal_heard WHERE at <= %s LIMIT %s)
"""


def newest(rooms: Collection[str], *, at: datetime) -> list[orjson.Fragment]:
    """Newest first; what was announced to none but open screens is no news."""
    with connection.cursor() as sql:
        sql.execute(NEWEST, [sorted(rooms), TOLD, at - TOLD_FOR, TOLD])
        return [orjson.Fragment(notice) for (notice,) in sql.fetchall()]


def forget(*, at: datetime) -> int:
    """What is too old to be told; the journal keeps it. How many rows of it went."""
    total = 0
    while True:
        with connection.cursor() as sql:
            sql.execute(FORGET, [at - TOLD_FOR, AT_ONCE])
            gone: int = sql.rowcount
        total += gone
        if gone < AT_ONCE:
            return total
