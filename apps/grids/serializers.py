"""The shapes the screens read about places."""

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from apps.grids.enums import GridKind, Level, LineageKind
from apps.grids.models import Division, Grid, Unit
from apps.grids.queries import GridRow

Shape = serializers.Serializer[Any]


class DivisionRow(Shape):
    id = serializers.IntegerField()
    code = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    level = serializers.ChoiceField(choices=Level.choices)
    children = serializers.BooleanField()


class DivisionRows(Shape):
    rows = DivisionRow(many=True)


class DivisionName(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()


class GridName(DivisionName):
    code = serializers.CharField()


class GeoJson(Shape):
    type = serializers.CharField()
    coordinates = serializers.ListField(child=serializers.JSONField())


class GridDetail(GridName):
    kind = serializers.ChoiceField(choices=GridKind.choices)
    kind_label = serializers.CharField()
    community = DivisionName()
    street = DivisionName()
    district = DivisionName()
    outline = GeoJson()
    centre = GeoJson()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class ListedGrid(GridName):
    kind_label = serializers.CharField()
    community = DivisionName()


class GridPage(Shape):
    rows = ListedGrid(many=True)
    next = serializers.CharField(allow_null=True)


class Neighbour(GridName):
    kind_label = serializers.CharField()
    border = serializers.ListField(child=serializers.ListField(child=serializers.FloatField()))
    may_merge = serializers.BooleanField()


class Neighbours(Shape):
    """Of the same community, with a border in common; `may_redraw` is about whoever asks."""

    may_redraw = serializers.BooleanField()
    rows = Neighbour(many=True)


class Redrawn(Shape):
    kind = serializers.ChoiceField(choices=LineageKind.choices)
    ended = GridName(many=True)
    begun = GridName(many=True)


class PlaceDetail(Shape):
    """`grid` and the divisions are null outside the city; lon and lat are CGCS2000."""

    grid = GridName(allow_null=True)
    community = DivisionName(allow_null=True)
    street = DivisionName(allow_null=True)
    district = DivisionName(allow_null=True)
    lon = serializers.FloatField()
    lat = serializers.FloatField()


class UnitRow(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.CharField()
    kind_label = serializers.CharField()


class UnitPage(Shape):
    rows = UnitRow(many=True)
    next = serializers.CharField(allow_null=True)


def division_row(division: Any) -> dict[str, Any]:
    """Of a division as `division_children` finds it."""
    return {
        "id": division.pk,
        "code": division.code,
        "name": division.name,
        "level": division.level,
        "children": division.has_children,
    }


def named(division: Division) -> dict[str, Any]:
    return {"id": division.pk, "name": division.name}


def grid_detail(grid: Grid) -> dict[str, Any]:
    return {
        "id": grid.pk,
        "code": grid.code,
        "name": grid.name,
        "kind": grid.kind,
        "kind_label": GridKind(grid.kind).label,
        "community": named(grid.community),
        "street": named(grid.street),
        "district": named(grid.district),
        "outline": {"type": "MultiPolygon", "coordinates": grid.outline.coords},
        "centre": {"type": "Point", "coordinates": grid.centre.coords},
        "valid_from": grid.valid_from,
        "valid_to": grid.valid_to,
    }


def listed_grid(grid: Grid) -> dict[str, Any]:
    kind_label = GridKind(grid.kind).label
    return {"id": grid.pk, "code": grid.code, "name": grid.name, "kind_label": kind_label} | {
        "community": named(grid.community)
    }


def neighbour_row(grid: Grid, border: Sequence[tuple[float, float]], *, may_merge: bool) -> dict[str, Any]:
    told = {"id": grid.pk, "code": grid.code, "name": grid.name, "kind_label": GridKind(grid.kind).label}
    return told | {"border": border, "may_merge": may_merge}


def place_detail(grid: GridRow | None, names: dict[int, str], lon: float, lat: float) -> dict[str, Any]:
    place: dict[str, Any] = {"grid": None, "community": None, "street": None, "district": None, "lon": lon, "lat": lat}
    if grid:
        place["grid"] = {"id": grid.id, "code": grid.code, "name": grid.name}
        above = {"community": grid.community_id, "street": grid.street_id, "district": grid.district_id}
        place |= {level: {"id": pk, "name": names[pk]} for level, pk in above.items()}
    return place


def unit_row(unit: Unit) -> dict[str, Any]:
    return {"id": unit.pk, "name": unit.name, "kind": unit.kind_id, "kind_label": unit.kind.label}
