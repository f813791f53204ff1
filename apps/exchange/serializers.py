"""What is asked for and what the screens read."""

from typing import Any

from rest_framework import serializers

from apps.exchange.enums import ExportState, ImportState, Kind, Mode
from apps.registry.enums import Purpose

Shape = serializers.Serializer[Any]


class UploadSheetForm(Shape):
    """Multipart."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    file = serializers.FileField()


class UploadedForm(Shape):
    """What the command takes: the door has put the file away."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    receipt = serializers.CharField()


class CheckImportForm(Shape):
    mapping = serializers.DictField(child=serializers.CharField(), required=False)


class ApplyImportForm(Shape):
    mode = serializers.ChoiceField(choices=Mode.choices, default=Mode.ALL_OR_NOTHING)


class ExportForm(Shape):
    kind = serializers.ChoiceField(choices=Kind.choices)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    reason = serializers.CharField(min_length=4, max_length=200)
    full = serializers.BooleanField(default=False)
    grid = serializers.IntegerField(required=False)
    division = serializers.IntegerField(required=False)


class RefuseExportForm(Shape):
    reason = serializers.CharField(min_length=2, max_length=200)


class PageForm(Shape):
    cursor = serializers.UUIDField(required=False)
    limit = serializers.IntegerField(min_value=1, max_value=100, default=30)


class ProblemsForm(Shape):
    cursor = serializers.IntegerField(min_value=0, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=100, default=100)


class ImportRow(Shape):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    kind_label = serializers.CharField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    state = serializers.ChoiceField(choices=ImportState.choices)
    state_label = serializers.CharField()
    mode = serializers.CharField()
    message = serializers.CharField()
    titles = serializers.ListField(child=serializers.CharField())
    mapping = serializers.DictField(child=serializers.CharField())
    missing = serializers.ListField(child=serializers.CharField())
    rows = serializers.IntegerField()
    bad_rows = serializers.IntegerField()
    problems = serializers.IntegerField()
    applied = serializers.IntegerField()
    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    skipped = serializers.IntegerField()
    progress = serializers.FloatField(allow_null=True)
    marked = serializers.BooleanField()
    moves = serializers.ListField(child=serializers.CharField())
    mine = serializers.BooleanField()
    brought_by = serializers.CharField()
    continued_by = serializers.CharField()
    at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class ImportPage(Shape):
    rows = ImportRow(many=True)
    next = serializers.CharField(allow_null=True)


class SampleColumn(Shape):
    """One column of the file with what stands in its first rows."""

    title = serializers.CharField()
    values = serializers.ListField(child=serializers.CharField())


class SampleColumns(Shape):
    rows = SampleColumn(many=True)


class ProblemRow(Shape):
    row = serializers.IntegerField()
    column = serializers.CharField()
    value = serializers.CharField()
    reason = serializers.CharField()


class ProblemPage(Shape):
    rows = ProblemRow(many=True)
    next = serializers.CharField(allow_null=True)


class ExportRow(Shape):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    kind_label = serializers.CharField()
    state = serializers.ChoiceField(choices=ExportState.choices)
    state_label = serializers.CharField()
    filters = serializers.DictField(child=serializers.IntegerField())
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    purpose_label = serializers.CharField()
    reason = serializers.CharField()
    full = serializers.BooleanField()
    rows = serializers.IntegerField()
    message = serializers.CharField()
    asked_by = serializers.CharField()
    decided_by = serializers.CharField()
    at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    mine = serializers.BooleanField()
    moves = serializers.ListField(child=serializers.CharField())


class ExportPage(Shape):
    rows = ExportRow(many=True)
    next = serializers.CharField(allow_null=True)


class PresetField(Shape):
    name = serializers.CharField()
    title = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    codes = serializers.CharField()
    hint = serializers.CharField()


class PresetRow(Shape):
    kind = serializers.ChoiceField(choices=Kind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    fields = PresetField(many=True)  # type: ignore[assignment]


class PresetRows(Shape):
    rows = PresetRow(many=True)
