from typing import Any

from celery import shared_task

from apps.commands.clearing import clear


@shared_task(name="patrols.forget_tracks")
def forget_tracks(**_: Any) -> int:
    return clear("patrol.forget_tracks")
