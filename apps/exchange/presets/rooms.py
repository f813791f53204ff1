"""Houses (实有房屋). The building and its unit are made when the first of their rooms comes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib.gis.geos import Point

from apps.core.call import Call
from apps.exchange.enums import Kind
from apps.exchange.fields import Field, Known, code_of, measure, text_of, whole_number, yes
from apps.exchange.places import Astray, Spot
from apps.exchange.presets import holders
from apps.exchange.presets.base import GRID, LAT, LON, PLATE, Faults, Good, Preset, Values
from apps.exchange.presets.leaving import Cell, Leaving
from apps.exchange.staging import Column
from apps.exchange.targets import Target
from apps.registry.actions.homes import address_of
from apps.registry.enums import Source
from apps.registry.models import Building, BuildingUnit, Room
from apps.registry.models.base import BELONGING
from apps.registry.sight import sight_of_everything

FIELDS = (
    Field(
        "site",
        "建筑物地址",
        text_of(120),
        ("楼栋地址", "小区地址", "门（楼）址", "地址"),
        required=True,
        width=36,
        hint="到门牌号或小区，如 试验路1号",
    ),
    Field("building", "楼栋", text_of(60), ("楼栋号", "幢号", "楼号", "建筑物名称"), required=True, hint="如 3号楼"),
    Field("unit", "单元", text_of(20), ("单元号",), hint="没有单元时留空"),
    Field("floor", "楼层", whole_number(-9, 200), ("所在楼层",)),
    Field("number", "房号", text_of(20), ("室号", "房间号", "门牌"), required=True, as_text=True, hint="如 301"),
    replace(PLATE, name="plate_code", hint="门牌二维码的编号；没有时留空"),
    Field("std_address_code", "标准地址编码", text_of(40), ("统一标准地址编码",), as_text=True, width=20),
    Field("use", "建筑用途", code_of("BUILDING_USE"), ("房屋用途", "用途"), codes="BUILDING_USE"),
    Field("area_m2", "建筑面积", measure(1, 99_999), ("面积", "房屋面积"), hint="平方米"),
    Field("rented", "是否出租", yes, ("出租",), hint="是 或 否"),
    Field("rent_use", "出租用途", code_of("RENT_USE"), codes="RENT_USE"),
    Field("hazard", "隐患类型", code_of("ROOM_HAZARD"), ("房屋隐患", "隐患"), codes="ROOM_HAZARD"),
    *holders.FIELDS,
    LON,
    LAT,
    replace(GRID, required=True),
)
TARGET = Target(
    "room",
    (
        Column("building_id", "uuid", "NULL"),
        Column("unit_id", "uuid", "NULL"),
        Column("floor", "smallint", "NULL", field="floor"),
        Column("number"),
        Column("address", kept=True),
        Column("std_address_code", field="std_address_code"),
        Column("plate_code", new="NULL", field="plate_code"),
        Column("use", field="use"),
        Column("area_m2", "numeric(8, 2)", "NULL", field="area_m2"),
        Column("rented", "boolean", "false", field="rented"),
        Column("rent_use", field="rent_use"),
        Column("hazard", field="hazard"),
    ),
    matches=(
        "known.building_id = staged.building_id AND known.unit_id IS NOT DISTINCT FROM staged.unit_id"
        " AND known.number = staged.number",
    ),
    ties=(holders.TIE,),
)
Key = tuple[str, str]


def settle(values: Values, _: Known) -> Faults:
    faults = holders.settle(values)
    if values.get("rent_use") and values.get("rented") is False:
        return {"rent_use": "没有出租的房屋不应有出租用途"}
    return faults


def identity(values: Values) -> list[str]:
    """Streets of one name in two grids have houses and rooms of one name."""
    room = "|".join([*_key(values), values["grid"], values.get("unit", ""), values["number"]])
    return [room, *([f"#{values['plate_code']}"] if "plate_code" in values else [])]


def _key(values: Mapping[str, Any]) -> Key:
    return values["site"], values["building"]


def conflicts(told: Sequence[Values]) -> dict[int, Astray]:
    """A building lies in one grid, and a plate hangs at one door of the city."""
    houses = _houses(told)
    found: dict[int, Astray] = {}
    for at, values in enumerate(told):
        house = _in_grid(houses[_key(values)], values["grid"])
        if house and values["grid"] not in _grid_of(house):
            found[at] = Astray("grid", f"这栋楼登记在{house.grid.name}（{house.grid.code}），请核对")
    plates = {values["plate_code"]: at for at, values in enumerate(told) if "plate_code" in values}
    with sight_of_everything():
        hanging = Room.objects.filter(plate_code__in=list(plates)).select_related("building", "unit")
        for room in hanging:
            at = plates[room.plate_code or ""]
            if _room_key(room) != (*_key(told[at]), told[at].get("unit", ""), told[at]["number"]):
                found[at] = Astray("plate_code", "这个房屋编号已用于另一套房屋，请核对门牌")
    return found | holders.strangers(told)


def _room_key(room: Room) -> tuple[str, ...]:
    return room.building.address, room.building.name, room.unit.name if room.unit else "", room.number


def _houses(told: Sequence[Mapping[str, Any]]) -> dict[Key, list[Building]]:
    houses: dict[Key, list[Building]] = defaultdict(list)
    sites = {values["site"] for values in told}
    for house in Building.objects.filter(address__in=sites).select_related("grid").order_by("id"):
        houses[house.address, house.name].append(house)
    return houses


def _in_grid(houses: Sequence[Building], grid: str | int) -> Building | None:
    """Of those of one site and name the one in this grid, otherwise any."""
    return next((house for house in houses if grid in _grid_of(house)), next(iter(houses), None))


def _grid_of(house: Building) -> tuple[str, str, int]:
    return house.grid.code, house.grid.name, house.grid_id


def prepare(rows: Sequence[Good], call: Call) -> Sequence[Good]:
    known = _houses([row.values for row in rows])
    standing: dict[tuple[Key, int], Building] = {}
    new: list[Building] = []
    for row in rows:
        key, grid = _key(row.values), row.spot.belonging[0]
        if (key, grid) not in standing:
            standing[key, grid] = _in_grid(known[key], grid) or _house(row, call)
            new += [] if known[key] else [standing[key, grid]]
    Building.objects.bulk_create(new)
    houses = [standing[_key(row.values), row.spot.belonging[0]] for row in rows]
    units = _units(rows, houses)
    return [_stood(row, house, units) for row, house in zip(rows, houses, strict=True)]


def _house(row: Good, call: Call) -> Building:
    site, name = _key(row.values)
    place = Point(row.spot.lon, row.spot.lat, srid=4490)
    known = {"source": Source.IMPORT, "confirmed_at": call.at}
    return Building(id=uuid4(), address=site, name=name, place=place, **row.spot.columns(), **known)


def _units(rows: Sequence[Good], houses: Sequence[Building]) -> dict[tuple[UUID, str], BuildingUnit]:
    told = zip(rows, houses, strict=True)
    asked = {(house.pk, row.values["unit"]) for row, house in told if "unit" in row.values}
    new = [BuildingUnit(id=uuid4(), building_id=house, name=name) for house, name in sorted(asked, key=str)]
    BuildingUnit.objects.bulk_create(new, ignore_conflicts=True)
    known = BuildingUnit.objects.filter(building__in={house for house, _ in asked})
    return {(unit.building_id, unit.name): unit for unit in known}


def _stood(row: Good, house: Building, units: Mapping[tuple[UUID, str], BuildingUnit]) -> Good:
    """A room lies where its building lies."""
    unit = units.get((house.pk, row.values.get("unit", "")))
    told = {"building_id": house.pk, "unit_id": unit.pk if unit else None}
    address = address_of(house, unit, row.values["number"])
    belonging = tuple(getattr(house, column) for column in BELONGING)
    return replace(
        row, values=row.values | told | {"address": address}, spot=Spot(belonging, house.place.x, house.place.y)
    )


def columns(values: Values) -> dict[str, Any]:
    told = {column.name: values[column.name] for column in TARGET.columns if column.name in values}
    return told | holders.staged(values)


def move(pk: UUID, spot: Spot, call: Call) -> None:
    """Rooms go where their building goes, never alone."""


LEAVING = Leaving(
    Room,
    (
        Cell("building__address"),
        Cell("building__name"),
        Cell("unit__name"),
        Cell("floor"),
        Cell("number"),
        Cell("plate_code"),
        Cell("std_address_code"),
        Cell("use", "BUILDING_USE"),
        Cell("area_m2"),
        Cell("rented"),
        Cell("rent_use", "RENT_USE"),
        Cell("hazard", "ROOM_HAZARD"),
        *holders.CELLS,
        Cell("lon"),
        Cell("lat"),
        Cell("grid__code"),
    ),
    beside=holders.OF_ROOM,
)
ROOMS = Preset(
    kind=Kind.ROOMS,
    sheet="实有房屋",
    fields=FIELDS,
    target=TARGET,
    leaving=LEAVING,
    settle=settle,
    identity=identity,
    conflicts=conflicts,
    columns=columns,
    move=move,
    prepare=prepare,
)
