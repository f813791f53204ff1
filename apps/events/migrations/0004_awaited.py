import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0003_appeals'),
        ('photos', '0002_voice'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='photos_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='Awaited',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('media', models.UUIDField()),
                ('move', models.UUIDField()),
                ('kind', models.CharField(choices=[('REPORT', '上报'), ('BEFORE', '处置前'), ('AFTER', '处置后'), ('CHECK', '核查'), ('VOICE', '语音')], max_length=8)),
                ('at', models.DateTimeField()),
                ('waived_at', models.DateTimeField(null=True)),
                ('preview', models.BinaryField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='awaited', to='events.event')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('media', 'move'), name='event_awaited_once')],
            },
        ),
        migrations.CreateModel(
            name='EventVoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='voices', to='events.event')),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='photos.voice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event', 'voice'), name='event_voice_once')],
            },
        ),
    ]
