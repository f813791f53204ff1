from typing import Any

from rest_framework import serializers


class DaysForm(serializers.Serializer[Any]):
    csv = serializers.CharField(
        max_length=300_000, trim_whitespace=False, error_messages={"blank": "请选择要导入的节假日表"}
    )


class SeasonForm(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=40)
    first_day = serializers.CharField(max_length=5)
    last_day = serializers.CharField(max_length=5)
    am_from = serializers.TimeField(required=False, allow_null=True, input_formats=["%H:%M"])
    am_to = serializers.TimeField(required=False, allow_null=True, input_formats=["%H:%M"])
    pm_from = serializers.TimeField(required=False, allow_null=True, input_formats=["%H:%M"])
    pm_to = serializers.TimeField(required=False, allow_null=True, input_formats=["%H:%M"])


class HoursForm(serializers.Serializer[Any]):
    division = serializers.IntegerField(required=False, allow_null=True)
    valid_from = serializers.DateField()
    seasons = SeasonForm(many=True, allow_empty=False)
