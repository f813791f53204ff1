"""One matter (事件 / 案件) from report to rating, and the rows that hang on it."""

import uuid

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q

from apps.accounts.models import Account
from apps.events.enums import AWAITED_KINDS, ENDED, Appeal, Asked, Channel, Direction, Grade, Light, PhotoKind, State
from apps.grids.enums import Level
from apps.grids.models import SRID, Division, Grid, Unit
from apps.photos.models import Photo, Voice
from apps.standards.enums import Ring, Severity
from apps.standards.models import Category, Condition


class Event(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.CharField(max_length=24, unique=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, null=True, related_name="+")
    severity = models.CharField(max_length=12, choices=Severity.choices)
    text = models.TextField()

    place = models.PointField(srid=SRID)
    place_text = models.CharField(max_length=200, blank=True)
    raw_x = models.FloatField()
    raw_y = models.FloatField()
    raw_crs = models.CharField(max_length=12)
    accuracy_m = models.FloatField(null=True)
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="+")
    community = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    street = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    city = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")

    direction = models.CharField(max_length=10, choices=Direction.choices)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    ring = models.CharField(max_length=6, choices=Ring.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.REPORTED)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    reported_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    moves = models.PositiveIntegerField(default=0)
    cover_id = models.UUIDField(null=True)
    answer = models.TextField(blank=True)

    # The clock of the stage the matter is in; next_at is the indexed moment at which something must happen.
    light = models.CharField(max_length=6, choices=Light.choices, default=Light.GREEN)
    stage_at = models.DateTimeField()
    warn_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    handle_due_at = models.DateTimeField(null=True)
    handle_left = models.FloatField(null=True)
    handled_late = models.BooleanField(default=False)

    asked = models.CharField(max_length=12, choices=Asked.choices, blank=True)
    asked_until = models.DateTimeField(null=True)
    asked_reason = models.TextField(blank=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    suspensions = models.PositiveSmallIntegerField(default=0)
    suspended_from = models.CharField(max_length=12, choices=State.choices, blank=True)
    suspended_at = models.DateTimeField(null=True)
    suspended_until = models.DateTimeField(null=True)
    verified = models.BooleanField(null=True)
    supervised = models.CharField(max_length=8, choices=Grade.choices, blank=True)
    supervision_open = models.BooleanField(default=False)
    appeal = models.CharField(max_length=10, choices=Appeal.choices, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    reworks = models.PositiveSmallIntegerField(default=0)
    redispatches = models.PositiveSmallIntegerField(default=0)
    nudges = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)
    rating = models.PositiveSmallIntegerField(null=True)
    rating_text = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    # Since when whoever has it is on the spot; a new stage begins without.
    attended_at = models.DateTimeField(null=True)
    # Until then closing waits for photos of the handling that are still on somebody's phone.
    photos_until = models.DateTimeField(null=True)

    rooms_before: frozenset[str] = frozenset()
    as_taken: dict[str, object] = {}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state__in=sorted(ENDED)) | ~Q(answer=""), name="event_end_is_answered"),
            models.CheckConstraint(condition=Q(rating=None) | Q(rating__range=(1, 5)), name="event_rating"),
            models.CheckConstraint(condition=Q(extensions__lte=2), name="event_two_extensions"),
            models.CheckConstraint(condition=Q(suspensions__lte=1), name="event_one_suspension"),
            models.CheckConstraint(condition=Q(reopened__lte=1), name="event_reopened_once"),
        ]
        indexes = [
            models.Index(fields=["grid", "-reported_at", "-id"], name="event_of_grid"),
            models.Index(fields=["community", "-reported_at", "-id"], name="event_of_community"),
            models.Index(fields=["street", "-reported_at", "-id"], name="event_of_street"),
            models.Index(fields=["district", "-reported_at", "-id"], name="event_of_district"),
            models.Index(fields=["city", "-reported_at", "-id"], name="event_of_city"),
            models.Index(fields=["unit", "-reported_at", "-id"], name="event_of_unit"),
            models.Index(fields=["reported_by", "-reported_at", "-id"], name="event_of_reporter"),
            models.Index(
                fields=["state", "level", "-reported_at"], condition=~Q(state__in=sorted(ENDED)), name="event_open"
            ),
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="event_next"),
            # Appeals are few, and every desk's own list asks for them.
            models.Index(
                fields=["appeal"], condition=Q(appeal__in=[Appeal.ASKED, Appeal.REVIEWED]), name="event_appeal"
            ),
            GistIndex(fields=["place"], name="event_place"),
        ]

    def __str__(self) -> str:
        return self.number


class Reporter(models.Model):
    """A resident who told us, kept apart from the matter and sealed."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="reporter")
    name_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    phone_hash = models.BinaryField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"reporter of {self.event_id}"


class EventPhoto(models.Model):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="photos")
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=PhotoKind.choices)
    verb = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "photo"], name="event_photo_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.event_id}"


class EventVoice(models.Model):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="voices")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "voice"], name="event_voice_once")]

    def __str__(self) -> str:
        return f"voice of {self.event_id}"


class Awaited(models.Model):
    """A photo or voice note that a move (`move`, its call's id) named and that is still on the worker's phone."""

    media = models.UUIDField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="awaited")
    move = models.UUIDField()
    kind = models.CharField(max_length=8, choices=AWAITED_KINDS)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    waived_at = models.DateTimeField(null=True)
    # A small picture that came ahead; it goes when the photo is there.
    preview = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["media", "move"], name="event_awaited_once")]

    def __str__(self) -> str:
        return f"{self.media} for {self.event_id}"


class Assist(models.Model):
    """A co-unit's part (协办); all must be done before the main unit's reply counts."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="assists")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "unit"], name="assist_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} assists {self.event_id}"
