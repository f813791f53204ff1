from typing import Any

from rest_framework import serializers

from apps.events.enums import Light, State
from apps.grids.enums import Level

Shape = serializers.Serializer[Any]


class NoticeRow(Shape):
    """In the words of the socket (docs/push.md)."""

    entry = serializers.IntegerField()
    verb = serializers.CharField()
    verb_label = serializers.CharField()
    kind = serializers.CharField()
    subject = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)
    state_label = serializers.CharField()
    level = serializers.ChoiceField(choices=Level.choices)
    light = serializers.ChoiceField(choices=Light.choices)
    grid = serializers.IntegerField(allow_null=True)
    at = serializers.DateTimeField()
    by = serializers.CharField(required=False)


class Notices(Shape):
    rows = NoticeRow(many=True)
