"""Place → building → unit → room. A room is a house (房屋): what has a door plate and in which people live."""

import uuid

from django.contrib.gis.db import models

from apps.registry.models.base import Known, Placed, of_levels, placed


class Building(Known, Placed):
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=120, db_collation="C")
    std_address_code = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=2, blank=True)
    floors = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["address", "id"], name="building_address"),
            *of_levels("building", "address", "id"),
            placed("building"),
        ]

    def __str__(self) -> str:
        return self.name


class BuildingUnit(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    building = models.ForeignKey(Building, on_delete=models.CASCADE, related_name="units", db_index=False)
    name = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["building", "name"], name="building_unit_once")]

    def __str__(self) -> str:
        return self.name


class Room(Known, Placed):
    """`address` is the whole address, kept with the row because people search by its beginning."""

    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="rooms", db_index=False)
    unit = models.ForeignKey(BuildingUnit, on_delete=models.PROTECT, null=True, related_name="rooms", db_index=False)
    floor = models.SmallIntegerField(null=True)
    number = models.CharField(max_length=20)
    address = models.CharField(max_length=150, db_collation="C")
    std_address_code = models.CharField(max_length=40, blank=True)
    plate_code = models.CharField(max_length=40, null=True, unique=True, db_collation="C")
    use = models.CharField(max_length=2, blank=True)
    area_m2 = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    rented = models.BooleanField(default=False)
    rent_use = models.CharField(max_length=2, blank=True)
    hazard = models.CharField(max_length=2, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["building", "unit", "number"], nulls_distinct=False, name="room_once"),
        ]
        indexes = [
            models.Index(fields=["address", "id"], name="room_address"),
            *of_levels("room", "address", "id"),
            placed("room"),
        ]

    def __str__(self) -> str:
        return self.address
