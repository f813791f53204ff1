"""The question how many there are of each kind, and its answer."""

from typing import Any

from rest_framework import serializers

Shape = serializers.Serializer[Any]


class CountsForm(Shape):
    of = serializers.ChoiceField(
        choices=["people", "rooms", "organisations"],
        error_messages={"required": "请选择要数的种类", "invalid_choice": "请选择要数的种类"},
    )
    grid = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    stale_days = serializers.IntegerField(min_value=0, max_value=36500, default=180)


class CountsShape(Shape):
    """ALL, STALE, and one key for each role, hazard or other mark that occurs."""

    counts = serializers.DictField(child=serializers.IntegerField())
