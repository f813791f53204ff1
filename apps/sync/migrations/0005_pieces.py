import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Who waits for what is known by the matter itself now; the move it belongs to is the command's own.
MOVED = """
INSERT INTO events_awaited (media, event_id, move, kind, by_id, at)
SELECT waiting.media, waiting.event, command.id, waiting.kind, command.worker_id, command.received_at
  FROM sync_awaited waiting JOIN sync_synccommand command ON command.id = waiting.command_id
 WHERE EXISTS (SELECT FROM events_event WHERE id = waiting.event)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0004_awaited'),
        ('photos', '0002_voice'),
        ('sync', '0004_more_kinds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(MOVED, migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Chunk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offset', models.PositiveIntegerField()),
                ('bytes', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Partial',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('sha256', models.CharField(db_collation='C', max_length=64)),
                ('length', models.PositiveIntegerField()),
                ('offset', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RemoveField(
            model_name='awaited',
            name='command',
        ),
        migrations.AddField(
            model_name='media',
            name='voice',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='photos.voice'),
        ),
        migrations.AlterField(
            model_name='media',
            name='photo',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='photos.photo'),
        ),
        migrations.AddConstraint(
            model_name='media',
            constraint=models.CheckConstraint(condition=models.Q(('photo', None), ('voice', None), _connector='XOR'), name='sync_media_is_one_of_two'),
        ),
        migrations.AddField(
            model_name='partial',
            name='worker',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='chunk',
            name='partial',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chunks', to='sync.partial'),
        ),
        migrations.DeleteModel(
            name='Awaited',
        ),
        migrations.AddConstraint(
            model_name='chunk',
            constraint=models.UniqueConstraint(fields=('partial', 'offset'), name='sync_chunk_once'),
        ),
    ]
