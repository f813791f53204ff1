"""What happened to people's records, who looked, what was asked for, and which may be one."""

from rest_framework import serializers

from apps.registry.enums import Purpose, RequestKind, RequestState
from apps.registry.serializers.base import Shape
from apps.registry.serializers.people import PersonCore


class RevealedShape(Shape):
    id = serializers.UUIDField()
    field = serializers.CharField()
    value = serializers.CharField(allow_blank=True)


class HappenedShape(Shape):
    at = serializers.DateTimeField()
    verb = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    who = serializers.CharField(allow_blank=True)
    fields = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]
    before = serializers.DictField(child=serializers.CharField(), help_text="field → what stood there before")
    note = serializers.CharField(allow_blank=True)


class TimelineShape(Shape):
    rows = HappenedShape(many=True)


class DuplicateShape(Shape):
    why = serializers.ChoiceField(choices=[("DOCUMENT", "证件号码相同"), ("ROOM", "同名、同日出生、同住一处")])
    people = PersonCore(many=True)


class DuplicatesShape(Shape):
    rows = DuplicateShape(many=True)


class AccessShape(Shape):
    entry = serializers.IntegerField()
    at = serializers.DateTimeField()
    who = serializers.CharField()
    account = serializers.IntegerField(allow_null=True)
    door = serializers.CharField()
    kind = serializers.CharField()
    subject = serializers.CharField()
    field = serializers.CharField()
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    purpose_label = serializers.CharField()
    reason = serializers.CharField()


class AccessPage(Shape):
    rows = AccessShape(many=True)
    next = serializers.IntegerField(allow_null=True)


class RequestShape(Shape):
    id = serializers.UUIDField()
    person = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=RequestKind.choices)
    kind_label = serializers.CharField()
    text = serializers.CharField()
    state = serializers.ChoiceField(choices=RequestState.choices)
    asked_at = serializers.DateTimeField()
    answer = serializers.CharField(allow_blank=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class RequestsShape(Shape):
    rows = RequestShape(many=True)
