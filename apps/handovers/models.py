"""A grid goes from one worker to the next (交接): what the one leaves to be known, and that the other has it."""

import uuid

from django.db import models

from apps.accounts.models import Account
from apps.grids.models import Posting
from apps.registry.models.base import Belonging


class HandoverNote(Belonging):
    """Of people, so in the reach of the grid and no further; row-level security repeats it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    text = models.CharField(max_length=2000)

    class Meta:
        indexes = [models.Index(fields=["grid", "-at"], name="handover_note_of_grid")]

    def __str__(self) -> str:
        return f"{self.grid_id} {self.at:%Y-%m-%d}"


class HandoverReceipt(models.Model):
    """One a posting: who comes back to a grid later takes it over anew."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    posting = models.OneToOneField(Posting, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.posting_id} {self.at:%Y-%m-%d}"
