"""Fields and the beginnings of forms, with what is said when they are filled in wrongly."""

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from rest_framework import serializers

from apps.grids.coords import TO_CGCS2000
from apps.registry.enums import Source

Form = serializers.Serializer[Any]


ADDRESS_CODE = r"[0-9A-Za-z-]+"


# Of a service place: a desk's with an extension, a landline without its area code, or 120.
DIALLED = r"\+?\d[\d ()、/-]{1,18}\d(\s?转\s?\d{1,6})?"


EARLIEST, LATEST = date(1870, 1, 1), date(2100, 12, 31)


class Text(serializers.CharField):
    """Words of a person: required unless `blank`, which also lets an empty text clear what was there."""

    def __init__(self, label: str, *, longest: int, blank: bool = True, **more: Any) -> None:
        missing = f"请填写{label}"
        errors: Any = {
            "required": missing,
            "blank": missing,
            "null": missing,
            "invalid": f"{label}填写有误",
            "max_length": f"{label}太长，最多 {longest} 个字",
        }
        super().__init__(max_length=longest, allow_blank=blank, error_messages=errors, **more)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if not text.isprintable():
            raise serializers.ValidationError("含有换行或看不见的字符，请删除")
        return text


def maybe(label: str, longest: int, *, of: str = "", said: str = "") -> Text:
    """`of` is what a text that is not empty has to look like, and `said` what is said to one that does not."""
    looks = [RegexValidator(rf"^({of})?$", said)] if of else []
    return Text(label, longest=longest, required=False, validators=looks)


def choice(kinds: Any, label: str, **more: Any) -> serializers.ChoiceField:
    wrong = f"请选择{label}"
    return serializers.ChoiceField(
        choices=kinds.choices, error_messages={"required": wrong, "invalid_choice": wrong, "null": wrong}, **more
    )


def day(label: str, **more: Any) -> serializers.DateField:
    """Within the lives of people and what is planned for them."""
    wrong, impossible = f"{label}应为“年-月-日”", f"{label}不可能，请核对年份"
    bounds = [MinValueValidator(EARLIEST, impossible), MaxValueValidator(LATEST, impossible)]
    errors: Any = {"invalid": wrong, "datetime": wrong, "null": f"请填写{label}", "required": f"请填写{label}"}
    return serializers.DateField(error_messages=errors, validators=bounds, **more)


def row(label: str, **more: Any) -> serializers.UUIDField:
    wrong = f"请选择{label}"
    return serializers.UUIDField(error_messages={"invalid": wrong, "required": wrong, "null": wrong}, **more)


def whole(label: str, most: int, **more: Any) -> serializers.IntegerField:
    wrong = f"{label}应为 0 至 {most} 的整数"
    errors: Any = {"invalid": wrong, "min_value": wrong, "max_value": wrong}
    return serializers.IntegerField(min_value=0, max_value=most, error_messages=errors, **more)


class Versioned(Form):
    """The version that was read; when told, a row changed since is not overwritten."""

    version = serializers.IntegerField(min_value=1, required=False)


class Sourced(Form):
    source = choice(Source, "来源", default=Source.DOOR)  # type: ignore[assignment]


class Correcting(Versioned, Sourced):
    whole = serializers.BooleanField(default=False)


class Spot(Form):
    lon = serializers.FloatField(error_messages={"required": "请在地图上选点", "invalid": "经度应为数字"})
    lat = serializers.FloatField(error_messages={"required": "请在地图上选点", "invalid": "纬度应为数字"})
    crs = serializers.ChoiceField(choices=list(TO_CGCS2000), default="EPSG:4490")


class MaybeSpot(Form):
    lon = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    crs = serializers.ChoiceField(choices=list(TO_CGCS2000), default="EPSG:4490")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("lon" in attrs) != ("lat" in attrs):
            raise serializers.ValidationError({"lat": "经度和纬度要一起填写"})
        return attrs if "lon" in attrs else {name: value for name, value in attrs.items() if name != "crs"}
