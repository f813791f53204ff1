"""What rows, pages and answers have in common."""

from typing import Any

from rest_framework import serializers

from apps.registry.enums import Source, VisitKind

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


class NamedShape(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()


class HomeShape(Shape):
    id = serializers.UUIDField()
    address = serializers.CharField(allow_blank=True)


class RegistryRow(Shape):
    id = serializers.UUIDField()
    lon = serializers.FloatField()
    lat = serializers.FloatField()
    grid = NamedShape()
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    confirmed_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class AnswerShape(Shape):
    """`bad`: somebody should look after it."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()
    said = serializers.CharField()
    bad = serializers.BooleanField()


class AnswersShape(Shape):
    key = serializers.CharField()
    version = serializers.CharField()
    title = serializers.CharField()
    answers = AnswerShape(many=True)


class VisitShape(Shape):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=VisitKind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    by = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    note = serializers.CharField(allow_blank=True)
    planned_on = serializers.DateField(allow_null=True)
    next_on = serializers.DateField(allow_null=True)
    changes = serializers.ListField(child=serializers.CharField())
    checklist = AnswersShape(allow_null=True)
    # Ids under which /api/registry/visits/{id}/photos/{media}/{size}/ has them, once they are there.
    photos = serializers.ListField(child=serializers.UUIDField())


class SourceShape(Shape):
    field = serializers.CharField()
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    confirmed_at = serializers.DateTimeField()


class Following(Shape):
    next = serializers.CharField(allow_null=True)


class Detailed(Shape):
    sources = SourceShape(many=True)
    may = serializers.ListField(child=serializers.CharField())


class Labelled(Detailed):
    labels = serializers.DictField(child=serializers.CharField(allow_blank=True))


class Done(Shape):
    """What every change answers; a page is read again. `fields`: what a correction found different."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    fields = serializers.ListField(child=serializers.CharField(), required=False)  # type: ignore[assignment]


class RegistryPoints(Shape):
    points = serializers.ListField(child=serializers.ListField(child=serializers.JSONField()))
    more = serializers.BooleanField()
