"""Divisions, grids and units, and who works where as what. All places in CGCS2000 (EPSG:4490), longitude first."""

from datetime import date
from typing import Self

from django.contrib.gis.db import models
from django.db.models import F, Q

from apps.accounts.models import Account
from apps.grids.enums import GridKind, Level, LineageKind, Role

SRID = 4490


class CodeSystem(models.Model):
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    source = models.CharField(max_length=200)
    version = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name


class Division(models.Model):
    """A city, district (or county), street (or town) or community (or village)."""

    level = models.CharField(max_length=10, choices=Level.choices)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    full_name = models.CharField(max_length=100)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    outline = models.MultiPolygonField(srid=SRID, null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(level="GRID"), name="division_not_grid"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="division_valid"),
        ]

    def __str__(self) -> str:
        return self.name


class DivisionCode(models.Model):
    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="codes")
    system = models.ForeignKey(CodeSystem, on_delete=models.PROTECT)
    code = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "code", "valid_from"], name="division_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Grid(models.Model):
    """`code` is 12 digits of the community and 3 of order, west to east and north to south (GB/T 30428.1)."""

    code = models.CharField(max_length=15)
    kind = models.CharField(max_length=10, choices=GridKind.choices)
    name = models.CharField(max_length=80)
    community = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    street = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    city = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    outline = models.MultiPolygonField(srid=SRID)
    centre = models.PointField(srid=SRID, spatial_index=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="grid_code_once"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="grid_valid"),
        ]

    def __str__(self) -> str:
        return self.name


class Lineage(models.Model):
    """Which grid came out of which, so that history can be followed across a split or merge."""

    from_grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="became")
    to_grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="came_from")
    kind = models.CharField(max_length=10, choices=LineageKind.choices)
    on = models.DateField()

    def __str__(self) -> str:
        return f"{self.from_grid_id} → {self.to_grid_id}"


class UnitKind(models.Model):
    key = models.CharField(max_length=30, primary_key=True)
    label = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.label


class Unit(models.Model):
    """A department, street section, station or company that disposes of matters."""

    name = models.CharField(max_length=80)
    kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="units")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "name"], name="unit_once")]

    def __str__(self) -> str:
        return self.name


class PostingQuerySet(models.QuerySet["Posting"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class Posting(models.Model):
    """A role at exactly one grid, division or unit, from one day up to another (not included)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="postings")
    role = models.CharField(max_length=12, choices=Role.choices)
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, null=True)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, null=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(grid__isnull=False, division=None, unit=None)
                | Q(grid=None, division__isnull=False, unit=None)
                | Q(grid=None, division=None, unit__isnull=False),
                name="posting_at_one_place",
            ),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="posting_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"
