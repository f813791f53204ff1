"""What the commands of this room take."""

from typing import Any

from rest_framework import serializers

from apps.events.forms import Said, photo_ids
from apps.sync.enums import Take

Form = serializers.Serializer[Any]
PREVIEW_AT_MOST = 20 * 1024


class SupplementForm(Form):
    verb = serializers.CharField(max_length=40)
    note = Said("补充", required=False)
    photos = photo_ids()


class KeepPhotoForm(Form):
    photo = serializers.UUIDField()
    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")


class KeepVoiceForm(Form):
    voice = serializers.UUIDField()
    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")


class PreviewForm(Form):
    jpeg = serializers.RegexField(r"^[A-Za-z0-9+/]+={0,2}$", max_length=PREVIEW_AT_MOST * 4 // 3 + 4)

    def validate_jpeg(self, told: str) -> str:
        if len(told) % 4:
            raise serializers.ValidationError("预览图应为 base64 编码")
        return told


class SideForm(Form):
    take = serializers.ChoiceField(
        choices=Take.choices, error_messages={"required": "请选择采用哪一份", "invalid_choice": "请选择采用哪一份"}
    )
