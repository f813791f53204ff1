"""The shapes the screens read; rows.py and detail.py make them, the schema and its types come from here."""

from typing import Any

from rest_framework import serializers

from apps.events.enums import AWAITED_KINDS, Appeal, Channel, Direction, Light, PhotoKind, State
from apps.events.filters import Cursor, Filters
from apps.events.moves import MOVES, Kind
from apps.grids.enums import Level
from apps.standards.enums import Ring, Severity

Shape = serializers.Serializer[Any]


class RowId(serializers.IntegerField):
    def __init__(self) -> None:
        super().__init__(min_value=1, max_value=2**63 - 1, required=False)


class Named(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()


class CategoryName(Named):
    code = serializers.CharField()


class EventRow(Shape):
    id = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)
    state_label = serializers.CharField()
    level = serializers.ChoiceField(choices=Level.choices)
    ring = serializers.ChoiceField(choices=Ring.choices)
    channel = serializers.ChoiceField(choices=Channel.choices)
    severity = serializers.ChoiceField(choices=Severity.choices)
    category = CategoryName()
    text = serializers.CharField()
    place_text = serializers.CharField()
    lon = serializers.FloatField()
    lat = serializers.FloatField()
    grid = Named()
    unit = Named(allow_null=True)
    light = serializers.ChoiceField(choices=Light.choices)
    stage_label = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    warn_at = serializers.DateTimeField(allow_null=True)
    reported_at = serializers.DateTimeField()
    moved_at = serializers.DateTimeField()
    photo = serializers.CharField(allow_null=True)
    rating = serializers.IntegerField(allow_null=True)
    supervised = serializers.CharField(allow_blank=True)
    asked = serializers.CharField(allow_blank=True)


class EventPage(Shape):
    rows = EventRow(many=True)
    next = serializers.CharField(allow_null=True)


class Points(Shape):
    points = serializers.ListField(child=serializers.ListField(child=serializers.JSONField()))
    more = serializers.BooleanField()


class Counts(Shape):
    states = serializers.DictField(child=serializers.IntegerField())
    lights = serializers.DictField(child=serializers.IntegerField())
    more = serializers.BooleanField()


class ConditionFacts(Shape):
    id = serializers.IntegerField()
    text = serializers.CharField()
    limit_label = serializers.CharField()
    closing_text = serializers.CharField()


class Deadline(Shape):
    stage = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    due_at = serializers.DateTimeField()


class PhotoFacts(Shape):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=PhotoKind.choices)
    kind_label = serializers.CharField()
    taken_at = serializers.DateTimeField(allow_null=True)
    thumb = serializers.CharField()
    url = serializers.CharField()


class VoiceFacts(Shape):
    id = serializers.UUIDField()
    seconds = serializers.FloatField()
    url = serializers.CharField()


class AwaitedFacts(Shape):
    """Still on the worker's phone; `preview` is a small picture of it that came ahead."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=AWAITED_KINDS)
    kind_label = serializers.CharField()
    preview = serializers.CharField(allow_null=True)
    given_up = serializers.BooleanField()


class Moment(Shape):
    entry = serializers.IntegerField()
    at = serializers.DateTimeField()
    verb = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    who = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    into = serializers.CharField()
    level = serializers.CharField()
    photos = serializers.ListField(child=serializers.UUIDField())
    voices = VoiceFacts(many=True)
    awaited = AwaitedFacts(many=True)
    said = serializers.DictField()


class NeedFacts(Shape):
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in Kind])
    label = serializers.CharField()  # type: ignore[assignment]
    required = serializers.BooleanField()  # type: ignore[assignment]
    choices = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class MoveFacts(Shape):
    verb = serializers.ChoiceField(choices=list(MOVES))
    label = serializers.CharField()  # type: ignore[assignment]
    needs = NeedFacts(many=True)
    primary = serializers.BooleanField()
    danger = serializers.BooleanField()


class HinderedFacts(Shape):
    verb = serializers.ChoiceField(choices=list(MOVES))
    label = serializers.CharField()  # type: ignore[assignment]
    why = serializers.CharField()


class AskedFacts(Shape):
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    until = serializers.DateTimeField()
    reason = serializers.CharField()


class SuggestedUnits(Shape):
    unit = Named()
    co_units = Named(many=True)


class ReporterFacts(Shape):
    name = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    anonymous = serializers.BooleanField()


class AssistFacts(Shape):
    unit = serializers.CharField()
    done = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True)
    done_note = serializers.CharField(allow_blank=True)


class EventDetail(EventRow):
    direction = serializers.ChoiceField(choices=Direction.choices)
    answer = serializers.CharField(allow_blank=True)
    rating_text = serializers.CharField(allow_blank=True)
    condition = ConditionFacts(allow_null=True)
    deadlines = Deadline(many=True)
    photos = PhotoFacts(many=True)
    timeline = Moment(many=True)
    moves = MoveFacts(many=True)
    # What a handler without a line goes on to after signing; nothing where there is nothing to sign.
    once_signed = MoveFacts(many=True)
    hindered = HinderedFacts(many=True)
    asked_for = AskedFacts(allow_null=True)
    suggested = SuggestedUnits(allow_null=True)
    reporter = ReporterFacts(allow_null=True)
    assists = AssistFacts(many=True)
    counters = serializers.DictField(child=serializers.IntegerField())
    supervision_open = serializers.BooleanField()
    appeal = serializers.ChoiceField(choices=Appeal.choices, allow_blank=True)
    merged_into = serializers.CharField(allow_null=True)


class Choices(serializers.CharField):
    """A comma-separated choice of many, as query strings carry it."""

    def __init__(self, allowed: list[str], **more: Any) -> None:
        super().__init__(required=False, **more)
        self.allowed = allowed

    def to_internal_value(self, data: Any) -> Any:
        told = frozenset(filter(None, str(data).split(",")))
        if wrong := told - set(self.allowed):
            raise serializers.ValidationError(f"没有“{sorted(wrong)[0]}”这个选项")
        return told


class Bounds(serializers.CharField):
    """west,south,east,north in degrees."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            west, south, east, north = (float(part) for part in str(data).split(","))
        except ValueError as error:
            raise serializers.ValidationError("地图范围应为“西，南，东，北”四个数字") from error
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise serializers.ValidationError("地图范围不正确")
        return (west, south, east, north)


class Position(serializers.CharField):
    """The `next` of the page before."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return Cursor.parse(str(data))
        except (ValueError, TypeError) as error:
            raise serializers.ValidationError("翻页位置不正确，请从第一页重新查询") from error


EQUAL = {"level": "level", "channel": "channel", "category": "category_id", "grid": "grid_id", "unit": "unit_id"}


class FilterForm(Shape):
    scope = serializers.ChoiceField(choices=["mine", "reach", "reported"], default="reach")
    state = Choices(list(State.values))
    light = Choices(list(Light.values))
    level = serializers.ChoiceField(choices=Level.choices, required=False)
    channel = serializers.ChoiceField(choices=Channel.choices, required=False)
    category = RowId()
    grid = RowId()
    division = RowId()
    unit = RowId()
    open = serializers.BooleanField(default=False)
    q = serializers.CharField(required=False, allow_blank=True, max_length=60)
    bbox = Bounds(required=False)

    def filters(self) -> Filters:
        told = self.validated_data
        return Filters(
            scope=told["scope"],
            state=told.get("state", frozenset()),
            light=told.get("light", frozenset()),
            equal={column: told[name] for name, column in EQUAL.items() if name in told},
            division=told.get("division"),
            open=told["open"],
            q=told.get("q", "").strip(),
            bbox=told.get("bbox"),
        )


class PageForm(FilterForm):
    cursor = Position(required=False)
    limit = serializers.IntegerField(min_value=1, max_value=100, default=20)
