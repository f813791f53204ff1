"""What stood in a field before somebody corrected it: kept sealed, for as long as the rule EARLIER says."""

from django.db import models


class Earlier(models.Model):
    """Seen by whoever sees the row it is of: the policy asks that row's own (migration 0006)."""

    subject_kind = models.CharField(max_length=14)
    subject_id = models.UUIDField()
    field = models.CharField(max_length=30)
    value_sealed = models.BinaryField()
    at = models.DateTimeField()
    call_id = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "call_id"], name="earlier_subject"),
            models.Index(fields=["at"], name="earlier_at"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}.{self.field}"
