"""How many full values somebody has seen lately, and the auditor's list of them, from one small index."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_reach"), ("journal", "0003_entry_notice")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX registry_reveals ON journal_entry (actor_id, at) WHERE verb = 'registry.reveal'",
            "DROP INDEX registry_reveals",
        ),
    ]
