"""What rows of the registry have in common: where they belong, where they lie, and how they are known."""

import uuid
from typing import Any

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex

from apps.grids.models import SRID, Division, Grid
from apps.registry.enums import Source

LEVELS = ("grid", "community", "street", "district", "city")
BELONGING = tuple(f"{level}_id" for level in LEVELS)


def _division() -> Any:
    """A grid's divisions are checked where the grid is made; four more look-ups a row would halve every bulk load."""
    return models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)


class Belonging(models.Model):
    """In whose reach a row is: one comparison a level. Row-level security reads the same five columns."""

    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="+", db_index=False)
    community = _division()
    street = _division()
    district = _division()
    city = _division()

    class Meta:
        abstract = True

    @property
    def belonging(self) -> dict[str, int]:
        return {column: getattr(self, column) for column in BELONGING}


class Known(models.Model):
    """How the row is known, and when that was last confirmed; a field that differs has a FieldSource."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    source = models.CharField(max_length=12, choices=Source.choices)
    confirmed_at = models.DateTimeField()

    class Meta:
        abstract = True


class Placed(Belonging):
    place = models.PointField(srid=SRID, spatial_index=False)

    class Meta:
        abstract = True


def of_levels(name: str, *fields: str, levels: tuple[str, ...] = LEVELS[:4]) -> list[models.Index]:
    """One index a level, so that a list of any division is read in its order from one index."""
    return [models.Index(fields=[level, *fields], name=f"{name}_of_{level}") for level in levels]


def placed(name: str) -> GistIndex:
    return GistIndex(fields=["place"], name=f"{name}_place")
