"""More that phones carry, fed as 0002 feeds everything: parts, rounds, articles and reading marks, hand-overs; and with
a person what that person agreed to and asked for."""

from importlib import import_module

from django.db import migrations

# Names of migrations begin with a digit.
feed = import_module("apps.sync.migrations.0002_feed")

LIVE = f"""{feed.LIVE.replace("CREATE VIEW", "CREATE OR REPLACE VIEW")}
UNION ALL SELECT 'part', id, 'grid', grid_id, true FROM registry_part
UNION ALL SELECT 'handover', id, 'grid', grid_id, at > now() - interval '180 days' FROM handovers_handovernote
UNION ALL SELECT 'patrol', id, 'worker', by_id, begun_at > now() - interval '30 days' FROM patrols_patrol
UNION ALL SELECT 'mark', id, 'worker', account_id, at > now() - interval '90 days' FROM learning_mark
UNION ALL SELECT 'receipt', id, 'worker', by_id, at > now() - interval '180 days' FROM handovers_handoverreceipt
"""
KINDS = "PERFORM sync_tell(ARRAY[asked], 'kinds', ARRAY['current']);"
ARTICLES = "PERFORM sync_tell(ARRAY[asked], 'article', ARRAY(SELECT id::text FROM learning_article));"
FILL = feed.FILL.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(KINDS, f"{KINDS}\n        {ARTICLES}")
# Of what is new only parts were there before; scopes that are open already are told of theirs.
PARTS = """
DO $do$ DECLARE asked text; BEGIN
    PERFORM set_config('grid.sees', '{0}', true);
    FOR asked IN SELECT scope FROM sync_scope WHERE opened AND scope LIKE 'grid:%' ORDER BY scope LOOP
        PERFORM sync_touch('part', ARRAY(
            SELECT id FROM registry_part WHERE grid_id = split_part(asked, ':', 2)::bigint), sync_lock(ARRAY[asked]));
    END LOOP;
    PERFORM set_config('grid.sees', '', true);
END $do$
"""
BY_WORKER, BY_ACCOUNT = (
    f"SELECT DISTINCT 'worker:' || {column} FROM ({{rows}}) changed ORDER BY 1" for column in ("by_id", "account_id")
)
ALL = "SELECT DISTINCT id FROM ({rows}) changed"
OF_PERSON = [("person", feed.of("person_id"))]
FED = {
    "registry_part": (feed.BY_GRID, [("part", feed.OWN)]),
    "registry_consent": (feed.BY_GRID, OF_PERSON),
    "registry_datarequest": (feed.BY_GRID, OF_PERSON),
    "handovers_handovernote": (feed.BY_GRID, [("handover", feed.OWN)]),
    "handovers_handoverreceipt": (BY_WORKER, [("receipt", ALL)]),
    "patrols_patrol": (BY_WORKER, [("patrol", ALL)]),
    "learning_mark": (BY_ACCOUNT, [("mark", ALL)]),
}
TOLD = feed.tell("article", "SELECT DISTINCT id::text FROM ({rows}) changed")


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0003_lost_phones"), ("registry", "0007_visit_checklists"), ("patrols", "0002_sight"),
        ("learning", "0001_initial"), ("handovers", "0002_reach"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL(LIVE, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        *(
            feed.trigger(table, event, scopes, feed.touches(found))
            for table, (scopes, found) in FED.items()
            for event in feed.CHANGED
        ),
        # Never deleted: a withdrawn one says so.
        *(feed.trigger("learning_article", event, feed.REF, TOLD) for event in ("insert", "update")),
        migrations.RunSQL(PARTS, migrations.RunSQL.noop),
    ]
