from typing import Any

from celery import shared_task
from django.utils import timezone

from apps.journal.newest import forget


@shared_task(name="realtime.forget_heard")
def forget_heard(**_: Any) -> int:
    return forget(at=timezone.now())
