"""Things of the city (部件) and places of service: no people in them, but the same reach."""

from django.contrib.gis.db import models

from apps.grids.models import Unit
from apps.registry.enums import PartState, ServiceKind
from apps.registry.models.base import Known, Placed, of_levels, placed


class Part(Known, Placed):
    """`code` is 6 digits of the county, 2 of the class, 2 of the kind and 6 of order (GB/T 30428.2)."""

    code = models.CharField(max_length=16, unique=True, db_collation="C")
    kind = models.CharField(max_length=4)
    name = models.CharField(max_length=60)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    maintainer = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=PartState.choices, default=PartState.GOOD)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [*of_levels("part", "code"), placed("part")]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


class ServicePlace(Known, Placed):
    kind = models.CharField(max_length=14, choices=ServiceKind.choices)
    name = models.CharField(max_length=60, db_collation="C")
    address = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    hours = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [*of_levels("service_place", "name", "id"), placed("service_place")]

    def __str__(self) -> str:
        return self.name
