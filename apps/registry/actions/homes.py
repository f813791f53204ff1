"""Buildings and rooms: where people live."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.registry import coded
from apps.registry.actions.earlier import change
from apps.registry.actions.follow import follow_building
from apps.registry.actions.settle import Who, begin, look, rooms_of, settle, take, take_more
from apps.registry.belonging import put, spot_at, spot_of
from apps.registry.confirming import changed, confirm, refuse_unknown_codes
from apps.registry.enums import Source
from apps.registry.models import Building, BuildingUnit, Room
from apps.registry.rules import edits
from apps.registry.sight import sight_of_everything


def add_building(
    _: object, *, call: Call, lon: float, lat: float, crs: str, source: str = Source.DOOR, **told: Any
) -> dict[str, Any]:
    who = look(call)
    spot = spot_at(lon, lat, crs=crs, on=timezone.localdate(call.at))
    building = Building(id=call.id, source=source, confirmed_at=call.at, **spot.columns())
    _refuse_elsewhere(building, who)
    refuse_unknown_codes(told, coded.BUILDING)
    put(building, told)
    return begin(building, "add", call=call)


def _refuse_elsewhere(row: Building | Room, who: Who) -> None:
    if not edits(row, who.call, who.reach):
        raise Refusal(RefusalCode.NOT_YOURS, "这个位置不在您维护的网格内，请在管辖范围内重新选点")


def correct_building(
    target: object,
    *,
    call: Call,
    version: int | None = None,
    source: str = Source.DOOR,
    whole: bool = False,
    **told: Any,
) -> dict[str, Any]:
    """A new place moves the rooms and who lives in them along; a new address begins theirs."""
    building = take(Building, target, call=call, version=version)
    before, address = rooms_of(building), building.address
    if told.get("lon") is not None:
        spot = spot_at(told["lon"], told["lat"], crs=told["crs"], on=timezone.localdate(call.at))
        told |= spot.columns()
    told = {name: value for name, value in told.items() if name not in ("lon", "lat", "crs")}
    refuse_unknown_codes(told, coded.BUILDING)
    columns = changed(building, told)
    change(building, columns, call=call)
    fields = sorted(set(columns) - set(building.belonging))
    confirm(building, fields=fields, source=source, whole=whole, call=call)
    answer = settle(building, "correct", call=call, rooms=before, fields=fields, source=source)
    with sight_of_everything():
        if "place" in columns:
            follow_building(building)
        if building.address != address:
            _rename_rooms(building, address)
    return answer


def _rename_rooms(building: Building, address: str) -> None:
    for room in building.rooms.select_for_update().filter(address__startswith=address):
        room.address = building.address + room.address.removeprefix(address)
        room.save(update_fields=["address"])


def add_room(_: object, *, call: Call, building: Any, source: str = Source.DOOR, **told: Any) -> dict[str, Any]:
    """Lies where its building lies; the address is the building's with unit and number unless told otherwise."""
    who = look(call)
    house = take_more(Building, building, who=who)
    spot = spot_of(house)
    room = Room(id=call.id, building=house, source=source, confirmed_at=call.at, **spot.columns())
    put(room, _room_columns(house, told))
    room.address = room.address or address_of(house, room.unit, room.number)
    _refuse_twice(room)
    return begin(room, "add", call=call, building=str(house.pk))


def address_of(building: Building, unit: BuildingUnit | None, number: str) -> str:
    return f"{building.address}{building.name}{unit.name if unit else ''}{number}室"


def _room_columns(building: Building, told: Mapping[str, Any]) -> dict[str, Any]:
    columns = {name: value for name, value in told.items() if name != "unit"}
    refuse_unknown_codes(columns, coded.ROOM)
    if "plate_code" in columns:
        columns["plate_code"] = columns["plate_code"] or None
    if "unit" in told:
        columns["unit"] = _unit(building, told["unit"])
    return columns


def _unit(building: Building, name: str) -> BuildingUnit | None:
    return BuildingUnit.objects.get_or_create(building=building, name=name)[0] if name else None


def _refuse_twice(room: Room) -> None:
    same = Room.objects.filter(building=room.building_id, unit=room.unit_id, number=room.number).exclude(pk=room.pk)
    if (known := same.values_list("pk", flat=True).first()) is not None:
        raise Refusal(RefusalCode.CONFLICT, "这套房屋已经登记过，请打开已有的记录", "number", known=str(known))
    with sight_of_everything():
        plated = Room.objects.filter(plate_code=room.plate_code).exclude(pk=room.pk)
        if room.plate_code and plated.exists():
            raise Refusal(RefusalCode.CONFLICT, "这个门牌二维码已用于另一套房屋，请核对门牌", "plate_code")


def correct_room(
    target: object,
    *,
    call: Call,
    version: int | None = None,
    source: str = Source.DOOR,
    whole: bool = False,
    **told: Any,
) -> dict[str, Any]:
    room = take(Room, target, call=call, version=version)
    columns = changed(room, _room_columns(room.building, told))
    change(room, columns, call=call)
    _refuse_twice(room)
    fields = sorted(columns)
    confirm(room, fields=fields, source=source, whole=whole, call=call)
    return settle(room, "correct", call=call, fields=fields, source=source, whole=whole) | {"fields": fields}
