"""What happened: one append-only row per action. The database itself refuses to change or delete one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL


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
