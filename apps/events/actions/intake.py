"""From report to filing: accept or refuse, verify, settle on the spot, send up, void, merge."""

from typing import Any
from uuid import UUID

from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.events.actions.attach import attach
from apps.events.actions.settle import settle, take
from apps.events.deadlines import forget_handling
from apps.events.enums import ENDED, PhotoKind
from apps.events.models import Event
from apps.events.rules import Who, may_see
from apps.grids.enums import Level, above
from apps.grids.reach import reach_of
from apps.standards.enums import Ring
from apps.standards.models import Condition


def accept(event_id: UUID, *, call: Call) -> dict[str, Any]:
    """The small ring's limit runs on from the report; a desk starts the clock of filing."""
    event = take(event_id, "accept", call=call)
    small = event.level in (Level.GRID, Level.COMMUNITY)
    return settle(event, "accept", call=call, same_stage=small)


def refuse(event_id: UUID, *, call: Call, reason: str, answer: str) -> dict[str, Any]:
    return _end(event_id, "refuse", call=call, reason=reason, answer=answer)


def not_file(event_id: UUID, *, call: Call, reason: str, answer: str) -> dict[str, Any]:
    return _end(event_id, "not_file", call=call, reason=reason, answer=answer)


def void(event_id: UUID, *, call: Call, reason: str, answer: str) -> dict[str, Any]:
    return _end(event_id, "void", call=call, reason=reason, answer=answer)


def _end(event_id: UUID, verb: str, *, call: Call, reason: str, answer: str) -> dict[str, Any]:
    event = take(event_id, verb, call=call)
    event.answer = answer
    return settle(event, verb, call=call, reason=reason, answer=answer)


def ask_verify(event_id: UUID, *, call: Call, note: str = "") -> dict[str, Any]:
    event = take(event_id, "ask_verify", call=call)
    return settle(event, "ask_verify", call=call, note=note)


def verify(event_id: UUID, *, call: Call, exists: bool, note: str, photos: list[UUID]) -> dict[str, Any]:
    event = take(event_id, "verify", call=call)
    event.verified = exists
    added = attach(event, photos, kind=PhotoKind.REPORT, verb="verify", call=call)
    found = "情况属实" if exists else "未发现所报情况"
    return settle(event, "verify", call=call, note=f"{found}:{note}", photos=added)


def settle_on_spot(event_id: UUID, *, call: Call, answer: str, photos: list[UUID]) -> dict[str, Any]:
    """The small ring closes: no filing, but an answer all the same."""
    event = take(event_id, "settle", call=call)
    event.answer = answer
    added = attach(event, photos, kind=PhotoKind.AFTER, verb="settle", call=call)
    return settle(event, "settle", call=call, answer=answer, photos=added)


def escalate(event_id: UUID, *, call: Call, reason: str) -> dict[str, Any]:
    """To the next larger level, where it waits to be accepted; from the street on it is in the big ring."""
    event = take(event_id, "escalate", call=call)
    if call.actor.kind == ActorKind.CLOCK and (event.due_at is None or event.due_at > call.at):
        raise Refusal(RefusalCode.CONFLICT, "还没有到期限")
    level = above(event.level)
    if level is None:
        raise Refusal(RefusalCode.CONFLICT, "已在市级，不能再上报")
    event.level = level
    if level != Level.COMMUNITY:
        event.ring = Ring.BIG
    return settle(event, "escalate", call=call, reason=reason)


def file(event_id: UUID, *, call: Call, condition: int) -> dict[str, Any]:
    """Pins the condition, its limit and its severity; choosing one of another category corrects the category."""
    event = take(event_id, "file", call=call)
    chosen = Condition.objects.select_related("category").filter(pk=condition).first()
    if chosen is None:
        raise invalid("condition", "没有这个立案条件，请重新选择")
    event.condition = chosen
    event.category = chosen.category
    event.severity = chosen.severity
    event.ring = Ring.BIG
    forget_handling(event)
    return settle(event, "file", call=call, condition=chosen.text, limit=chosen.limit_label)


def merge(event_id: UUID, *, call: Call, into: str, answer: str) -> dict[str, Any]:
    """A duplicate ends in the matter it repeats; its reporter is told there."""
    event = take(event_id, "merge", call=call)
    other = Event.objects.filter(number=into).first()
    who = Who(call.actor, reach_of(call.actor, call.at), call.at)
    if other is None or other.pk == event.pk or not may_see(other, who):
        raise invalid("into", "没有找到要并入的事件，请核对编号")
    if other.state in ENDED:
        raise invalid("into", "要并入的事件已经办结，不能并入")
    event.merged_into = other
    event.answer = answer
    return settle(event, "merge", call=call, answer=answer, into_number=other.number)
