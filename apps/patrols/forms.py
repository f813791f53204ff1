"""What the commands of a round and its list take."""

from typing import Any

from rest_framework import serializers

Form = serializers.Serializer[Any]
POINTS_AT_MOST = 1_000
LONGEST = 31 * 86_400


class PointField(serializers.Field[list[float], Any, list[float], Any]):
    """[longitude, latitude, seconds since the beginning]."""

    def to_internal_value(self, data: Any) -> list[float]:
        if not isinstance(data, list) or len(data) != 3 or not all(_is_number(part) for part in data):
            raise serializers.ValidationError("轨迹点应为 [经度, 纬度, 秒]")
        lon, lat, seconds = (float(part) for part in data)
        if abs(lon) > 180 or abs(lat) > 90 or not 0 <= seconds <= LONGEST:
            raise serializers.ValidationError("轨迹点超出范围")
        return [lon, lat, seconds]

    def to_representation(self, value: list[float]) -> list[float]:
        return value


def _is_number(part: Any) -> bool:
    return isinstance(part, int | float) and not isinstance(part, bool) and abs(part) < 1e12


def points(**more: Any) -> serializers.ListField:
    said: Any = {
        "max_length": f"一批轨迹最多 {POINTS_AT_MOST} 个点",
        "not_a_list": "轨迹应为一列点",
        "required": "缺少轨迹",
    }
    return serializers.ListField(child=PointField(), max_length=POINTS_AT_MOST, error_messages=said, **more)


class BeginForm(Form):
    grid = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, error_messages={"required": "请选择巡查哪个网格", "invalid": "网格编号有误"}
    )


class WalkForm(Form):
    points = points()


class EndForm(Form):
    points = points(required=False, default=list)


class PatrolsForm(Form):
    grid = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    division = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    q = serializers.CharField(required=False, allow_blank=True, max_length=40)
    cursor = serializers.UUIDField(required=False)
    limit = serializers.IntegerField(required=False, default=30, min_value=1, max_value=100)
