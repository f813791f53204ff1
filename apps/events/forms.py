"""What each move asks for, turned from the table's needs into DRF serializers; and the forms of a report."""

from typing import Any

from rest_framework import serializers
from rest_framework.fields import Field

from apps.events.enums import Channel
from apps.events.moves import MOVES, Kind, Move, Need
from apps.standards.enums import Severity

TEXT_AT_MOST = 2000
CRS = ["EPSG:4490", "WGS84", "GCJ02", "BD09"]


def photo_ids() -> serializers.ListField:
    return serializers.ListField(child=serializers.UUIDField(), max_length=9, default=list)


class Said(serializers.CharField):
    """Text of a person: no control characters; blank is missing."""

    def __init__(self, label: str, *, required: bool = True, max_length: int = TEXT_AT_MOST) -> None:
        missing = f"请填写{label}"
        errors = {
            "required": missing,
            "blank": missing,
            "null": missing,
            "max_length": f"{label}太长,最多{max_length}字",
        }
        optional: dict[str, Any] = {} if required else {"default": "", "allow_blank": True}
        super().__init__(max_length=max_length, error_messages=errors, **optional)


def _field(need: Need) -> Field[Any, Any, Any, Any]:
    must: dict[str, Any] = {"required": need.required}
    errors = {"required": f"请选择{need.label}", "null": f"请选择{need.label}", "invalid": f"{need.label}填写有误"}
    match need.kind:
        case Kind.TEXT:
            return Said(need.label, required=need.required)
        case Kind.EVENT:
            return Said(need.label, max_length=24)
        case Kind.PHOTOS:
            return photo_ids()
        case Kind.UNITS:
            return serializers.ListField(child=_row_id(), max_length=10, default=list)
        case Kind.UNIT | Kind.CONDITION:
            return _row_id(error_messages=errors, **must)
        case Kind.UNTIL:
            return serializers.DateTimeField(error_messages=errors, **must)
        case Kind.CHOICE:
            return serializers.ChoiceField(choices=need.choices, error_messages=errors, **must)
        case Kind.SCORE:
            return serializers.IntegerField(min_value=1, max_value=5, error_messages=errors, **must)
        case Kind.BOOL:
            return serializers.BooleanField(error_messages=errors, **must)


def _row_id(**more: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=2**63 - 1, **more)


def _form(verb: str, move: Move) -> type[serializers.Serializer[Any]]:
    name = "".join(word.title() for word in verb.split("_")) + "Form"
    return type(name, (serializers.Serializer,), {need.name: _field(need) for need in move.needs})


FORMS = {verb: _form(verb, move) for verb, move in MOVES.items()}


class Place(serializers.Serializer[Any]):
    lon = serializers.FloatField(error_messages={"required": "请选择位置", "invalid": "经度应为数字"})
    lat = serializers.FloatField(error_messages={"required": "请选择位置", "invalid": "纬度应为数字"})
    crs = serializers.ChoiceField(choices=CRS, default="WGS84", error_messages={"invalid_choice": "不支持这种坐标系"})
    accuracy = serializers.FloatField(min_value=0, max_value=100_000, required=False, allow_null=True)
    place_text = Said("位置说明", required=False, max_length=200)


class ReportForm(Place):
    category = _row_id(error_messages={"required": "请选择类别", "null": "请选择类别"})
    text = Said("情况说明", required=False)
    photos = photo_ids()
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.WORKER)
    severity = serializers.ChoiceField(choices=Severity.choices, required=False)
    reporter_name = Said("姓名", required=False, max_length=40)
    reporter_phone = Said("电话", required=False, max_length=20)
