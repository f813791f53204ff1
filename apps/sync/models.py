"""What goes down to phones (scopes and their feed) and what came up from them (commands, photos), device by device."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.accounts.models import Device
from apps.journal.models import XidField
from apps.photos.models import Photo, Voice
from apps.sync.enums import Status

ACCOUNT = settings.AUTH_USER_MODEL


def words(length: int, **more: Any) -> Any:
    return models.CharField(max_length=length, db_collation="C", **more)


class Epoch(models.Model):
    """One row at most: which life of this database it is. None stands for 1; a restored backup begins another."""

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)


class Scope(models.Model):
    """A set of rows a device carries. Its feed is kept from the day somebody first asked for it (`opened`)."""

    scope = words(40, primary_key=True)
    version = models.BigIntegerField(db_default=0)
    # A cursor below it may have missed rows whose death is no longer told.
    floor = models.BigIntegerField(db_default=0)
    opened = models.BooleanField(db_default=False)
    # The transaction that bumped it last, so that one transaction bumps it once.
    xid = XidField(null=True)

    class Meta:
        indexes = [models.Index(fields=["scope"], condition=Q(opened=True), name="sync_scope_opened")]

    def __str__(self) -> str:
        return str(self.scope)


class Feed(models.Model):
    """The newest thing that happened to a row in a scope. Written by triggers only (migration 0002)."""

    pk = models.CompositePrimaryKey("row_id", "kind", "scope")
    scope = words(40)
    kind = words(14)
    row_id = words(40)
    rev = models.BigIntegerField()
    version = models.BigIntegerField()
    dead = words(10, blank=True)
    dead_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["scope", "version"], name="sync_feed_since"),
            models.Index(fields=["dead_at"], condition=Q(dead_at__isnull=False), name="sync_feed_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.kind} {self.row_id}"


class SyncDevice(models.Model):
    """One phone's outbox as it last told of itself; the health page reads it."""

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(ACCOUNT, on_delete=models.CASCADE, related_name="+")
    app = models.CharField(max_length=60, blank=True)
    pulled_at = models.DateTimeField()
    pending = models.PositiveIntegerField(default=0)
    oldest_at = models.DateTimeField(null=True)
    persisted = models.BooleanField(null=True)
    quota = models.BigIntegerField(null=True)
    usage = models.BigIntegerField(null=True)
    # How many unsent commands, photos and voice notes its storage has lost, as its canary says.
    evicted = models.PositiveIntegerField(null=True)
    # Where it was signed in when it was last unlocked, and what a person calls it, also after that has ended.
    sign_in = models.ForeignKey(Device, on_delete=models.SET_NULL, null=True, related_name="+")
    label = models.CharField(max_length=120, blank=True)
    # Nothing is told to it and nothing unlocks it from that moment on.
    lost_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["oldest_at", "id"], condition=Q(pending__gt=0), name="sync_device_unsent"),
            models.Index(fields=["account"], condition=Q(lost_at__isnull=False), name="sync_device_lost"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Vault(models.Model):
    """The server's halves of what unlocks a phone's rows (decision 0064); both sealed, neither opens anything alone."""

    SEALED = ("part", "rescue")

    device = models.OneToOneField(SyncDevice, on_delete=models.CASCADE, primary_key=True, related_name="vault")
    # Together with the PIN.
    part = models.BinaryField()
    # Instead of the PIN, told only to whoever has just given the password.
    rescue = models.BinaryField()
    made_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"vault of {self.device_id}"


class Holding(models.Model):
    """A scope a device was given: until it confirms that the rows are gone, it is asked to (S-28)."""

    device = models.ForeignKey(SyncDevice, on_delete=models.CASCADE, related_name="holdings")
    scope = words(40)
    given_at = models.DateTimeField()
    purged_at = models.DateTimeField(null=True)
    purged_rows = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "scope"], name="sync_holding_once")]

    def __str__(self) -> str:
        return f"{self.scope} on {self.device_id}"


class SyncCommand(models.Model):
    """One command as it came, sealed, and what became of it: written in one transaction with its effect (S-12)."""

    SEALED = ("payload", "trace")

    id = models.UUIDField(primary_key=True)
    device = models.UUIDField()
    worker = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    row = models.UUIDField(null=True)
    needs = ArrayField(models.UUIDField(), default=list)
    payload = models.BinaryField()
    payload_hash = models.BinaryField(max_length=32)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    clock_offset_s = models.FloatField()
    status = models.CharField(max_length=8, choices=Status.choices)
    code = models.CharField(max_length=24, blank=True)
    outcome = models.JSONField(default=dict)
    at = models.DateTimeField()
    # Whose queue a held one is in: the row's community, and the divisions above it.
    community = models.BigIntegerField(null=True)
    street = models.BigIntegerField(null=True)
    district = models.BigIntegerField(null=True)
    city = models.BigIntegerField(null=True)
    trace = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["worker", "at"], name="sync_command_news"),
            models.Index(fields=["received_at"], condition=Q(status="parked"), name="sync_command_parked"),
            models.Index(fields=["device", "row"], condition=Q(status="parked"), name="sync_command_behind"),
            models.Index(fields=["community"], condition=Q(status="held"), name="sync_command_held"),
            models.Index(fields=["at"], name="sync_command_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"


class Media(models.Model):
    """The phone's id of a photo or voice note, and what it became; the same bytes under two ids are one."""

    id = models.UUIDField(primary_key=True)
    worker = models.ForeignKey(ACCOUNT, on_delete=models.CASCADE, related_name="+")
    sha256 = words(64)
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, null=True, related_name="+")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(photo=None) ^ Q(voice=None), name="sync_media_is_one_of_two")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def found(self) -> Any:
        return self.photo_id or self.voice_id


class Partial(models.Model):
    """So much of a file has come (docs/media.md); the whole is judged when its last byte is here."""

    id = models.UUIDField(primary_key=True)
    worker = models.ForeignKey(ACCOUNT, on_delete=models.CASCADE, related_name="+")
    sha256 = words(64)
    length = models.PositiveIntegerField()
    offset = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.offset} of {self.length}"


class Chunk(models.Model):
    partial = models.ForeignKey(Partial, on_delete=models.CASCADE, related_name="chunks")
    offset = models.PositiveIntegerField()
    bytes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partial", "offset"], name="sync_chunk_once")]

    def __str__(self) -> str:
        return f"{self.partial_id} at {self.offset}"
