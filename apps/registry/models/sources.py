"""From where and since when one field is known, kept only where it differs from its row: most rows have none."""

from django.db import models

from apps.registry.enums import Source


class FieldSource(models.Model):
    subject_kind = models.CharField(max_length=14)
    subject_id = models.UUIDField()
    field = models.CharField(max_length=30)
    source = models.CharField(max_length=12, choices=Source.choices)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "subject_kind", "field"], name="field_source_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}.{self.field}"
