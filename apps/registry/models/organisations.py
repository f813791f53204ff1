"""Companies, shops and associations, and who answers for them."""

import uuid

from django.contrib.gis.db import models

from apps.registry.enums import OrgRole
from apps.registry.models.base import Belonging, Known, Placed, of_levels, placed
from apps.registry.models.people import Person


class Organisation(Known, Placed):
    name = models.CharField(max_length=100, db_collation="C")
    initials = models.CharField(max_length=20, db_collation="C")
    uscc = models.CharField(max_length=18, blank=True, db_collation="C")
    kind = models.CharField(max_length=2, blank=True)
    address = models.CharField(max_length=150)
    phone_sealed = models.BinaryField(null=True)
    phone_hash = models.BinaryField(null=True)
    phone_last4 = models.CharField(max_length=4, blank=True, db_collation="C")
    staff = models.PositiveIntegerField(null=True)
    hazard = models.CharField(max_length=2, blank=True)
    attention = models.CharField(max_length=2, blank=True)
    closed_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"], condition=~models.Q(uscc="") & models.Q(closed_on=None), name="organisation_uscc"
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="organisation_name"),
            models.Index(fields=["initials", "id"], name="organisation_initials"),
            *of_levels("organisation", "initials", "id"),
            placed("organisation"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationPerson(Belonging):
    """Belongs where the organisation is; the person may be one of the registry, or only a name and a phone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="organisations")
    name = models.CharField(max_length=50)
    role = models.CharField(max_length=10, choices=OrgRole.choices)
    phone_sealed = models.BinaryField(null=True)
    phone_hash = models.BinaryField(null=True)
    phone_last4 = models.CharField(max_length=4, blank=True, db_collation="C")

    class Meta:
        indexes = [models.Index(fields=["grid"], name="org_person_of_grid")]

    def __str__(self) -> str:
        return f"{self.role} of {self.organisation_id}"
