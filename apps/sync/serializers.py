"""The wire's shapes (docs/sync.md): what a phone says, and what it is told."""

import re
from typing import Any

from rest_framework import serializers

from apps.sync.enums import ScopeKind, Status
from apps.sync.scopes import is_scope

Shape = serializers.Serializer[Any]
BIGGEST = 2**63 - 1
SIXTEEN = re.compile(r"[0-9a-f]{16}")
PAGE = 500
COMMANDS_AT_MOST = 50
SCOPES_AT_MOST = 50


def number(**more: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=BIGGEST, **more)


class ScopeName(serializers.CharField):
    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=40, **more)

    def to_internal_value(self, data: Any) -> str:
        name = super().to_internal_value(data)
        if not is_scope(name):
            raise serializers.ValidationError("范围应为 grid:编号、worker:编号 或 ref:all")
        return name


class Spoken(Shape):
    """Every body says which protocol it speaks, before anything else is looked at."""

    protocol = serializers.IntegerField()
    account = number(required=False, allow_null=True)


class DigestForm(Shape):
    count = number()
    xor = serializers.CharField(max_length=16)

    def validate_xor(self, told: str) -> str:
        if not SIXTEEN.fullmatch(told):
            raise serializers.ValidationError("校验值应为 16 位十六进制数")
        return told


class AskForm(Shape):
    scope = ScopeName()
    epoch = number(required=False, allow_null=True)
    version = number(required=False, allow_null=True)
    digest = DigestForm(required=False, allow_null=True)


class PendingForm(Shape):
    count = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    oldest_at = serializers.DateTimeField(required=False, allow_null=True)


class StorageForm(Shape):
    persisted = serializers.BooleanField(required=False, allow_null=True)
    quota = number(required=False, allow_null=True)
    usage = number(required=False, allow_null=True)


class EvictedForm(Shape):
    count = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class PullForm(Spoken):
    device = serializers.UUIDField()
    app = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    scopes = serializers.ListField(child=AskForm(), max_length=SCOPES_AT_MOST)
    learn = serializers.BooleanField(required=False, default=False, help_text="tell all that it may carry")
    pending = PendingForm(required=False, allow_null=True)
    storage = StorageForm(required=False, allow_null=True)
    evicted = EvictedForm(required=False, allow_null=True)
    outcomes_after = serializers.DateTimeField(required=False, allow_null=True)


class RowName(serializers.ListField):
    """["person", "…"]."""

    def __init__(self, **more: Any) -> None:
        super().__init__(child=serializers.CharField(max_length=40), min_length=2, max_length=2, **more)


class RowsForm(Spoken):
    scope = ScopeName()
    rows = serializers.ListField(child=RowName(), max_length=PAGE)


class PurgedForm(Spoken):
    device = serializers.UUIDField()
    scope = ScopeName()
    rows = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class ScopeRow(Shape):
    scope = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=ScopeKind.choices)


class FeedRow(Shape):
    """`body` of a row that is there, `dead` (the reason) of one that is not."""

    kind = serializers.CharField()
    id = serializers.CharField()
    rev = serializers.IntegerField()
    version = serializers.IntegerField()
    body = serializers.DictField(required=False)
    dead = serializers.ChoiceField(choices=["deleted", "moved", "aged_out", "revoked"], required=False)


class ScopeAnswer(Shape):
    """Nothing more, a page of rows, a manifest to compare with, or the address of a snapshot."""

    scope = serializers.CharField()
    epoch = serializers.IntegerField()
    version = serializers.IntegerField()
    rows = FeedRow(many=True, required=False)
    more = serializers.BooleanField(required=False)
    manifest = serializers.ListField(child=serializers.ListField(child=serializers.JSONField()), required=False)
    snapshot = serializers.CharField(required=False)


class FieldPair(Shape):
    mine = serializers.JSONField(allow_null=True)
    theirs = serializers.JSONField(allow_null=True)


class OutcomeShape(Shape):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Status.choices)
    code = serializers.CharField(allow_blank=True)
    message = serializers.CharField(allow_blank=True)
    fields = serializers.DictField(child=FieldPair())  # type: ignore[assignment]
    answer = serializers.DictField()
    at = serializers.DateTimeField()


class Pulled(Shape):
    server_time = serializers.DateTimeField()
    scopes = ScopeAnswer(many=True)
    revoked = serializers.ListField(child=serializers.CharField())
    outcomes = OutcomeShape(many=True)
    mine = ScopeRow(many=True, required=False, help_text="to whoever asks to learn")


class RowsAnswer(Shape):
    scope = serializers.CharField()
    epoch = serializers.IntegerField()
    version = serializers.IntegerField()
    rows = FeedRow(many=True)


class WholeLine(Shape):
    """One of a snapshot's lines: the first tells scope, epoch and version, the last one count."""

    scope = serializers.CharField(required=False)
    epoch = serializers.IntegerField(required=False)
    version = serializers.IntegerField(required=False)
    rows = FeedRow(many=True, required=False)
    count = serializers.IntegerField(required=False)


class Purged(Shape):
    scope = serializers.CharField()


class CommandForm(Shape):
    """`data` is what the HTTP form of the address takes; that form judges it."""

    id = serializers.UUIDField()
    seq = number()
    kind = serializers.CharField(max_length=60)
    v = serializers.IntegerField(min_value=1, max_value=1000)
    row = serializers.UUIDField(required=False, allow_null=True)
    base_rev = number(required=False, allow_null=True)
    data = serializers.DictField(required=False)  # type: ignore[assignment]
    old = serializers.DictField(required=False, allow_null=True)
    expected_state = serializers.CharField(max_length=20, required=False, allow_null=True, allow_blank=True)
    needs = serializers.ListField(child=serializers.UUIDField(), max_length=50, required=False)
    photos = serializers.ListField(child=serializers.UUIDField(), max_length=20, required=False)
    occurred_at = serializers.DateTimeField()


class PushForm(Spoken):
    device = serializers.UUIDField()
    device_time = serializers.DateTimeField()
    epoch = number(required=False, allow_null=True, help_text="the newest it has heard of")
    commands = serializers.ListField(child=CommandForm(), max_length=COMMANDS_AT_MOST)


class Pushed(Shape):
    """Of an epoch newer than the phone's there are no outcomes: nothing of what came was looked at."""

    server_time = serializers.DateTimeField()
    epoch = serializers.IntegerField()
    outcomes = OutcomeShape(many=True)


class HeldRow(Shape):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    row = serializers.UUIDField(allow_null=True)
    about = serializers.CharField(allow_blank=True, help_text="the row in words; nothing of one out of sight")
    worker = serializers.DictField()
    code = serializers.CharField(allow_blank=True)
    message = serializers.CharField(allow_blank=True)
    fields = serializers.DictField(child=FieldPair())  # type: ignore[assignment]
    occurred_at = serializers.DateTimeField()
    at = serializers.DateTimeField()


class HeldRows(Shape):
    rows = HeldRow(many=True)


class MediaShape(Shape):
    id = serializers.UUIDField()
    sha256 = serializers.CharField()


class OffsetShape(Shape):
    """How far it has come, or the hash of the whole."""

    id = serializers.UUIDField()
    offset = serializers.IntegerField(required=False)
    sha256 = serializers.CharField(required=False)


class PreviewShape(Shape):
    id = serializers.UUIDField()
    photos = serializers.ListField(child=serializers.UUIDField())
