"""What the screens read of a round."""

from typing import Any

from rest_framework import serializers

Shape = serializers.Serializer[Any]


class PatrolName(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()


class PatrolRow(Shape):
    id = serializers.UUIDField()
    by = PatrolName()
    grid = PatrolName()
    begun_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    seconds = serializers.IntegerField(allow_null=True)
    metres = serializers.IntegerField()


class PatrolPage(Shape):
    """`track_days`: so long after its beginning a round still has its track."""

    rows = PatrolRow(many=True)
    track_days = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)


class PatrolTrack(Shape):
    """Points are [longitude, latitude, seconds since the beginning]; none are left after a month."""

    id = serializers.UUIDField()
    metres = serializers.IntegerField()
    track = serializers.ListField(child=serializers.ListField(child=serializers.FloatField()))
