"""A round through the grid (巡查): when it began and ended, how far it led, and for a while where."""

import uuid

from django.db import models

from apps.accounts.models import Account
from apps.registry.models.base import Belonging

# A wider area has so many rounds that a walk through the newest of all soon finds a page of them.
INDEXED = ("grid", "community", "street")


class Patrol(Belonging):
    """`track`: [longitude, latitude, seconds since the beginning], in the order walked. It is emptied after a month;
    how far it led stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    track = models.JSONField(default=list)
    metres = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["by", "-begun_at"], name="patrol_by"),
            *[models.Index(fields=[level, "-begun_at"], name=f"patrol_of_{level}") for level in INDEXED],
            models.Index(fields=["-begun_at", "-id"], name="patrol_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} {self.begun_at:%Y-%m-%d %H:%M}"
