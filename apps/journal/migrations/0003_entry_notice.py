from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [migrations.AddField("entry", "notice", models.JSONField(default=dict))]
