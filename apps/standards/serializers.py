import base64
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.standards.enums import Ring, Severity
from apps.standards.models import Condition
from apps.standards.sheets import LONGEST_SHEET


@extend_schema_field(OpenApiTypes.BYTE)
class SheetField(serializers.Field[bytes, Any, str, Any]):
    """A file within JSON: its bytes in base64, because only the bytes tell the encoding it was saved in."""

    def to_internal_value(self, data: Any) -> bytes:
        if not isinstance(data, str) or not data:
            raise serializers.ValidationError("请选择要导入的 CSV 文件")
        if len(data) > LONGEST_SHEET:
            raise serializers.ValidationError("文件过大，请确认是否选错了文件")
        try:
            return base64.b64decode(data, validate=True)
        except ValueError:
            raise serializers.ValidationError("文件内容没有正确编码，请重新选择文件") from None

    def to_representation(self, value: bytes) -> str:
        return base64.b64encode(value).decode()


class TaxonomyForm(serializers.Serializer[Any]):
    sheet = SheetField()
    source = serializers.CharField(  # type: ignore[assignment]  # DRF takes declared fields out of the class
        max_length=200, error_messages={"blank": "请注明这份标准的来源"}
    )
    effective_from = serializers.DateField(required=False)


class MatrixForm(serializers.Serializer[Any]):
    sheet = SheetField()


class SubSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    ring = serializers.ChoiceField(choices=Ring.choices)
    severity = serializers.ChoiceField(choices=Severity.choices)


class MinorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    subs = SubSerializer(many=True)


class MajorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    minors = MinorSerializer(many=True)


class TreeSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    majors = MajorSerializer(many=True)


class ConditionSerializer(serializers.ModelSerializer[Condition]):
    limit_label = serializers.CharField()
    unit_kind = serializers.CharField(source="unit_kind_id")
    unit_kind_label = serializers.CharField(source="unit_kind.label")

    class Meta:
        model = Condition
        fields = ["id", "text", "severity", "limit_label", "closing_text", "unit_kind", "unit_kind_label"]


class ConditionsSerializer(serializers.Serializer[Any]):
    rows = ConditionSerializer(many=True)
