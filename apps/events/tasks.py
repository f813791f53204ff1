"""The timer: finds what is due and calls the same actions a person would, which look again before they act."""

import logging
import uuid
from datetime import datetime
from typing import Any

from celery import shared_task
from django.utils import timezone

from apps.commands.perform import perform
from apps.core.call import CLOCK, Call, Door
from apps.events.enums import BEFORE_FILING, Light, State
from apps.events.models import Event
from apps.events.queries import left_behind
from apps.grids.enums import Level

log = logging.getLogger(__name__)
AT_ONCE = 500
FIRST = uuid.UUID(int=0)


@shared_task(name="events.tick")
def tick(**_: Any) -> int:
    """How many matters the clock moved. Two timers at once do no harm: the second's calls are answered as repeated."""
    return run_clock(timezone.now())


def run_clock(at: datetime) -> int:
    due = Event.objects.filter(next_at__lte=at).order_by("next_at", "id")
    return sum(_act(event, at=at) for event in due.only("state", "level", "light", "next_at", "moves")[:AT_ONCE])


def _act(event: Event, *, at: datetime) -> bool:
    """One matter that cannot be moved does not stop the clock of all the others, now or at the next tick."""
    try:
        moved = _move(event, at=at)
    except Exception:
        log.exception("clock: %s failed", event.pk)
        moved = False
    if not moved:
        _put_off(event, at=at)
    return moved


def _put_off(event: Event, *, at: datetime) -> None:
    """Makes room for the others; nothing happens to one that has moved on meanwhile."""
    seen = {"moves": event.moves, "next_at": event.next_at}
    command_id = uuid.uuid5(event.pk, f"put_off {event.next_at} {event.moves}")
    perform("event.put_off", event.pk, seen, call=Call(CLOCK, at, Door.TIMER, command_id))


def _move(event: Event, *, at: datetime) -> bool:
    verb, said = _verb(event.state, event.level, event.light)
    # An extension into the night leaves the moment of the warning where it was, and it has to come again all the same.
    command_id = uuid.uuid5(event.pk, f"{verb} {event.next_at} {event.moves}")
    outcome = perform(f"event.{verb}", event.pk, said, call=Call(CLOCK, at, Door.TIMER, command_id))
    if not outcome.applied:
        log.info("clock: %s of %s refused: %s", verb, event.pk, outcome.code)
    return outcome.applied


def _verb(state: str, level: str, light: str) -> tuple[str, dict[str, str]]:
    if state == State.SUSPENDED:
        return "resume", {"reason": "挂账到期，自动恢复"}
    if light == Light.GREEN:
        return "warn", {}
    if state in BEFORE_FILING and level in (Level.GRID, Level.COMMUNITY):
        return "escalate", {"reason": "办理时限届满，自动上报"}
    return "overdue", {}


@shared_task(name="events.follow_grids")
def follow_grids(**_: Any) -> int:
    """After a split, a merge or a moved border: how many open matters went to their new grids."""
    return follow_ended_grids(timezone.now())


def follow_ended_grids(at: datetime) -> int:
    """What is left to do is read from the matters themselves, so a stop in the middle costs nothing but time."""
    followed, after = 0, FIRST
    while rows := left_behind(on=timezone.localdate(at), after=after, most=AT_ONCE):
        followed += sum(_follow(event_id, moves, at=at) for event_id, moves in rows)
        after = rows[-1][0]
    return followed


def _follow(event_id: uuid.UUID, moves: int, *, at: datetime) -> bool:
    """One matter's trouble is not the others'; the next run tries it again."""
    command_id = uuid.uuid5(event_id, f"regrid {moves}")
    try:
        return perform("event.regrid", event_id, {}, call=Call(CLOCK, at, Door.TIMER, command_id)).applied
    except Exception:
        log.exception("regrid: %s failed", event_id)
        return False
