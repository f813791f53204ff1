"""The words of the wire (docs/sync.md)."""

from django.db import models


class ScopeKind(models.TextChoices):
    GRID = "grid", "网格"
    WORKER = "worker", "本人"
    UNIT = "unit", "处置单位"
    REF = "ref", "基础资料"


class Status(models.TextChoices):
    APPLIED = "applied", "已办"
    MERGED = "merged", "已合并"
    HELD = "held", "待核对"
    REJECTED = "rejected", "未办成"
    PARKED = "parked", "等待中"


FINAL = (Status.APPLIED, Status.MERGED, Status.REJECTED)


class Take(models.TextChoices):
    MINE = "mine", "采用网格员填写的"
    THEIRS = "theirs", "保留现有的"
