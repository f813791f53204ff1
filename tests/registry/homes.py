"""Houses and people for tests: a valid one without surprises, and a small town through COPY."""

import random
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection

from apps.core.sealing import keyed_hash, seal
from apps.grids.models import Grid
from apps.registry.identifiers import citizen_check
from apps.registry.identity import sealed_of
from apps.registry.initials import initials_of
from apps.registry.models import Building, Person, Room
from apps.registry.sight import loading, sight_of_everything
from tests.world import MORNING

serials = count(1)
FAMILIES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"


def number_of(serial: int, born_on: date = date(1980, 5, 1)) -> str:
    first = f"420599{born_on:%Y%m%d}{serial % 1000:03}"
    return first + citizen_check(first)


def belonging(grid: Grid) -> dict[str, int]:
    above = {f"{level}_id": getattr(grid, f"{level}_id") for level in ("community", "street", "district", "city")}
    return {"grid_id": grid.pk, **above}


def known() -> dict[str, Any]:
    return {"source": "DOOR", "confirmed_at": MORNING}


def inside(grid: Grid) -> Point:
    return Point(grid.centre.x, grid.centre.y, srid=4490)


def add_building(grid: Grid, **more: Any) -> Building:
    serial = next(serials)
    told = {"name": f"{serial}号楼", "address": f"{grid.name}路{serial}号", "place": inside(grid)}
    with sight_of_everything():
        return Building.objects.create(**belonging(grid), **(known() | told | more))


def add_room(grid: Grid, building: Building | None = None, **more: Any) -> Room:
    building = building or add_building(grid)
    serial = next(serials)
    told = {"number": str(serial), "address": f"{building.address}{serial}室", "place": inside(grid)}
    with sight_of_everything():
        return Room.objects.create(building=building, **belonging(grid), **(known() | told | more))


def add_person(grid: Grid, name: str = "张三丰", **more: Any) -> Person:
    serial = next(serials)
    document, phone = more.pop("document", number_of(serial)), more.pop("phone", f"1990000{serial % 10000:04}")
    told: dict[str, Any] = {"born_on": date(1980, 5, 1), "sex": "1", "place": inside(grid)}
    told |= sealed_of(document).columns("doc") | sealed_of(phone).columns("phone")
    with sight_of_everything():
        return Person.objects.create(
            name=name, initials=initials_of(name), **belonging(grid), **(known() | told | more)
        )


COLUMNS = (
    "id, name, initials, sex, born_on, doc_kind, doc_sealed, doc_hash, doc_last4, phone_sealed, phone_hash,"
    " phone_last4, education, marriage, political, work_place, household_area, household_address, kinship, version,"
    " source, confirmed_at, place, grid_id, community_id, street_id, district_id, city_id"
)


def fill(grids: list[Grid], many: int) -> None:
    """So many people, spread over the grids, the same every time."""
    copy = f"COPY registry_person ({COLUMNS}) FROM STDIN"
    with loading(["registry_person"]), connection.cursor() as cursor:
        with cursor.copy(copy) as lines:
            for row in _rows(grids, many):
                lines.write_row(row)
        cursor.execute("ANALYZE registry_person")


def _rows(grids: list[Grid], many: int) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(7)
    sealed = seal("synthetic")
    for serial in range(many):
        name = chance.choice(FAMILIES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))
        born_on = date(1930, 1, 1) + timedelta(days=chance.randrange(34_000))
        grid = grids[serial % len(grids)]
        place = f"SRID=4490;POINT({grid.centre.x} {grid.centre.y})"
        secret = (sealed, keyed_hash(str(serial)), f"{serial % 10_000:04}")
        blank = ("",) * 6
        yield (
            uuid.UUID(int=chance.getrandbits(128)), name, initials_of(name), "1", born_on, "111", *secret, *secret,
            *blank, "", 1, "SYNTHETIC", MORNING, place, *belonging(grid).values(),
        )  # fmt: skip
