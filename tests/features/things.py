"""A few things on the small city's map."""

from datetime import date
from itertools import count
from typing import Any

from django.contrib.gis.geos import Point

from apps.grids.models import Division, Grid
from apps.registry.models import Part, ServicePlace
from apps.registry.sight import sight_of_everything
from tests.registry.homes import belonging, known
from tests.world import square

ROOT = "/api/features"
serials = count(1)


def add_part(grid: Grid, lon: float | None = None, **more: Any) -> Part:
    told = {"code": f"4205990101{next(serials):06}", "kind": "0101", "name": "上水井盖"}
    place = Point(lon or grid.centre.x, grid.centre.y, srid=4490)
    with sight_of_everything():
        return Part.objects.create(place=place, **belonging(grid), **known(), **(told | more))


def add_service_place(grid: Grid, **more: Any) -> ServicePlace:
    told = {"kind": "AED", "name": f"除颤器{next(serials)}", "address": "一街道1号", "phone": "88850000"}
    place = Point(grid.centre.x, grid.centre.y, srid=4490)
    with sight_of_everything():
        return ServicePlace.objects.create(place=place, **belonging(grid), **known(), **(told | more))


def add_grids(near: Grid, number: int) -> list[Grid]:
    """Small ones, each west of the next, in the same community."""
    chain: dict[str, Division] = {level: getattr(near, level) for level in ("community", "street", "district", "city")}
    return [
        Grid.objects.create(
            code=f"4205990010019{place:02}",
            kind="URBAN",
            name=f"小网格{place}",
            outline=square(111.0 + place / 100, 31.0, 0.01),
            centre=Point(111.005 + place / 100, 31.005, srid=4490),
            valid_from=date(2020, 1, 1),
            **chain,
        )
        for place in range(number)
    ]
