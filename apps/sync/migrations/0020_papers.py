"""What a person agreed to and asked for is told with the person, and a new text or checklist reaches every phone."""

from importlib import import_module

from django.db import migrations

# Names of migrations begin with a digit.
feed = import_module("apps.sync.migrations.0002_feed")
TABLES = ("registry_consent", "registry_datarequest")


class Migration(migrations.Migration):
    dependencies = [("sync", "0010_lost_phones"), ("registry", "0016_visit_checklists")]
    operations = [
        feed.trigger(table, event, feed.BY_GRID, feed.touches([("person", feed.of("person_id"))]))
        for table in TABLES
        for event in feed.CHANGED
    ]
