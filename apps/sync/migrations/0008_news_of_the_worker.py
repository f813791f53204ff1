from django.db import migrations, models


class Migration(migrations.Migration):
    """What became of a command is told to each phone of its worker."""

    dependencies = [("sync", "0007_units")]
    operations = [
        migrations.RemoveIndex(model_name="synccommand", name="sync_command_news"),
        migrations.AddIndex(
            model_name="synccommand",
            index=models.Index(fields=["worker", "at"], name="sync_command_news"),
        ),
    ]
