"""Notes of a hand-over in the grid's scope for half a year, a worker's own receipts in his."""

from importlib import import_module

from django.db import migrations

feed = import_module("apps.sync.migrations.0002_feed")

MORE = """
DO $do$ BEGIN
    EXECUTE 'CREATE OR REPLACE VIEW sync_live (kind, id, place, place_id, kept) AS '
        || rtrim(pg_get_viewdef('sync_live'::regclass), E'; \\n') || $more$
UNION ALL SELECT 'handover', id, 'grid', grid_id, at > now() - interval '180 days' FROM handovers_handovernote
UNION ALL SELECT 'receipt', id, 'worker', by_id, at > now() - interval '180 days' FROM handovers_handoverreceipt
$more$;
END $do$
"""
BY_WORKER = "SELECT DISTINCT 'worker:' || by_id FROM ({rows}) changed ORDER BY 1"
RECEIPT = [("receipt", "SELECT DISTINCT id FROM ({rows}) changed")]


class Migration(migrations.Migration):
    dependencies = [("sync", "0031_reading"), ("handovers", "0002_reach")]
    operations = [
        migrations.RunSQL(MORE, migrations.RunSQL.noop),
        *(
            feed.trigger("handovers_handovernote", event, feed.BY_GRID, feed.touches([("handover", feed.OWN)]))
            for event in feed.CHANGED
        ),
        *(feed.trigger("handovers_handoverreceipt", event, BY_WORKER, feed.touches(RECEIPT)) for event in feed.CHANGED),
    ]
