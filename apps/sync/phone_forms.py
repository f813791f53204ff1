"""The shapes of the lock's doors."""

from typing import Any

from rest_framework import serializers

from apps.sync.serializers import Shape, Spoken


class PhoneForm(Spoken):
    device = serializers.UUIDField()


class RecoverForm(PhoneForm):
    password = serializers.CharField(
        max_length=128, trim_whitespace=False, error_messages=dict.fromkeys(("required", "blank"), "请输入登录密码")
    )


class DeviceForm(Shape):
    device = serializers.UUIDField()


class VaultPart(Shape):
    part = serializers.CharField()


class VaultSecrets(VaultPart):
    rescue = serializers.CharField()


class PhoneStanding(Shape):
    lost = serializers.BooleanField()


class PhoneState(PhoneStanding):
    id = serializers.UUIDField()


class PhonesForm(Shape):
    """A part of the owner's name, a phone number or its last four digits."""

    shelf = serializers.ChoiceField(choices=("unsent", "all", "lost"), default="unsent")
    q = serializers.CharField(required=False, allow_blank=True, max_length=40, default="")
    cursor = serializers.CharField(required=False, allow_blank=True, max_length=80, default="")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100, default=50)


class OwnPhone(Shape):
    """`sign_in` is the row of the signed-in devices it belongs to, while it is signed in."""

    id = serializers.UUIDField()
    sign_in = serializers.UUIDField(allow_null=True)
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    pulled_at = serializers.DateTimeField()
    pending = serializers.IntegerField()
    oldest_at = serializers.DateTimeField(allow_null=True)
    evicted = serializers.IntegerField(allow_null=True)
    lost_at = serializers.DateTimeField(allow_null=True)


class PhoneOwner(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()
    phone = serializers.CharField()
    posts = serializers.ListField(child=serializers.CharField())


class PhoneRow(OwnPhone):
    account = PhoneOwner()


class OwnPhones(Shape):
    rows = OwnPhone(many=True)


class PhonePage(serializers.Serializer[Any]):
    rows = PhoneRow(many=True)
    next = serializers.CharField(allow_null=True)
