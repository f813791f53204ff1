"""A made-up city with room for made-up people: two districts, four communities, a grid of each kind in every one."""

from datetime import date
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection

from apps.grids.enums import GridKind, Level
from apps.grids.models import Division, Grid, Unit, UnitKind
from apps.registry.sight import sight_of_everything
from apps.registry.synthetic.lines import COLUMNS
from tests.world import FROM, square

ON = date(2026, 3, 9)
# Sealed anew every time; what is sealed is known by its hash.
SEALED = ("doc_sealed", "phone_sealed")


def build_town() -> list[Grid]:
    city = _division(Level.CITY, "试验市", None)
    UnitKind.objects.get_or_create(key="GARDENS", defaults={"label": "园林"})
    grids: list[Grid] = []
    for number in (1, 2):
        district = _division(Level.DISTRICT, f"第{number}区", city)
        Unit.objects.create(name="园林局", kind_id="GARDENS", division=district)
        street = _division(Level.STREET, "一街道", district)
        for order in (1, 2):
            community = _division(Level.COMMUNITY, f"{number}{order}社区", street)
            chain = {"community": community, "street": street, "district": district, "city": city}
            code = f"42059{number}001{order:03}"
            grids += [_grid(f"{code}001", GridKind.URBAN, chain, len(grids))]
            grids += [_grid(f"{code}002", GridKind.RURAL, chain, len(grids))]
    return grids


def _division(level: Level, name: str, parent: Division | None) -> Division:
    told = {"kind": level, "full_name": name, "parent": parent, "valid_from": FROM}
    return Division.objects.create(level=level, name=name, **told)


def _grid(code: str, kind: GridKind, chain: dict[str, Division], place: int) -> Grid:
    west = 110.0 + place * 0.02
    centre = Point(west + 0.01, 30.01, srid=4490)
    told: dict[str, Any] = {"outline": square(west, 30.0, 0.02), "centre": centre, "valid_from": FROM}
    return Grid.objects.create(code=code, kind=kind, name=f"{code}网格", **told, **chain)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for what is sealed."""
    found = {}
    with sight_of_everything(), connection.cursor() as cursor:
        for table, told in COLUMNS.items():
            columns = ", ".join(column for column in told.split(", ") if column not in SEALED)
            cursor.execute(f"SELECT {columns} FROM {table} ORDER BY id")  # noqa: S608
            found[table] = cursor.fetchall()
    return found


def indexes_and_keys() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'registry_%'")
        indexes = set(cursor.fetchall())
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid::regclass::text LIKE 'registry_%'"
        )
        return indexes | set(cursor.fetchall())
