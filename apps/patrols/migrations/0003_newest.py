"""The list of a desk: of a street by its own index, of a wider area through the newest of all until a page is full."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("grids", "0002_border_moves"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("patrols", "0002_sight"),
    ]
    operations = [
        migrations.RemoveIndex("patrol", "patrol_begun"),
        migrations.AddIndex("patrol", models.Index(fields=["-begun_at", "-id"], name="patrol_newest")),
        migrations.AddIndex("patrol", models.Index(fields=["street", "-begun_at"], name="patrol_of_street")),
    ]
