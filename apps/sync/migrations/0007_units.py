"""A scope for each unit: the matters it disposes of and those it has a part in, fed as 0002 feeds everything."""

from importlib import import_module

from django.db import migrations

# Names of migrations begin with a digit.
feed = import_module("apps.sync.migrations.0002_feed")
more = import_module("apps.sync.migrations.0004_more_kinds")

# As in a grid's scope: open, or ended not long ago.
KEPT = (
    "event.state NOT IN ('CLOSED', 'REFUSED', 'NOT_FILED', 'VOID', 'MERGED')"
    " OR event.moved_at > now() - interval '30 days'"
)
# A unit that had a part in a matter before it was given the whole is in its scope once.
LIVE = f"""{more.LIVE}
UNION ALL SELECT 'event', event.id, 'unit', event.unit_id, {KEPT} FROM events_event event WHERE event.unit_id IS NOT NULL
UNION ALL SELECT 'event', event.id, 'unit', part.unit_id, {KEPT}
  FROM events_assist part JOIN events_event event ON event.id = part.event_id
 WHERE part.unit_id IS DISTINCT FROM event.unit_id
"""
OWN = "SELECT 'unit:' || unit_id FROM ({rows}) changed"


def parts(events: str) -> str:
    return f"SELECT 'unit:' || unit_id FROM events_assist WHERE event_id IN ({events})"


def also(scopes: str, *others: str) -> str:
    """All scopes of a statement in the order of their names."""
    return " UNION ".join([scopes.removesuffix(" ORDER BY 1"), *others]) + " ORDER BY 1"


def around(events: str) -> str:
    main = f"SELECT 'unit:' || unit_id FROM events_event WHERE id IN ({events})"
    return also(feed.around(events), main, parts(events))


IDS = "SELECT id FROM ({rows}) changed"
HUNG = [("event", feed.HUNG)]
FED = [
    ("events_event", feed.CHANGED, also(feed.EVENT_SCOPES, OWN, parts(IDS)), feed.EVENT),
    # Its own unit as it was, too: a part that was taken away is found by no matter any more.
    ("events_assist", feed.CHANGED, also(around(feed.HUNG), OWN), HUNG),
    ("events_eventphoto", feed.CHANGED, around(feed.HUNG), HUNG),
    ("journal_entry", ["insert"], around(feed.SAID), [("event", feed.SAID)]),
]


def again(table: str, event: str, scopes: str, found: list[tuple[str, str]]) -> migrations.RunSQL:
    """The trigger of 0002 in place of itself; backwards it stays, as the view does, and feeds what nobody asks for."""
    made = feed.trigger(table, event, scopes, feed.touches(found)).sql.replace("CREATE ", "CREATE OR REPLACE ")
    return migrations.RunSQL(made, migrations.RunSQL.noop)


# Made at once where phones are fed already, so that two who write for one unit do not wait for each other to make it.
KNOWN = """
INSERT INTO sync_scope (scope)
SELECT 'unit:' || id FROM grids_unit WHERE EXISTS (SELECT FROM sync_scope WHERE opened) ORDER BY 1
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("sync", "0006_nothing_unwritten"), ("events", "0005_attended"), ("grids", "0002_border_moves")]
    operations = [
        migrations.RunSQL(LIVE, migrations.RunSQL.noop),
        *(again(table, event, scopes, found) for table, events, scopes, found in FED for event in events),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
