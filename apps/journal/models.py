"""What happened: one append-only row per action. The database itself refuses to change or delete one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now


class XidField(models.BigIntegerField):  # type: ignore[type-arg]
    """PostgreSQL's xid8, the 64-bit number of the writing transaction, read as an integer."""

    def db_type(self, connection: object) -> str:
        return "xid8"

    def from_db_value(self, value: str | None, *_: object) -> int | None:
        return None if value is None else int(value)


class Entry(models.Model):
    at = models.DateTimeField()
    xid = XidField(db_default=RawSQL("pg_current_xact_id()", []), editable=False)
    call_id = models.UUIDField()
    verb = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    door = models.CharField(max_length=10)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.CharField(max_length=40)
    body = models.JSONField(default=dict)
    rooms = ArrayField(models.CharField(max_length=60), default=list)
    # What was announced, kept so that whoever missed it is told the same words (docs/push.md).
    notice = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="entry_subject"),
            models.Index(fields=["xid"], name="entry_xid"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"


class Heard(models.Model):
    """That a room was told of an entry: the newest notices of somebody's rooms are found here, and old rows go.

    Kept by a trigger, so that no write can forget it. Rooms of one matter are left out: residents read the matter.
    """

    pk = models.CompositePrimaryKey("room", "entry")
    room = models.CharField(max_length=60)
    entry = models.BigIntegerField()
    # When it was written down: an entry made without a line is news on the day it comes.
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.entry} in {self.room}"
