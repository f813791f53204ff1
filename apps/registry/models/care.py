"""What the care for people's data keeps: merges that can be undone, consents, requests and how long things stay."""

import uuid

from django.db import models
from django.db.models import Q

from apps.accounts.models import Account
from apps.registry.enums import RequestKind, RequestState
from apps.registry.models.base import Belonging
from apps.registry.models.people import Person


class Merge(Belonging):
    """Which rows went over to the kept person, and what was filled in there, so that all of it can go back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges")
    lost = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lost"], condition=Q(undone_at=None), name="merged_once")]
        indexes = [models.Index(fields=["grid"], name="merge_of_grid")]

    def __str__(self) -> str:
        return f"{self.lost_id} → {self.kept_id}"


class Consent(Belonging):
    """To one version of one text; a new version asks again, a withdrawal ends it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    text_key = models.CharField(max_length=30)
    version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "text_key"], condition=Q(withdrawn_at=None), name="consent_in_force"
            ),
        ]
        indexes = [models.Index(fields=["grid"], name="consent_of_grid")]

    def __str__(self) -> str:
        return f"{self.text_key} {self.version}"


class DataRequest(Belonging):
    """Of the person concerned, written down by whoever took it in; a leader or administrator answers it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=10, choices=RequestKind.choices)
    text = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=RequestState.choices, default=RequestState.OPEN)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-asked_at", "-id"], name="data_request_state"),
            models.Index(fields=["grid"], name="data_request_of_grid"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class RetentionRule(models.Model):
    """How long a kind of row is kept after it ended, and on what ground."""

    kind = models.CharField(max_length=20, primary_key=True)
    label = models.CharField(max_length=40)
    months = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.label
