from typing import Any

from celery import shared_task

from apps.commands.clearing import clear


@shared_task(name="accounts.forget_sessions")
def forget_sessions(**_: Any) -> int:
    return clear("account.forget_sessions")
