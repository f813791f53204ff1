from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CASCADE, Exists, ForeignObjectRel, OuterRef, QuerySet
from django.utils import timezone

from apps.photos import storage
from apps.photos.models import Photo, Voice

YOUNGEST_STRAY = timedelta(days=1)
# As long as what a phone sent is remembered: until then a command may still come, or be settled, that names it.
UNUSED_KEPT = timedelta(days=180)
# How many days a clock that stood still may catch up.
LOOK_BACK = timedelta(days=30)


def photo_of(uploader: str, sha256: str) -> Photo | None:
    return Photo.objects.filter(uploader=uploader, sha256=sha256).first()


def strays(*, at: datetime, days: int) -> Iterator[str]:
    """Files of the last `days` days that no photo names: left by a failed transaction or a lost deletion."""
    today = timezone.localdate(at)
    for back in range(1, days + 1):
        day = today - timedelta(days=back)
        yield from storage.strays(day, known=_known(day), before=at - YOUNGEST_STRAY)


def unused(model: type[Photo] | type[Voice], *, at: datetime) -> QuerySet[Any]:
    """What came half a year ago and no row of any app names, oldest first; asked by whoever sees all rows."""
    until = at - UNUSED_KEPT
    rows: QuerySet[Any] = model._default_manager.filter(at__lt=until, at__gte=until - LOOK_BACK)
    for named in model._meta.get_fields(include_hidden=True):
        if isinstance(named, ForeignObjectRel) and named.on_delete is not CASCADE:
            names = named.related_model._default_manager.filter(**{named.field.name: OuterRef("pk")})
            rows = rows.filter(~Exists(names))
    return rows.order_by("at", "id")


def _known(day: date) -> set[str]:
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    that_day = {"at__gte": midnight, "at__lt": midnight + timedelta(days=1)}
    photos = Photo.objects.filter(**that_day).values_list("original", "marked", "thumb")
    voices = Voice.objects.filter(**that_day).values_list("file", flat=True)
    return {name for names in photos for name in names if name} | set(voices)


def is_named(name: str) -> bool:
    return Photo.objects.filter(original=name).exists()
