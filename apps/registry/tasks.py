"""What the timer does for the registry, through the same commands as everybody."""

import logging
from datetime import datetime
from typing import Any

from celery import shared_task
from django.utils import timezone

from apps.commands.perform import perform
from apps.core.call import CLOCK, Call, Door
from apps.registry.models import RetentionRule
from apps.registry.regrid import ended_but_full
from apps.registry.sight import sight_of_everything

log = logging.getLogger(__name__)
PHOTOS_AT_ONCE = 100


@shared_task(name="registry.follow_grids")
def follow_grids(**_: Any) -> int:
    """After a split or merge: how many rows went to their new grids."""
    return empty_ended_grids(timezone.now())


def empty_ended_grids(at: datetime) -> int:
    """What is left to do is read from the rows themselves, so a stop in the middle costs nothing but time."""
    with sight_of_everything():
        grids = ended_but_full(on=timezone.localdate(at))
    moved = 0
    while grids:
        outcome = perform("registry.regrid", None, {"grids": grids}, call=Call(CLOCK, at, Door.TIMER))
        if not outcome.applied or not outcome.answer["moved"]:
            break
        moved += outcome.answer["moved"]
    return moved


@shared_task(name="registry.retain")
def retain(**_: Any) -> int:
    """Once a day: how many rows were kept long enough."""
    return remove_what_is_over(timezone.now())


def remove_what_is_over(at: datetime) -> int:
    removed = sum(_remove(rule.kind, at) for rule in RetentionRule.objects.order_by("kind"))
    # Photos of visits that are gone, however they went; then what nothing ever named.
    return removed + sum(_let_go(name, at) for name in ("registry.let_go_photos", "registry.let_go_unused"))


def _let_go(name: str, at: datetime) -> int:
    removed = 0
    while True:
        outcome = perform(name, None, {"at_most": PHOTOS_AT_ONCE}, call=Call(CLOCK, at, Door.TIMER))
        if not outcome.applied or not outcome.answer["removed"]:
            return removed
        removed += int(outcome.answer["removed"])


def _remove(kind: str, at: datetime) -> int:
    removed = 0
    while True:
        outcome = perform("registry.retain", None, {"kind": kind}, call=Call(CLOCK, at, Door.TIMER))
        if not outcome.applied or not outcome.answer["removed"]:
            return removed
        removed += int(outcome.answer["removed"])
