"""The questions a door takes, and the one answer to every question it does not."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.features.asking import MOST, Asked, Box, Period, box_of, cursor_of, period_of
from apps.features.collections import Collection

Form = serializers.Serializer[Any]
FORMATS = ["json", "geojson"]


class BoxField(serializers.CharField):
    def to_internal_value(self, data: Any) -> Any:
        return _read(box_of, data, "范围应为“西,南,东,北”四个经纬度数")


class PeriodField(serializers.CharField):
    def to_internal_value(self, data: Any) -> Any:
        return _read(period_of, data, "时间应为 2026-01-01 或 2026-01-01T00:00:00Z，一段时间用斜线隔开，不限用“..”")


def _read(read: Callable[[str], Box | Period], told: Any, message: str) -> Box | Period:
    try:
        return read(str(told))
    except ValueError as error:
        raise serializers.ValidationError(message) from error


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": MOST, "default": 100})
class LimitField(serializers.IntegerField):
    """Above the largest it is the largest, as the standard wants it."""

    def to_internal_value(self, data: Any) -> int:
        return min(int(super().to_internal_value(data)), MOST)


class FormatForm(Form):
    f = serializers.ChoiceField(choices=["json"], required=False)


class ItemForm(Form):
    f = serializers.ChoiceField(choices=FORMATS, required=False, default="geojson")


class ItemsForm(ItemForm):
    bbox = BoxField(required=False)
    datetime = PeriodField(required=False)
    limit = LimitField(required=False, min_value=1, default=100)
    cursor = serializers.CharField(required=False, max_length=200)


def read(form: type[Form], told: QueryDict) -> dict[str, Any]:
    asked = form(data=told.dict())
    for name in told:
        if name not in asked.fields:
            raise invalid(name, f"没有“{name[:50]}”这个参数，可用的有：{'、'.join(asked.fields)}")
    if asked.is_valid():
        return dict(asked.validated_data)
    errors = {name: [str(text) for text in texts] for name, texts in asked.errors.items()}
    first = next(iter(errors))
    raise Refusal(RefusalCode.INVALID, f"{first}：{errors[first][0]}", first, errors=errors)


def asked_of(collection: Collection, told: dict[str, Any], *, today: Period) -> Asked:
    return Asked(
        limit=told["limit"],
        box=told.get("bbox"),
        period=told.get("datetime", today),
        cursor=_cursor(collection, told["cursor"]) if "cursor" in told else None,
    )


def _cursor(collection: Collection, told: str) -> Any:
    try:
        return cursor_of(told, order=collection.order_type)
    except ValueError as error:
        raise invalid("cursor", "翻页标记不正确，请从第一页重新读取") from error
