"""Runs of sheets into and out of the registry, and what is remembered between them."""

import uuid

from django.db import models

from apps.accounts.models import Account
from apps.exchange.enums import ExportState, ImportState, Kind, Mode
from apps.grids.models import Division


class ColumnMapping(models.Model):
    """Which column is which field in sheets with this heading, as somebody of this division last told."""

    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    heading = models.CharField(max_length=64)
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "kind", "heading"], name="column_mapping_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.heading[:8]}"


class Run(models.Model):
    """Somebody's work in the background. `seat` is the process at work: a newer one takes it, and the older stops."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.CharField(max_length=160, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    message = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    seat = models.UUIDField(null=True)
    beat_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def works_for(self) -> int:
        """As whom, and so with whose reach, it is worked on."""
        return int(self.account_id)


class ImportRun(Run):
    """`cursor` is the number of the last row that was applied: with it, every batch is applied exactly once."""

    SEALED = ("sample",)

    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    marked = models.CharField(max_length=160, blank=True)
    marked_digest = models.CharField(max_length=64, blank=True)
    # Who went on with it in place of who brought it: somebody of the same desk.
    colleague = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    titles = models.JSONField(default=list)
    # The first rows, sealed (apps/exchange/sampling.py).
    sample = models.BinaryField(null=True)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    mode = models.CharField(max_length=14, choices=Mode.choices, blank=True)
    rows = models.PositiveIntegerField(default=0)
    bad_rows = models.PositiveIntegerField(default=0)
    problems = models.PositiveIntegerField(default=0)
    merged = models.BooleanField(default=False)
    cursor = models.PositiveIntegerField(default=0)
    applied = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-at", "-id"], name="import_of_account"),
            models.Index(fields=["division", "-at", "-id"], name="import_of_desk"),
            models.Index(
                fields=["beat_at"],
                name="import_busy",
                condition=models.Q(state__in=["UPLOADED", "CHECKING", "APPLYING"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def works_for(self) -> int:
        return int(self.colleague_id or self.account_id)


class ImportProblem(models.Model):
    """The value is masked; the sender sees it whole in the marked copy of the own file."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="found", db_index=False)
    row = models.PositiveIntegerField()
    at = models.PositiveSmallIntegerField(null=True)
    column = models.CharField(max_length=60, blank=True)
    value = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["run", "row", "id"], name="problem_of_run")]

    def __str__(self) -> str:
        return f"{self.row} {self.reason}"


class ExportRun(Run):
    filters = models.JSONField(default=dict)
    purpose = models.CharField(max_length=12)
    reason = models.CharField(max_length=200)
    # Whole values instead of masked ones.
    full = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=ExportState.choices)
    rows = models.PositiveIntegerField()
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-at", "-id"], name="export_of_account"),
            models.Index(fields=["state", "-at", "-id"], name="export_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
