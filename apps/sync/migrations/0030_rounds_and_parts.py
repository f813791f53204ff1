"""Parts of a grid in its scope, and a worker's rounds of 30 days in his own; fed as 0002 feeds everything."""

from importlib import import_module

from django.db import migrations

feed = import_module("apps.sync.migrations.0002_feed")

# Added to what the view says by now, whatever that is: other rooms add theirs.
MORE = """
DO $do$ BEGIN
    EXECUTE 'CREATE OR REPLACE VIEW sync_live (kind, id, place, place_id, kept) AS '
        || rtrim(pg_get_viewdef('sync_live'::regclass), E'; \\n') || $more$
UNION ALL SELECT 'part', id, 'grid', grid_id, true FROM registry_part
UNION ALL SELECT 'patrol', id, 'worker', by_id, begun_at > now() - interval '30 days' FROM patrols_patrol
$more$;
END $do$
"""
BY_WORKER = "SELECT DISTINCT 'worker:' || by_id FROM ({rows}) changed ORDER BY 1"
ROUND = [("patrol", "SELECT DISTINCT id FROM ({rows}) changed")]
# Scopes that were opened before: their parts come with the next pull.
FILL = """
DO $do$ DECLARE opened_one text; fed text[]; BEGIN
    PERFORM set_config('grid.sees', '{0}', true);
    FOR opened_one IN SELECT scope FROM sync_scope WHERE opened AND scope LIKE 'grid:%' ORDER BY scope LOOP
        fed := sync_lock(ARRAY[opened_one]);
        PERFORM sync_touch('part', ARRAY(
            SELECT id FROM registry_part WHERE grid_id = split_part(opened_one, ':', 2)::bigint), fed);
    END LOOP;
    PERFORM set_config('grid.sees', '', true);
END $do$
"""


class Migration(migrations.Migration):
    dependencies = [("sync", "0020_papers"), ("patrols", "0002_sight")]
    operations = [
        migrations.RunSQL(MORE, migrations.RunSQL.noop),
        *(feed.trigger("registry_part", event, feed.BY_GRID, feed.touches([("part", feed.OWN)])) for event in feed.CHANGED),
        *(feed.trigger("patrols_patrol", event, BY_WORKER, feed.touches(ROUND)) for event in feed.CHANGED),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
