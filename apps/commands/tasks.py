from typing import Any

from celery import shared_task

from apps.commands.clearing import clear


@shared_task(name="commands.forget")
def forget_answers(**_: Any) -> int:
    return clear("commands.forget")
