from django.db import migrations


class Migration(migrations.Migration):
    """Two facts of a phone that were never written, and that nobody would act on."""

    dependencies = [("sync", "0005_pieces")]

    operations = [
        migrations.RemoveField("syncdevice", "clock_offset_s"),
        migrations.RemoveField("syncdevice", "digest_ok_at"),
    ]
