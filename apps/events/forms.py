"""What each move asks for, turned from the table's needs into DRF serializers; and the forms of a report."""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers

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
        errors: Any = {
            "required": missing,
            "blank": missing,
            "null": missing,
            "max_length": f"{label}太长，最多{max_length}字",
        }
        optional: dict[str, Any] = {} if required else {"default": "", "allow_blank": True}
        super().__init__(max_length=max_length, error_messages=errors, **optional)


def _errors(need: Need) -> Any:
    return {"required": f"请选择{need.label}", "null": f"请选择{need.label}", "invalid": f"{need.label}填写有误"}


class Spot(serializers.Serializer[Any]):
    """`accuracy` in metres."""

    lon = serializers.FloatField(error_messages={"required": "请选择位置", "invalid": "经度应为数字"})
    lat = serializers.FloatField(error_messages={"required": "请选择位置", "invalid": "纬度应为数字"})
    crs = serializers.ChoiceField(choices=CRS, default="WGS84", error_messages={"invalid_choice": "不支持这种坐标系"})
    accuracy = serializers.FloatField(min_value=0, max_value=100_000, required=False, allow_null=True)


FIELDS: dict[Kind, Callable[[Need], Any]] = {
    Kind.TEXT: lambda need: Said(need.label, required=need.required),
    Kind.EVENT: lambda need: Said(need.label, max_length=24),
    Kind.PHOTOS: lambda _: photo_ids(),
    Kind.UNITS: lambda _: serializers.ListField(child=_row_id(), max_length=10, default=list),
    Kind.UNIT: lambda need: _row_id(error_messages=_errors(need)),
    Kind.CONDITION: lambda need: _row_id(error_messages=_errors(need)),
    Kind.UNTIL: lambda need: serializers.DateTimeField(error_messages=_errors(need)),
    Kind.SPOT: lambda need: Spot(required=need.required, allow_null=not need.required),
    Kind.CHOICE: lambda need: serializers.ChoiceField(choices=need.choices, error_messages=_errors(need)),
    Kind.SCORE: lambda need: serializers.IntegerField(min_value=1, max_value=5, error_messages=_errors(need)),
    Kind.BOOL: lambda need: serializers.BooleanField(error_messages=_errors(need)),
}


def _row_id(**more: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=2**63 - 1, **more)


def _form(verb: str, move: Move) -> type[serializers.Serializer[Any]]:
    name = "".join(word.title() for word in verb.split("_")) + "Form"
    return type(name, (serializers.Serializer,), {need.name: FIELDS[need.kind](need) for need in move.needs})


FORMS = {verb: _form(verb, move) for verb, move in MOVES.items()}


class PutOffForm(serializers.Serializer[Any]):
    """As the clock has seen the matter."""

    moves = serializers.IntegerField(min_value=0)
    next_at = serializers.DateTimeField()


class Place(Spot):
    place_text = Said("位置说明", required=False, max_length=200)


class ReportForm(Place):
    category = _row_id(error_messages={"required": "请选择类别", "null": "请选择类别"})
    text = Said("情况说明", required=False)
    photos = photo_ids()
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.WORKER)
    severity = serializers.ChoiceField(choices=Severity.choices, required=False)
    reporter_name = Said("姓名", required=False, max_length=40)
    reporter_phone = Said("电话", required=False, max_length=20)
