"""What corrections took the place of. It is seen by whoever sees the row it is of, wherever that has moved to since:
the policy asks the row's table, whose own policy answers, so nothing has to follow a move."""

from django.db import migrations, models

KINDS = ("person", "room", "building", "organisation", "part", "serviceplace")
ASKED = " ".join(
    f"WHEN '{kind}' THEN EXISTS (SELECT FROM registry_{kind} subject WHERE subject.id = subject_id)"  # noqa: S608 -- names of ours
    for kind in KINDS
)
POLICY = f"""
ALTER TABLE registry_earlier ENABLE ROW LEVEL SECURITY;
ALTER TABLE registry_earlier FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON registry_earlier USING (CASE subject_kind {ASKED} ELSE false END);
"""
GONE = "DROP POLICY reach ON registry_earlier"


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_of_grid")]
    operations = [
        migrations.CreateModel(
            name="Earlier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=14)),
                ("subject_id", models.UUIDField()),
                ("field", models.CharField(max_length=30)),
                ("value_sealed", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("call_id", models.UUIDField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_id", "call_id"], name="earlier_subject"),
                    models.Index(fields=["at"], name="earlier_at"),
                ],
            },
        ),
        migrations.RunSQL(POLICY, GONE),
    ]
