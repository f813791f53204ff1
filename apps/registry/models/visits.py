"""One visit is one row, whatever it was for and whomever it was paid to."""

import uuid

from django.db import models
from django.db.models import Q

from apps.accounts.models import Account
from apps.photos.models import Photo
from apps.registry.enums import VisitKind
from apps.registry.models.base import Belonging
from apps.registry.models.buildings import Room
from apps.registry.models.organisations import Organisation
from apps.registry.models.people import Person

VISITED = ("person", "room", "organisation")


class Visit(Belonging):
    """`changes`: the fields that were found changed and put right, each with its source; never what they say.

    `answers`: by the keys of the checklist's questions, in the version it was answered in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="visits", db_index=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, null=True, related_name="visits", db_index=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="visits", db_index=False
    )
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=VisitKind.choices)
    note = models.CharField(max_length=500, blank=True)
    planned_on = models.DateField(null=True)
    next_on = models.DateField(null=True)
    changes = models.JSONField(default=dict)
    checklist = models.CharField(max_length=30, blank=True)
    checklist_version = models.CharField(max_length=20, blank=True)
    answers = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, room=None, organisation=None)
                | Q(person=None, room__isnull=False, organisation=None)
                | Q(person=None, room=None, organisation__isnull=False),
                name="visit_to_one",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-at"], condition=Q(person__isnull=False), name="visit_to_person"),
            models.Index(fields=["room", "-at"], condition=Q(room__isnull=False), name="visit_to_room"),
            models.Index(fields=["organisation", "-at"], condition=Q(organisation__isnull=False), name="visit_to_org"),
            models.Index(fields=["grid", "-at"], name="visit_of_grid"),
            models.Index(fields=["next_on"], condition=Q(next_on__isnull=False), name="visit_next"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class VisitPhoto(models.Model):
    """A photo under the id the phone gave it; the picture itself may come after the visit.

    Nothing here says whose home it shows: it is reached through its visit, and row-level security holds that. Once
    the visit is no longer kept, it has none, and goes with its file.
    """

    visit = models.ForeignKey(Visit, on_delete=models.SET_NULL, null=True, related_name="photos", db_index=False)
    media = models.UUIDField()
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "media"], name="visit_photo_once")]
        indexes = [
            models.Index(fields=["media"], condition=Q(photo=None), name="visit_photo_awaited"),
            models.Index(fields=["id"], condition=Q(visit=None), name="visit_photo_over"),
        ]

    def __str__(self) -> str:
        return f"{self.media} of {self.visit_id}"
