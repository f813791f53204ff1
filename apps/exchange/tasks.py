"""What is slow, told by id. Every task may run twice or not at all: the sweep finds what nobody is at work on."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from apps.exchange import keeping, making, running
from apps.exchange.enums import ExportState, ImportState
from apps.exchange.queries import left_alone

log = logging.getLogger(__name__)
# Longer than opening the largest file or writing its marked copy takes.
LEFT_AFTER = timedelta(minutes=5)


@shared_task(name="exchange.work")
def work(run_id: str, **_: Any) -> None:
    running.work(UUID(run_id))


@shared_task(name="exchange.make")
def make(run_id: str, **_: Any) -> None:
    making.make(UUID(run_id))


@shared_task(name="exchange.sweep")
def sweep(**_: Any) -> int:
    """Goes on with what a process that died has left, and begins what a broker that was down has lost."""
    imports, exports = left_alone(timezone.now() - LEFT_AFTER)
    for run_id in imports:
        _start(work, str(run_id))
    for run_id in exports:
        _start(make, str(run_id))
    return len(imports) + len(exports)


@shared_task(name="exchange.let_go")
def let_go(**_: Any) -> int:
    return keeping.let_go(at=timezone.now())


def start_import(answer: dict[str, Any]) -> None:
    """After the commit."""
    if answer["state"] in (ImportState.UPLOADED, ImportState.CHECKING, ImportState.APPLYING):
        _start(work, answer["id"])


def start_export(answer: dict[str, Any]) -> None:
    if answer["state"] == ExportState.MAKING:
        _start(make, answer["id"])


def _start(task: Any, run_id: str) -> None:
    """A broker that is down costs some minutes, never the run."""
    try:
        task.apply_async(args=[run_id], retry=False)
    except OperationalError:
        log.warning("not started, the sweep will: %s %s", task.name, run_id)
