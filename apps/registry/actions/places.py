"""Things of the city and places of service."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.grids.models import Unit
from apps.registry.actions.earlier import change
from apps.registry.actions.settle import begin, look, rooms_of, settle, take
from apps.registry.belonging import put, spot_at
from apps.registry.confirming import changed, confirm, refuse_unknown_codes
from apps.registry.enums import Source
from apps.registry.identifiers import Wrong, part_code
from apps.registry.models import Part, ServicePlace
from apps.registry.rules import edits
from apps.registry.sight import sight_of_everything

WHERE = ("lon", "lat", "crs")


def add_part(_: object, *, call: Call, **told: Any) -> dict[str, Any]:
    return _add(Part, told, call=call)


def correct_part(target: object, *, call: Call, **told: Any) -> dict[str, Any]:
    return _correct(Part, target, told, call=call)


def add_service_place(_: object, *, call: Call, **told: Any) -> dict[str, Any]:
    return _add(ServicePlace, told, call=call)


def correct_service_place(target: object, *, call: Call, **told: Any) -> dict[str, Any]:
    return _correct(ServicePlace, target, told, call=call)


def _add(model: type[Any], told: dict[str, Any], *, call: Call) -> dict[str, Any]:
    who = look(call)
    source = told.pop("source", Source.DOOR)
    row = model(id=call.id, source=source, confirmed_at=call.at, **_where(told, call=call))
    if not edits(row, call, who.reach):
        raise Refusal(RefusalCode.NOT_YOURS, "这个位置不在您维护的网格内，请在管辖范围内重新选点")
    put(row, _columns(model, told))
    _refuse_known(row)
    return begin(row, "add", call=call)


def _where(told: Mapping[str, Any], *, call: Call) -> dict[str, Any]:
    if told.get("lon") is None or told.get("lat") is None:
        return {}
    return spot_at(told["lon"], told["lat"], crs=told["crs"], on=timezone.localdate(call.at)).columns()


def _columns(model: type[Any], told: Mapping[str, Any]) -> dict[str, Any]:
    columns = {name: value for name, value in told.items() if name not in WHERE}
    if model is Part:
        _check_part(columns)
    return columns


def _check_part(columns: dict[str, Any]) -> None:
    """The kind is in the code; units are those of the city."""
    if "code" in columns:
        try:
            told = part_code(columns["code"])
        except Wrong as wrong:
            raise invalid("code", str(wrong)) from wrong
        columns |= {"code": told.code, "kind": told.kind}
        refuse_unknown_codes({"code": told.kind}, {"code": "PART"})
    for field in ("owner", "maintainer"):
        if columns.get(field) is not None:
            columns[field] = Unit.objects.filter(pk=columns[field]).first()
            if columns[field] is None:
                raise invalid(field, "没有这个单位，请重新选择")


def _refuse_known(row: Any) -> None:
    if not isinstance(row, Part):
        return
    with sight_of_everything():
        if Part.objects.filter(code=row.code).exclude(pk=row.pk).exists():
            raise Refusal(RefusalCode.CONFLICT, "这个部件代码已经用过，请核对", "code")


def _correct(model: type[Any], target: object, told: dict[str, Any], *, call: Call) -> dict[str, Any]:
    version, source = told.pop("version", None), told.pop("source", Source.DOOR)
    whole = told.pop("whole", False)
    row = take(model, target, call=call, version=version)
    before = rooms_of(row)
    columns = changed(row, _columns(model, told) | _where(told, call=call))
    change(row, columns, call=call)
    _refuse_known(row)
    fields = sorted(set(columns) - set(row.belonging))
    confirm(row, fields=fields, source=source, whole=whole, call=call)
    return settle(row, "correct", call=call, rooms=before, fields=fields, source=source, whole=whole)
