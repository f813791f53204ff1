"""Beside the handling: nudging, supervising, comments; and after it: rating, reopening, appeals."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from apps.core.call import Call
from apps.events.actions.attach import attach
from apps.events.actions.settle import settle, take
from apps.events.deadlines import forget_handling
from apps.events.enums import Appeal, Grade, PhotoKind

ORDER = ["", Grade.PLAIN, Grade.YELLOW, Grade.RED]


def nudge(event_id: UUID, *, call: Call, note: str) -> dict[str, Any]:
    event = take(event_id, "nudge", call=call)
    event.nudges += 1
    return settle(event, "nudge", call=call, same_stage=True, note=note)


def supervise(event_id: UUID, *, call: Call, grade: str, note: str) -> dict[str, Any]:
    """The matter keeps the highest grade it was given; a reply is owed before it can close."""
    event = take(event_id, "supervise", call=call)
    event.supervised = max(event.supervised, grade, key=ORDER.index)
    event.supervision_open = True
    return settle(event, "supervise", call=call, same_stage=True, grade=grade, note=note)


def reply_supervision(event_id: UUID, *, call: Call, note: str) -> dict[str, Any]:
    event = take(event_id, "reply_supervision", call=call)
    event.supervision_open = False
    return settle(event, "reply_supervision", call=call, same_stage=True, note=note)


def comment(event_id: UUID, *, call: Call, note: str, photos: Sequence[UUID] = ()) -> dict[str, Any]:
    event = take(event_id, "comment", call=call)
    added = attach(event, photos, kind=PhotoKind.REPORT, verb="comment", call=call)
    return settle(event, "comment", call=call, same_stage=True, note=note, photos=added)


def rate(event_id: UUID, *, call: Call, score: int, text: str = "") -> dict[str, Any]:
    event = take(event_id, "rate", call=call)
    event.rating, event.rating_text = score, text
    return settle(event, "rate", call=call, same_stage=True, score=score, note=text)


def reopen(event_id: UUID, *, call: Call, reason: str) -> dict[str, Any]:
    """The level that closed it accepts it anew; the old answer and rating stay in the journal."""
    event = take(event_id, "reopen", call=call)
    event.reopened += 1
    event.unit = None
    event.answer, event.rating, event.rating_text = "", None, ""
    forget_handling(event)
    return settle(event, "reopen", call=call, reason=reason)


def appeal(event_id: UUID, *, call: Call, reason: str) -> dict[str, Any]:
    """A unit contests an overdue mark: once, after closing, with two reviews; the fact stays, upheld or not."""
    event = take(event_id, "appeal", call=call)
    event.appeal = Appeal.ASKED
    return settle(event, "appeal", call=call, same_stage=True, reason=reason)


def review_appeal(event_id: UUID, *, call: Call, note: str) -> dict[str, Any]:
    return _judge(event_id, "review_appeal", Appeal.REVIEWED, call=call, note=note)


def uphold_appeal(event_id: UUID, *, call: Call, note: str) -> dict[str, Any]:
    return _judge(event_id, "uphold_appeal", Appeal.UPHELD, call=call, note=note)


def dismiss_appeal(event_id: UUID, *, call: Call, reason: str) -> dict[str, Any]:
    return _judge(event_id, "dismiss_appeal", Appeal.DISMISSED, call=call, reason=reason)


def _judge(event_id: UUID, verb: str, into: Appeal, *, call: Call, **said: Any) -> dict[str, Any]:
    event = take(event_id, verb, call=call)
    event.appeal = into
    return settle(event, verb, call=call, same_stage=True, **said)
