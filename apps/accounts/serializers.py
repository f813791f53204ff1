import re
import unicodedata
from typing import Any

from rest_framework import serializers

from apps.accounts.models import AccessKey, Device

MISSING = ("required", "blank", "null")


class Phone(serializers.CharField):
    """However it was typed or pasted: full-width digits, spaces and hyphens between them, +86 before them."""

    def to_internal_value(self, data: str) -> str:
        told: str = super().to_internal_value(data)
        bare = re.sub(r"[\s()-]", "", unicodedata.normalize("NFKC", told))
        return re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", bare)


class Credentials(serializers.Serializer[Any]):
    phone = Phone(max_length=30, error_messages=dict.fromkeys(MISSING, "请输入手机号"))
    password = serializers.CharField(
        max_length=128, trim_whitespace=False, error_messages=dict.fromkeys(MISSING, "请输入密码")
    )


class Passwords(serializers.Serializer[Any]):
    old = serializers.CharField(
        max_length=128, trim_whitespace=False, error_messages=dict.fromkeys(MISSING, "请输入当前密码")
    )
    new = serializers.CharField(
        max_length=128, trim_whitespace=False, error_messages=dict.fromkeys(MISSING, "请输入新密码")
    )


class ChangeForm(serializers.Serializer[Any]):
    """Hashed, both of them."""

    was = serializers.CharField(max_length=128)
    password = serializers.CharField(max_length=128)
    keep = serializers.CharField(max_length=40)


class PasswordChanged(serializers.Serializer[Any]):
    devices_ended = serializers.IntegerField()


class SignInForm(serializers.Serializer[Any]):
    session_key = serializers.CharField(max_length=40)
    label = serializers.CharField(max_length=120, allow_blank=True)  # type: ignore[assignment]


class FailForm(serializers.Serializer[Any]):
    phone_tail = serializers.CharField(max_length=4, allow_blank=True)


class AccountForm(serializers.Serializer[Any]):
    phone = Phone(max_length=20)
    name = serializers.CharField(max_length=40)
    password = serializers.CharField(max_length=128)
    is_demo = serializers.BooleanField(default=False)


class DeviceRow(serializers.ModelSerializer[Device]):
    current = serializers.SerializerMethodField()

    class Meta:
        model = Device
        fields = ["id", "label", "since_at", "last_seen_at", "current"]

    def get_current(self, device: Device) -> bool:
        return bool(device.session_key == self.context["session_key"])


class DeviceRows(serializers.Serializer[Any]):
    rows = DeviceRow(many=True)


class KeyForm(serializers.Serializer[Any]):
    """The password again: whoever finds an open session shall not take a year's access out of it."""

    name = serializers.CharField(max_length=60)
    days = serializers.IntegerField(min_value=1, max_value=366, default=90)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class NewKeyForm(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=60)
    days = serializers.IntegerField(min_value=1, max_value=366)
    user = serializers.CharField(max_length=20)
    digest = serializers.RegexField(r"\A[0-9a-f]{64}\Z")


class NewKeyRow(serializers.Serializer[Any]):
    """`secret` is told this once."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    user = serializers.CharField()
    secret = serializers.CharField()
    expires_at = serializers.DateTimeField()


class KeyRow(serializers.ModelSerializer[AccessKey]):
    class Meta:
        model = AccessKey
        fields = ["id", "name", "user", "made_at", "expires_at", "used_at"]


class KeyRows(serializers.Serializer[Any]):
    rows = KeyRow(many=True)
