"""What a person was told, agreed to and asked for, as the screens read it."""

from typing import Any

from rest_framework import serializers

from apps.registry.enums import RequestKind, RequestState

Shape = serializers.Serializer[Any]


class ConsentTextShape(Shape):
    key = serializers.CharField()
    version = serializers.CharField()
    title = serializers.CharField()
    paragraphs = serializers.ListField(child=serializers.CharField())


class ConsentShape(Shape):
    key = serializers.CharField()
    version = serializers.CharField()
    title = serializers.CharField()
    given_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class AskedShape(Shape):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=RequestKind.choices)
    kind_label = serializers.CharField()
    text = serializers.CharField()
    state = serializers.ChoiceField(choices=RequestState.choices)
    state_label = serializers.CharField()
    asked_at = serializers.DateTimeField()
    answer = serializers.CharField(allow_blank=True)


class CareShape(Shape):
    texts = ConsentTextShape(many=True)
    consents = ConsentShape(many=True)
    requests = AskedShape(many=True)
