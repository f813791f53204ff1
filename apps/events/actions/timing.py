"""What moves a deadline or stops the clock, and what the timer itself does."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from apps.calendars.queries import working_calendar
from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.events.actions.settle import CLOCK_KINDS, settle, take
from apps.events.deadlines import handling_left, set_due, unit_of_stage
from apps.events.enums import Asked, Light, State
from apps.events.models import Event
from apps.events.when import SUSPEND_AT_MOST
from apps.journal.actions import Subject, write

TRIED_AGAIN_AFTER = timedelta(minutes=10)


def ask_extension(event_id: UUID, *, call: Call, until: datetime, reason: str) -> dict[str, Any]:
    event = take(event_id, "ask_extension", call=call)
    if event.due_at is None or until <= event.due_at:
        raise invalid("until", "延期时间应晚于现在的期限")
    _not_too_far(until, call.at)
    return _ask(event, Asked.EXTENSION, "ask_extension", call=call, until=until, reason=reason)


def ask_suspension(event_id: UUID, *, call: Call, until: datetime, reason: str) -> dict[str, Any]:
    event = take(event_id, "ask_suspension", call=call)
    _sane_suspension(until, call.at)
    return _ask(event, Asked.SUSPENSION, "ask_suspension", call=call, until=until, reason=reason)


def _ask(event: Event, asked: Asked, verb: str, *, call: Call, until: datetime, reason: str) -> dict[str, Any]:
    event.asked, event.asked_until, event.asked_reason = asked, until, reason
    return settle(event, verb, call=call, same_stage=True, until=until.isoformat(), reason=reason)


def grant_extension(event_id: UUID, *, call: Call) -> dict[str, Any]:
    event = take(event_id, "grant_extension", call=call)
    until = event.asked_until
    set_due(event, working_calendar(call.at), until, unit_of_stage(event))
    event.handle_due_at = until
    event.light = Light.GREEN
    event.extensions += 1
    _forget_asked(event)
    said = until.isoformat() if until else ""
    return settle(event, "grant_extension", call=call, same_stage=True, until=said)


def refuse_extension(event_id: UUID, *, call: Call, reason: str) -> dict[str, Any]:
    return _refuse_asked(event_id, "refuse_extension", call=call, reason=reason)


def refuse_suspension(event_id: UUID, *, call: Call, reason: str) -> dict[str, Any]:
    return _refuse_asked(event_id, "refuse_suspension", call=call, reason=reason)


def _refuse_asked(event_id: UUID, verb: str, *, call: Call, reason: str) -> dict[str, Any]:
    event = take(event_id, verb, call=call)
    _forget_asked(event)
    return settle(event, verb, call=call, same_stage=True, reason=reason)


def _forget_asked(event: Event) -> None:
    event.asked, event.asked_until, event.asked_reason = "", None, ""


def suspend(event_id: UUID, *, call: Call, until: datetime, reason: str) -> dict[str, Any]:
    """Stops the clock; the minutes left are kept and run again from `resume` on."""
    event = take(event_id, "suspend", call=call)
    _sane_suspension(until, call.at)
    if event.state == State.HANDLING:
        event.handle_left = handling_left(event, working_calendar(call.at), call.at)
    event.suspended_from, event.suspended_at, event.suspended_until = event.state, call.at, until
    event.suspensions += 1
    _forget_asked(event)
    return settle(event, "suspend", call=call, until=until.isoformat(), reason=reason)


def resume(event_id: UUID, *, call: Call, reason: str) -> dict[str, Any]:
    event = take(event_id, "resume", call=call)
    due = event.suspended_until
    if call.actor.kind == ActorKind.CLOCK and (due is None or due > call.at):
        raise Refusal(RefusalCode.CONFLICT, "挂账还没有到期")
    back = State(event.suspended_from)
    event.suspended_from, event.suspended_until = "", None
    return settle(event, "resume", call=call, into=back, reason=reason)


def warn(event_id: UUID, *, call: Call) -> dict[str, Any]:
    event = take(event_id, "warn", call=call)
    event.light = Light.YELLOW
    event.next_at = event.due_at
    return settle(event, "warn", call=call, same_stage=True)


def overdue(event_id: UUID, *, call: Call) -> dict[str, Any]:
    event = take(event_id, "overdue", call=call)
    event.light = Light.RED
    event.next_at = None
    event.handled_late |= event.state == State.HANDLING
    return settle(event, "overdue", call=call, same_stage=True)


def put_off(event_id: UUID, *, call: Call, moves: int, next_at: datetime) -> dict[str, Any]:
    """What the clock could not move is tried again later, whatever state it is in, and so it is no move of the table.

    Written down under a subject of its own, because it says nothing of what was done about the matter.
    """
    if call.actor.kind not in CLOCK_KINDS:
        raise Refusal(RefusalCode.NOT_YOURS, "到期时间由系统推算，不能直接修改")
    until = call.at + TRIED_AGAIN_AFTER
    put_off = Event.objects.filter(pk=event_id, moves=moves, next_at=next_at).update(next_at=until)
    if put_off:
        body = {"was": next_at.isoformat(), "until": until.isoformat()}
        write(call=call, verb="event.put_off", subject=Subject("clock", event_id), body=body, notice={})
    return {"put_off": bool(put_off)}


def _sane_suspension(until: datetime, at: datetime) -> None:
    if until <= at:
        raise invalid("until", "挂账期限应晚于现在")
    _not_too_far(until, at)


def _not_too_far(until: datetime, at: datetime) -> None:
    if until - at > SUSPEND_AT_MOST:
        raise invalid("until", "期限最长一年")
