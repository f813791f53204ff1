from django.db import migrations

# `now()` is when the transaction began; of what is there already, the day it was made for is as good.
FORWARD = """
CREATE FUNCTION journal_hear() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO journal_heard (room, entry)
        SELECT DISTINCT room, NEW.id FROM unnest(NEW.rooms) AS room WHERE NOT starts_with(room, 'event:');
    RETURN NULL;
END $$;
CREATE TRIGGER journal_entry_is_heard AFTER INSERT ON journal_entry FOR EACH ROW
    WHEN (NEW.subject_kind = 'event' AND NOT jsonb_exists(NEW.notice, 'quiet')) EXECUTE FUNCTION journal_hear();
INSERT INTO journal_heard (room, entry, at)
    SELECT DISTINCT room, id, at FROM journal_entry, unnest(rooms) AS room
     WHERE subject_kind = 'event' AND NOT jsonb_exists(notice, 'quiet') AND at > now() - interval '14 days'
       AND NOT starts_with(room, 'event:');
"""
BACKWARD = """
DROP TRIGGER journal_entry_is_heard ON journal_entry;
DROP FUNCTION journal_hear();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0005_heard")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
