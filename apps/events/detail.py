"""One matter whole: facts, photos, timeline, and the moves open to whoever looks."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.core.masking import mask_name, mask_phone
from apps.core.refusal import Refusal, RefusalCode
from apps.core.sealing import unseal
from apps.events.deadlines import STAGE_LABELS
from apps.events.enums import Asked, PhotoKind, State
from apps.events.models import Event, EventPhoto, Reporter
from apps.events.moves import MOVES, hindered_moves, moves_once_signed, open_moves
from apps.events.rows import COLUMNS, row_of
from apps.events.rules import Who, division_at, may_see, overseer
from apps.events.timeline import timeline
from apps.grids.enums import ORDER
from apps.grids.models import Unit
from apps.standards.queries import suggest

PHOTOS_AT_MOST = 100
BESIDE = ("category", "condition", "grid", "unit", "reporter")


def one_event(event_id: UUID, who: Who) -> Event:
    """With all its screens need beside it; not there is the same answer as not yours."""
    # Outlines are thousands of vertices that no screen of a matter shows.
    rows = Event.objects.select_related(*BESIDE).defer("grid__outline", "grid__centre").filter(pk=event_id)
    found = next(iter(rows), None)
    if found is None or not may_see(found, who):
        raise Refusal(RefusalCode.NOT_FOUND, "没有这件事，或不在您的管辖范围")
    return found


def detail(event_id: UUID, who: Who) -> dict[str, Any]:
    event = one_event(event_id, who)
    verbs = open_moves(event, who)
    return {
        **facts_of(event, who, verbs),
        "photos": photos_of(event),
        "timeline": timeline(event),
        "suggested": _suggested(event) if "dispatch" in verbs else None,
        "assists": _assists(event),
    }


def facts_of(event: Event, who: Who, verbs: Sequence[str]) -> dict[str, Any]:
    """What its own row and those joined to it say; the rest is read beside, for one matter or for many."""
    return {
        **row_of(_columns(event)),
        "text": event.text,
        "direction": event.direction,
        "answer": event.answer,
        "rating_text": event.rating_text,
        "condition": _condition(event),
        "deadlines": _deadlines(event),
        "moves": [_move(verb) for verb in verbs],
        "once_signed": [_move(verb) for verb in moves_once_signed(event, who)] if "sign" in verbs else [],
        "hindered": [
            {"verb": verb, "label": MOVES[verb].label, "why": why} for verb, why in hindered_moves(event, who)
        ],
        "asked_for": _asked(event),
        "reporter": _reporter(event, who),
        "counters": {name: getattr(event, name) for name in COUNTERS},
        "supervision_open": event.supervision_open,
        "appeal": event.appeal,
        "merged_into": event.merged_into.number if event.merged_into else None,
    }


COUNTERS = ("returns", "reworks", "redispatches", "nudges", "extensions", "suspensions", "reopened")


def _columns(event: Event) -> dict[str, Any]:
    row: dict[str, Any] = {"lon": event.place.x, "lat": event.place.y}
    for column in COLUMNS:
        value: Any = event
        for part in column.split("__"):
            value = getattr(value, part, None)
        row[column] = value
    return row


def _condition(event: Event) -> dict[str, Any] | None:
    condition = event.condition
    if condition is None:
        return None
    return {
        "id": condition.pk,
        "text": condition.text,
        "limit_label": condition.limit_label,
        "closing_text": condition.closing_text,
    }


def _deadlines(event: Event) -> list[dict[str, Any]]:
    stages = [{"stage": event.state, "label": STAGE_LABELS.get(State(event.state), ""), "due_at": event.due_at}]
    if event.handle_due_at and event.state != State.HANDLING:
        stages.append({"stage": State.HANDLING, "label": "处置", "due_at": event.handle_due_at})
    return [stage for stage in stages if stage["due_at"] and stage["label"]]


def photos_of(event: Event) -> list[dict[str, Any]]:
    rows = (
        EventPhoto.objects.filter(event=event).order_by("at", "id").values_list("photo_id", "kind", "photo__taken_at")
    )
    return [photo_facts(*row) for row in rows[:PHOTOS_AT_MOST]]


def photo_facts(pk: UUID, kind: str, taken_at: datetime | None) -> dict[str, Any]:
    return {"id": str(pk), "kind": kind, "kind_label": PhotoKind(kind).label, "taken_at": taken_at, **photo_urls(pk)}


def photo_urls(photo_id: UUID) -> dict[str, str]:
    return {"thumb": f"/api/photos/{photo_id}/thumb/", "url": f"/api/photos/{photo_id}/marked/"}


def _move(verb: str) -> dict[str, Any]:
    move = MOVES[verb]
    needs = [asdict(need) for need in move.needs]
    return {"verb": verb, "label": move.label, "needs": needs, "primary": move.primary, "danger": move.danger}


def _asked(event: Event) -> dict[str, Any] | None:
    if not event.asked:
        return None
    label = Asked(event.asked).label
    return {"kind": event.asked, "label": label, "until": event.asked_until, "reason": event.asked_reason}


def _suggested(event: Event) -> dict[str, Any] | None:
    """The unit of the responsibility matrix, nearest first."""
    chain = [pk for level in ORDER[1:] if (pk := division_at(event, level))]
    suggestion = suggest(event.condition or event.category, chain=chain, level=event.level)
    ids = [suggestion.unit_id, *suggestion.co_unit_ids]
    names = dict(Unit.objects.filter(pk__in=[pk for pk in ids if pk]).values_list("pk", "name"))
    if suggestion.unit_id not in names:
        return None
    return {
        "unit": {"id": suggestion.unit_id, "name": names[suggestion.unit_id]},
        "co_units": [{"id": pk, "name": names[pk]} for pk in suggestion.co_unit_ids if pk in names],
    }


def _reporter(event: Event, who: Who) -> dict[str, Any] | None:
    """Masked, and only for those who may have to call back: the units that dispose of it do not need it."""
    reporter: Reporter | None = getattr(event, "reporter", None)
    if not (overseer(event, who) or event.grid_id in who.reach.ids("grid")):
        return None
    if reporter is None:
        # An account that reported on nobody's behalf stands in the timeline.
        return None if event.reported_by_id else {"name": "", "phone": "", "anonymous": True}
    name = mask_name(unseal(bytes(reporter.name_sealed))) if reporter.name_sealed else ""
    phone = mask_phone(unseal(bytes(reporter.phone_sealed))) if reporter.phone_sealed else ""
    return {"name": name, "phone": phone, "anonymous": False}


def _assists(event: Event) -> list[dict[str, Any]]:
    """Before it was filed no unit has it, and none beside one."""
    if event.condition_id is None:
        return []
    rows = event.assists.order_by("id").values_list("unit__name", "done_at", "note", "done_note")
    return [assist_facts(*row) for row in rows]


def assist_facts(unit: str, done_at: datetime | None, note: str, done_note: str) -> dict[str, Any]:
    return {"unit": unit, "done": done_at is not None, "note": note, "done_note": done_note}
