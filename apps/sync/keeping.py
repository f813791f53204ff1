"""What clock and runbook do to the feed: rows age out, the dead are forgotten, a restored database begins anew."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from apps.events.enums import ENDED

# Dead rows are told for so long; a phone that was away longer compares whole lists instead (S-07).
DEAD_FOR = timedelta(days=90)
AT_ONCE = 5_000
# Who turned from living to aged without being written; a sweep that was down catches up within a quarter of a year.
DAYS = "BETWEEN now() - interval '{} days' AND now() - interval '{} days'"
AGED = {
    "event": ("events_event", "state = ANY(%(ended)s) AND moved_at " + DAYS.format(120, 30)),
    "person": ("registry_person", "COALESCE(died_on, left_on) " + DAYS.format(120, 30)),
    "organisation": ("registry_organisation", "closed_on " + DAYS.format(120, 30)),
    "visit": ("registry_visit", "at " + DAYS.format(180, 90)),
    "handover": ("handovers_handovernote", "at " + DAYS.format(270, 180)),
    "receipt": ("handovers_handoverreceipt", "at " + DAYS.format(270, 180)),
    "mark": ("learning_mark", "at " + DAYS.format(180, 90)),
    "patrol": ("patrols_patrol", "begun_at " + DAYS.format(120, 30)),
}
TOLD = """
SELECT array_agg(id), array_agg(DISTINCT scope) FROM (
    SELECT feed.row_id::uuid AS id, feed.scope FROM sync_feed feed JOIN {table} old ON old.id::text = feed.row_id
     WHERE {aged} AND feed.kind = %(kind)s AND feed.dead = '' ORDER BY feed.scope LIMIT %(many)s
) aged
"""
BURY = """
WITH old AS MATERIALIZED (
    SELECT scope, kind, row_id, version FROM sync_feed WHERE dead_at < %s ORDER BY dead_at LIMIT %s
), locked AS MATERIALIZED (
    SELECT scope FROM sync_scope WHERE scope IN (SELECT scope FROM old) ORDER BY scope FOR NO KEY UPDATE
), gone AS (
    DELETE FROM sync_feed feed USING old, locked
     WHERE feed.scope = old.scope AND feed.kind = old.kind AND feed.row_id = old.row_id AND locked.scope = old.scope
       AND feed.version = old.version RETURNING feed.scope, feed.version
), floors AS (
    UPDATE sync_scope SET floor = GREATEST(floor, newest)
      FROM (SELECT scope, max(version) AS newest FROM gone GROUP BY scope) each WHERE each.scope = sync_scope.scope
)
SELECT count(*) FROM gone
"""


def age_out() -> int:
    """Under sight of everything."""
    return sum(_age(kind) for kind in AGED)


def _age(kind: str) -> int:
    table, aged = AGED[kind]
    with connection.cursor() as cursor:
        told: dict[str, Any] = {"kind": kind, "many": AT_ONCE, "ended": sorted(ENDED)}
        cursor.execute(TOLD.format(table=table, aged=aged), told)
        ids, scopes = cursor.fetchone() or (None, None)
        if ids is None or scopes is None:
            return 0
        cursor.execute("SELECT sync_touch(%s, %s, sync_lock(%s))", [kind, ids, sorted(scopes)])
        return len(ids)


def bury(at: datetime) -> int:
    """Forgets what died long ago and raises the floor in the same statement."""
    with connection.cursor() as cursor:
        cursor.execute(BURY, [at - DEAD_FOR, AT_ONCE])
        (gone,) = cursor.fetchone() or (0,)
    return int(gone)


def begin_epoch(at: datetime) -> int:
    """Never one that was told before, even if that is not known any more: the microseconds of the clock, at least.

    That is below 2^53, beyond which a browser cannot count.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sync_epoch (id, number) VALUES (1, %(now)s)"
            " ON CONFLICT (id) DO UPDATE SET number = GREATEST(sync_epoch.number + 1, %(now)s) RETURNING number",
            {"now": int(at.timestamp() * 1_000_000)},
        )
        (number,) = cursor.fetchone() or (0,)
        # A transaction of this cluster may carry the number of one of the other.
        cursor.execute("UPDATE sync_scope SET xid = NULL")
    return int(number)
