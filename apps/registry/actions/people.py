"""People come, are corrected and move; what hangs on them goes with them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.registry import coded
from apps.registry.actions.earlier import change
from apps.registry.actions.follow import follow_person
from apps.registry.actions.households import part
from apps.registry.actions.settle import begin, found, look, rooms_of, settle, take
from apps.registry.actions.tenures import live_in, stop_living
from apps.registry.belonging import Spot, put, spot_at, spot_of
from apps.registry.confirming import changed, confirm, refuse_unknown_codes
from apps.registry.enums import Source
from apps.registry.identifiers import Wrong, area_code
from apps.registry.identity import CITIZEN_CARD, checked_document, checked_phone, sealed_of
from apps.registry.initials import initials_of
from apps.registry.models import Household, Person, Room
from apps.registry.models.people import LIVE
from apps.registry.rules import edits
from apps.registry.sight import sight_of_everything

DOCUMENT, PHONE = (sealed_of("").columns(prefix) for prefix in ("doc", "phone"))
NOT_COLUMNS = ("source", "whole", "version", "room", "lon", "lat", "crs", "on", "document", "phone")


def add_person(_: object, *, call: Call, source: str = Source.DOOR, **told: Any) -> dict[str, Any]:
    """Refused when somebody with the same document is in reach already; elsewhere, a desk is offered the two."""
    who = look(call)
    room = found(Room, told["room"]) if told.get("room") else None
    spot = _spot(room, told, call=call)
    person = Person(id=call.id, source=source, confirmed_at=call.at, **spot.columns())
    if not edits(person, call, who.reach):
        raise Refusal(RefusalCode.NOT_YOURS, "这个位置不在您维护的网格内，请在管辖范围内重新选点")
    columns = _columns(person, told, call=call)
    _refuse_known(columns.get("doc_hash"))
    put(person, columns)
    person.room = room
    answer = begin(person, "add", call=call, room=str(room.pk) if room else None)
    if room:
        live_in(person, room, on=told.get("on") or timezone.localdate(call.at))
    return answer


def _spot(room: Room | None, told: Mapping[str, Any], *, call: Call) -> Spot:
    if room is not None:
        return spot_of(room)
    if told.get("lon") is None or told.get("lat") is None:
        raise invalid("room", "请选择现住房屋，或在地图上选点")
    return spot_at(told["lon"], told["lat"], crs=told.get("crs", "WGS84"), on=timezone.localdate(call.at))


def _columns(person: Person, told: Mapping[str, Any], *, call: Call) -> dict[str, Any]:
    """What was told, as it is kept: checked, sealed, and with what a citizen's number says of its holder."""
    columns = {field: value for field, value in told.items() if field not in NOT_COLUMNS}
    if "name" in columns:
        columns["initials"] = initials_of(columns["name"])
    if "phone" in told:
        columns |= sealed_of(_checked("phone", checked_phone, told["phone"])).columns("phone")
    if (told.get("born_on") or date.min) > timezone.localdate(call.at):
        raise invalid("born_on", "出生日期不能晚于今天")
    if "household_area" in told:
        area = _checked("household_area", area_code, told["household_area"], demo=settings.DEMO)
        columns["household_area"] = area
    if "document" in told:
        columns |= _document(person, told, call=call)
    refuse_unknown_codes(columns, coded.PERSON)
    return columns


def _checked(field: str, check: Any, told: str, **more: Any) -> Any:
    if not told:
        return ""
    try:
        return check(told, **more)
    except Wrong as wrong:
        raise invalid(field, str(wrong)) from wrong


def _document(person: Person, told: Mapping[str, Any], *, call: Call) -> dict[str, Any]:
    if not told["document"]:
        return sealed_of("").columns("doc")
    kind = told.get("doc_kind") or person.doc_kind or CITIZEN_CARD
    try:
        number, citizen = checked_document(kind, told["document"], today=timezone.localdate(call.at))
    except Wrong as wrong:
        raise invalid("document", str(wrong)) from wrong
    said = {"born_on": citizen.born_on, "sex": citizen.sex} if citizen else {}
    for field, value in said.items():
        if told.get(field) not in (None, "", "0", value):
            raise invalid(field, "与身份证号不一致，请核对")
    return sealed_of(number).columns("doc") | said


def _refuse_known(doc_hash: Any, *, beside: UUID | None = None) -> None:
    known = Person.objects.filter(LIVE, doc_hash=doc_hash).values_list("pk", flat=True) if doc_hash else ()
    if first := next((pk for pk in known if pk != beside), None):
        raise Refusal(RefusalCode.CONFLICT, "这个证件号码已经登记过，请打开已有的记录", "document", known=str(first))


def correct_person(
    target: object,
    *,
    call: Call,
    version: int | None = None,
    source: str = Source.DOOR,
    whole: bool = False,
    **told: Any,
) -> dict[str, Any]:
    """Only what is told changes; `whole` says that the rest was gone through as well and holds."""
    person = take(Person, target, call=call, version=version)
    refuse_gone(person)
    columns = changed(person, _columns(person, told, call=call))
    if "doc_hash" in columns:
        _refuse_known(columns["doc_hash"], beside=person.pk)
    change(person, columns, call=call)
    fields = sorted({_field(column) for column in columns} - {"initials"})
    confirm(person, fields=fields, source=source, whole=whole, call=call)
    answer = settle(person, "correct", call=call, fields=fields, source=source, whole=whole)
    return answer | {"fields": fields}


def _field(column: str) -> str:
    """As people know it: three columns are one document."""
    return "document" if column in DOCUMENT else "phone" if column in PHONE else column


def refuse_merged(person: Person) -> None:
    if person.merged_into_id:
        raise Refusal(
            RefusalCode.MOVED_ON, "这条记录已合并到另一条，请打开合并后的记录", into=str(person.merged_into_id)
        )


def refuse_gone(person: Person) -> None:
    refuse_merged(person)
    if person.left_on or person.died_on:
        raise Refusal(RefusalCode.MOVED_ON, "此人已登记为迁出或去世；如有误，请先恢复")


def move_person(
    target: object, *, call: Call, version: int | None = None, household: bool = False, **told: Any
) -> dict[str, Any]:
    """To another room, or to a place anywhere in the city; alone, or with the whole household."""
    person = take(Person, target, call=call, version=version)
    refuse_gone(person)
    room = found(Room, told["room"]) if told.get("room") else None
    spot = _spot(room, told, call=call)
    on = told.get("on") or timezone.localdate(call.at)
    before = rooms_of(person)
    others = _others(person) if household else []
    if household and person.household:
        _move_household(person.household, room, spot)
    elif person.household:
        part(person)
    for one in [person, *others]:
        _move(one, room, spot, on=on)
    for one in others:
        settle(one, "move", call=call, rooms=before, with_household=True)
    return settle(person, "move", call=call, rooms=before, room=str(room.pk) if room else None, household=household)


def _others(person: Person) -> list[Person]:
    together = Person.objects.select_for_update().filter(LIVE, household=person.household_id or uuid4())
    return list(together.exclude(pk=person.pk).order_by("pk"))


def _move(person: Person, room: Room | None, spot: Spot, *, on: Any) -> None:
    with sight_of_everything():
        stop_living(person, on=on)
        person.room = room
        put(person, spot.columns())
        follow_person(person)
        if room:
            live_in(person, room, on=on)


def _move_household(household: Household, room: Room | None, spot: Spot) -> None:
    household.room = room
    put(household, spot.belonging)
    with sight_of_everything():
        household.save(update_fields=["room", *spot.belonging])
