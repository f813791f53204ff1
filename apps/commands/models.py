"""Every command that was answered, so that asking twice gives the same answer and one effect."""

from django.db import models


class Command(models.Model):
    class Status(models.TextChoices):
        RUNNING = "running"
        APPLIED = "applied"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    payload_hash = models.BinaryField(max_length=32)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    code = models.CharField(max_length=20, default="", blank=True)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="command_at")]

    def __str__(self) -> str:
        return f"{self.name} {self.status}"
