from typing import Any

from rest_framework import serializers

from apps.core.refusal import Refusal
from apps.photos.exif import Place
from apps.photos.receipts import Receipt, unsign
from apps.photos.voices import Heard
from apps.photos.voices import unsign as unsign_voice
from apps.photos.watermark import LONGEST_LINE, MOST_LINES


class AddForm(serializers.Serializer[Any]):
    """`receipt` is the door's own signed word about the file; the rest is what the phone says."""

    receipt = serializers.CharField(max_length=4000)
    taken_at = serializers.DateTimeField(required=False)
    lon = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    accuracy = serializers.FloatField(required=False)
    burnt = serializers.BooleanField(required=False)

    def validate_receipt(self, signed: str) -> Receipt:
        try:
            return unsign(signed)
        except Refusal as refusal:
            raise serializers.ValidationError(refusal.message) from refusal

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        lon, lat, accuracy = (attrs.pop(name, None) for name in ("lon", "lat", "accuracy"))
        if lon is not None and lat is not None:
            attrs["place"] = Place(lon, lat, accuracy)
        return attrs


class AddVoiceForm(serializers.Serializer[Any]):
    receipt = serializers.CharField(max_length=4000)

    def validate_receipt(self, signed: str) -> Heard:
        try:
            return unsign_voice(signed)
        except Refusal as refusal:
            raise serializers.ValidationError(refusal.message) from refusal


class MarkForm(serializers.Serializer[Any]):
    lines = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_LINE), max_length=MOST_LINES, min_length=1, required=False
    )


class UploadForm(serializers.Serializer[Any]):
    """The multipart request, for the schema."""

    file = serializers.FileField()
    id = serializers.UUIDField(required=False)
    taken_at = serializers.DateTimeField(required=False)
    lon = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    accuracy = serializers.FloatField(required=False)


class PhotoRow(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    taken_at = serializers.DateTimeField(allow_null=True)
    lon = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    accuracy = serializers.FloatField(allow_null=True)
    thumb = serializers.CharField()
