from django.db import migrations

# TRUNCATE fires no trigger of a row.
FORWARD = """
CREATE TRIGGER journal_entry_never_emptied BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only();
"""
BACKWARD = "DROP TRIGGER journal_entry_never_emptied ON journal_entry;"


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_entry_notice")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
