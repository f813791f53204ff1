"""The shapes the screens read."""

from typing import Any

from rest_framework import serializers

Shape = serializers.Serializer[Any]


class CodeShape(Shape):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class CodeListShape(Shape):
    key = serializers.CharField()
    name = serializers.CharField()
    standard = serializers.CharField()
    version = serializers.CharField()
    rows = CodeShape(many=True)
