"""Articles among what every phone carries, and a worker's own reading marks in his scope."""

from importlib import import_module

from django.db import migrations

feed = import_module("apps.sync.migrations.0002_feed")

MARKS = """
DO $do$ BEGIN
    EXECUTE 'CREATE OR REPLACE VIEW sync_live (kind, id, place, place_id, kept) AS '
        || rtrim(pg_get_viewdef('sync_live'::regclass), E'; \\n') || $more$
UNION ALL SELECT 'mark', id, 'worker', account_id, at > now() - interval '90 days' FROM learning_mark
$more$;
END $do$
"""
# One line more in what `sync_fill` says by now, whatever that is, and a scope that is open already is told of it.
FILL = """
DO $do$ DECLARE
    old text := pg_get_functiondef('sync_fill(text)'::regprocedure);
    after_this text := $one$PERFORM sync_tell(ARRAY[asked], 'kinds', ARRAY['current']);$one$;
    more text := $one$ PERFORM sync_tell(ARRAY[asked], 'article', ARRAY(SELECT id::text FROM learning_article));$one$;
BEGIN
    IF position(after_this IN old) = 0 THEN RAISE EXCEPTION 'sync_fill is not what 0031 knows'; END IF;
    EXECUTE replace(old, after_this, after_this || more);
    PERFORM sync_tell(sync_lock(ARRAY['ref:all']), 'article', ARRAY(SELECT id::text FROM learning_article));
END $do$
"""
ARTICLES = "SELECT DISTINCT id::text FROM ({rows}) changed"
BY_ACCOUNT = "SELECT DISTINCT 'worker:' || account_id FROM ({rows}) changed ORDER BY 1"
MARK = [("mark", "SELECT DISTINCT id FROM ({rows}) changed")]


class Migration(migrations.Migration):
    dependencies = [("sync", "0030_rounds_and_parts"), ("learning", "0001_initial")]
    operations = [
        migrations.RunSQL(MARKS, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        # Never deleted: a withdrawn one says so.
        *(
            feed.trigger("learning_article", event, feed.REF, feed.tell("article", ARTICLES))
            for event in ("insert", "update")
        ),
        *(feed.trigger("learning_mark", event, BY_ACCOUNT, feed.touches(MARK)) for event in feed.CHANGED),
    ]
