"""What the screens read of articles."""

from typing import Any

from rest_framework import serializers

from apps.grids.enums import Level
from apps.learning.enums import ArticleKind, Topic

Shape = serializers.Serializer[Any]


class ArticleDivision(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()
    level = serializers.ChoiceField(choices=Level.choices)


class ArticleRow(Shape):
    """A withdrawn one has no words left."""

    id = serializers.UUIDField()
    withdrawn = serializers.BooleanField()
    version = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=ArticleKind.choices)
    kind_label = serializers.CharField()
    topic = serializers.ChoiceField(choices=Topic.choices)
    topic_label = serializers.CharField()
    division = ArticleDivision()
    published_on = serializers.DateField()
    title = serializers.CharField()
    body = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


class ArticleRows(Shape):
    """All of them, newest first: they are a few dozen. `writes_for` is about whoever asks."""

    rows = ArticleRow(many=True)
    writes_for = serializers.ListField(child=serializers.IntegerField())


class ArticleDone(Shape):
    id = serializers.UUIDField()
    version = serializers.IntegerField()
