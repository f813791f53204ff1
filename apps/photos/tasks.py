"""What is slow about photos, told by id. Every task may run twice, or not at all: the sweep finds what is missing."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from apps.commands.perform import perform
from apps.core.call import CLOCK, Call, Door
from apps.photos import queries, storage
from apps.photos.models import Photo

log = logging.getLogger(__name__)
LOST_AFTER = timedelta(minutes=2)
SWEPT_AT_ONCE = 50


@shared_task(name="photos.thumbnail")
def make_thumbnail(photo_id: str, **_: Any) -> None:
    perform("photos.thumbnail", UUID(photo_id), {}, call=_call())


@shared_task(name="photos.mark")
def make_mark(photo_id: str, **_: Any) -> None:
    """With the lines settled by `photos.actions.caption`."""
    perform("photos.mark", UUID(photo_id), {}, call=_call())


@shared_task(name="photos.sweep")
def sweep(**_: Any) -> int:
    """Draws what a lost task has left undone."""
    waiting = Photo.objects.waiting(since=timezone.now() - LOST_AFTER).order_by("at", "id")[:SWEPT_AT_ONCE]
    for photo in waiting:
        if not photo.thumb:
            make_thumbnail(str(photo.pk))
        if photo.caption and not photo.marked:
            make_mark(str(photo.pk))
    return len(waiting)


@shared_task(name="photos.purge_files")
def purge_files(days: int = 7, **_: Any) -> int:
    """Removes files no photo names; a larger `days` looks further back."""
    found = list(queries.strays(at=timezone.now(), days=days))
    storage.remove(found)
    return len(found)


def start_thumbnail(answer: dict[str, Any]) -> None:
    """After the commit; a broker that is down costs the thumbnail two minutes, never the photo."""
    try:
        make_thumbnail.apply_async(args=[answer["id"]], retry=False)
    except OperationalError:
        log.warning("thumbnail not started, the sweep will draw it: %s", answer["id"])


def _call() -> Call:
    return Call(CLOCK, timezone.now(), Door.TIMER)
