"""The shapes the screens read about places."""

from typing import Any

from rest_framework import serializers

from apps.grids.enums import GridKind, Level
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


def place_detail(grid: GridRow | None, names: dict[int, str], lon: float, lat: float) -> dict[str, Any]:
    place: dict[str, Any] = {"grid": None, "community": None, "street": None, "district": None, "lon": lon, "lat": lat}
    if grid:
        place["grid"] = {"id": grid.id, "code": grid.code, "name": grid.name}
        above = {"community": grid.community_id, "street": grid.street_id, "district": grid.district_id}
        place |= {level: {"id": pk, "name": names[pk]} for level, pk in above.items()}
    return place


def unit_row(unit: Unit) -> dict[str, Any]:
    return {"id": unit.pk, "name": unit.name, "kind": unit.kind_id, "kind_label": unit.kind.label}
