from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from apps.photos import storage
from apps.photos.models import Photo, Voice

YOUNGEST_STRAY = timedelta(days=1)


def photo_of(uploader: str, sha256: str) -> Photo | None:
    return Photo.objects.filter(uploader=uploader, sha256=sha256).first()


def strays(*, at: datetime, days: int) -> Iterator[str]:
    """Files of the last `days` days that no photo names: left by a failed transaction or a lost deletion."""
    today = timezone.localdate(at)
    for back in range(1, days + 1):
        day = today - timedelta(days=back)
        yield from storage.strays(day, known=_known(day), before=at - YOUNGEST_STRAY)


def _known(day: date) -> set[str]:
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    that_day = {"at__gte": midnight, "at__lt": midnight + timedelta(days=1)}
    photos = Photo.objects.filter(**that_day).values_list("original", "marked", "thumb")
    voices = Voice.objects.filter(**that_day).values_list("file", flat=True)
    return {name for names in photos for name in names if name} | set(voices)


def is_named(name: str) -> bool:
    return Photo.objects.filter(original=name).exists()
