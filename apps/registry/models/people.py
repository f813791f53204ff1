"""People, how they live together and in which rooms. Numbers and phones are sealed, with a keyed hash beside them."""

import uuid

from django.contrib.gis.db import models
from django.db.models import F, Q

from apps.registry.enums import RoleKind, TenureKind
from apps.registry.models.base import Belonging, Known, Placed, of_levels, placed
from apps.registry.models.buildings import Room

LIVE = Q(merged_into=None, left_on=None, died_on=None)


class Household(Known, Belonging):
    number = models.CharField(max_length=20, blank=True)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="households")
    head = models.ForeignKey("Person", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["grid", "id"], name="household_of_grid")]

    def __str__(self) -> str:
        return self.number or str(self.pk)


class Person(Known, Placed):
    """A small core; what only some people are is a PersonRole, what changes with time is a Tenure or a Visit."""

    name = models.CharField(max_length=50, db_collation="C")
    initials = models.CharField(max_length=20, db_collation="C")
    sex = models.CharField(max_length=1, default="0")
    born_on = models.DateField(null=True)
    doc_kind = models.CharField(max_length=3, default="111")
    doc_sealed = models.BinaryField(null=True)
    doc_hash = models.BinaryField(null=True)
    doc_last4 = models.CharField(max_length=4, blank=True, db_collation="C")
    phone_sealed = models.BinaryField(null=True)
    phone_hash = models.BinaryField(null=True)
    phone_last4 = models.CharField(max_length=4, blank=True, db_collation="C")
    education = models.CharField(max_length=2, blank=True)
    marriage = models.CharField(max_length=2, blank=True)
    political = models.CharField(max_length=2, blank=True)
    work_place = models.CharField(max_length=100, blank=True)
    household_area = models.CharField(max_length=6, blank=True)
    household_address = models.CharField(max_length=150, blank=True)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="people", db_index=False)
    household = models.ForeignKey(Household, on_delete=models.SET_NULL, null=True, related_name="people")
    kinship = models.CharField(max_length=1, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    left_on = models.DateField(null=True)
    died_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="person_not_into_itself"),
            models.CheckConstraint(
                condition=Q(doc_sealed=None, doc_hash=None) | Q(doc_sealed__isnull=False, doc_hash__isnull=False),
                name="person_doc_sealed_and_hashed",
            ),
            models.CheckConstraint(
                condition=Q(phone_sealed=None, phone_hash=None)
                | Q(phone_sealed__isnull=False, phone_hash__isnull=False),
                name="person_phone_sealed_and_hashed",
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="person_name"),
            models.Index(fields=["initials", "id"], name="person_initials"),
            *of_levels("person", "initials", "id"),
            models.Index(fields=["grid", "doc_last4"], name="person_doc_tail_in_grid"),
            models.Index(fields=["community", "doc_last4"], name="person_doc_tail"),
            models.Index(fields=["community", "phone_last4"], name="person_phone_tail"),
            models.Index(fields=["doc_hash"], name="person_doc"),
            models.Index(fields=["phone_hash"], name="person_phone"),
            models.Index(fields=["born_on"], name="person_born"),
            models.Index(fields=["confirmed_at"], name="person_confirmed"),
            models.Index(fields=["room", "id"], name="person_of_room"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="person_merged"),
            placed("person"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Dated(models.Model):
    """True from one day up to another (not included)."""

    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        abstract = True


class PersonRole(Known, Belonging, Dated):
    """The columns after `kind` are those of some kinds only; a service that needs another one adds it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles", db_index=False)
    kind = models.CharField(max_length=20, choices=RoleKind.choices)
    inflow = models.CharField(max_length=2, blank=True)
    permit = models.CharField(max_length=2, blank=True)
    lodging = models.CharField(max_length=2, blank=True)
    grade = models.CharField(max_length=2, blank=True)
    due_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], condition=Q(to_on=None), name="role_once"),
            models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="role_dates"),
        ]
        indexes = [
            models.Index(fields=["person", "kind"], name="role_of_person"),
            models.Index(fields=["grid"], name="role_of_grid"),
            models.Index(fields=["kind", "grid"], condition=Q(to_on=None), name="role_open"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class Tenure(Belonging, Dated):
    """Belongs where the room is: whoever sees the room sees who holds it, or that somebody of elsewhere does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tenures", db_index=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="tenures", db_index=False)
    kind = models.CharField(max_length=12, choices=TenureKind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "room", "kind"], condition=Q(to_on=None), name="tenure_once"),
            models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="tenure_dates"),
        ]
        indexes = [
            models.Index(fields=["person"], name="tenure_of_person"),
            models.Index(fields=["room"], name="tenure_of_room"),
            models.Index(fields=["grid"], name="tenure_of_grid"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.room_id}"
