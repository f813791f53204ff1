from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunSQL("CREATE SEQUENCE event_number", "DROP SEQUENCE event_number")]
