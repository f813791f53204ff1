"""One photo: what was received, what the camera claimed, and where the files lie in the default storage."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.gis.db.models import PointField
from django.db import models
from django.db.models import Q

CGCS2000 = 4490


class PhotoQuerySet(models.QuerySet["Photo"]):
    def waiting(self, *, since: datetime) -> "PhotoQuerySet":
        """What still lacks its thumbnail or its watermark copy although it was added at `since` or before."""
        return self.filter(WAITING, at__lte=since)


WAITING = Q(broken_at__isnull=True) & (Q(thumb="") | Q(marked="", caption__gt=""))


class Photo(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    uploader = models.CharField(max_length=60)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)
    sha256 = models.CharField(max_length=64)
    stored_sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    taken_at = models.DateTimeField(null=True)
    taken_place = PointField(srid=CGCS2000, null=True)
    accuracy = models.FloatField(null=True)
    # The phone has written time, place and worker into the picture itself.
    burnt = models.BooleanField(default=False)
    caption = models.TextField(default="", blank=True)
    original = models.CharField(max_length=160)
    marked = models.CharField(max_length=160, default="", blank=True)
    thumb = models.CharField(max_length=160, default="", blank=True)
    broken_at = models.DateTimeField(null=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uploader", "sha256"], name="photo_once_per_uploader")]
        indexes = [models.Index(fields=["at"], name="photo_waiting", condition=WAITING)]

    def __str__(self) -> str:
        return f"photo {self.pk}"

    @property
    def files(self) -> list[str]:
        return [name for name in (self.original, self.marked, self.thumb) if name]


class Voice(models.Model):
    """A voice note as the phone recorded it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)
    sha256 = models.CharField(max_length=64)
    type = models.CharField(max_length=20)
    seconds = models.FloatField()
    file = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uploaded_by", "sha256"], name="voice_once_per_uploader")]

    def __str__(self) -> str:
        return f"voice {self.pk}"
