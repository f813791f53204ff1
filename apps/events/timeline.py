"""What happened to a matter, oldest first; what came later stands with the move it was taken for."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.events.enums import AWAITED_KINDS, Channel
from apps.events.models import Awaited, Event
from apps.events.moves import MOVES
from apps.journal.models import Entry

TIMELINE_AT_MOST = 300
SAID = ("note", "reason", "answer", "limit", "condition", "unit", "co_units", "until", "grade", "score", "into_number")
# What `moment` is told of a row of the journal, and what of a photo that has still to come.
MOMENT = ("id", "call_id", "at", "verb", "actor_name", "body")
AWAITED = ("move", "media", "kind", "waived_at", "has_preview")
KINDS = dict(AWAITED_KINDS)
# Rows about photos on their way are no moments of their own.
ATTACH, PREVIEW = "event.attach", "event.preview"
Row = tuple[Any, ...]


def timeline(event: Event) -> list[dict[str, Any]]:
    entries = Entry.objects.filter(subject_kind="event", subject_id=str(event.pk)).order_by("id")
    waiting = awaited_rows([event.pk]).values_list(*AWAITED)
    return moments(entries.values_list(*MOMENT)[:TIMELINE_AT_MOST], waiting)


def awaited_rows(events: Sequence[UUID]) -> QuerySet[Awaited]:
    """With the fact of a preview, and without its bytes."""
    return Awaited.objects.filter(event__in=events).order_by("id").annotate(has_preview=Q(preview__isnull=False))


def moments(entries: Iterable[Row], waiting: Iterable[Row] = ()) -> list[dict[str, Any]]:
    """Of one matter. A photo whose move is not told (there are too many) stands as a moment of its own."""
    told: dict[int, dict[str, Any]] = {}
    moves: dict[UUID, dict[str, Any]] = {}
    for entry in entries:
        pk, call_id, verb, body = entry[0], entry[1], entry[3], entry[5]
        if verb == PREVIEW:
            continue
        own = told.get(body.get("of")) if verb == ATTACH else None
        if own is not None:
            own["photos"] = [*own["photos"], *body.get("photos", [])]
            own["voices"] = [*own["voices"], *_voices(body)]
            continue
        told[pk] = moves[call_id] = moment(*entry)
    for move, *row in waiting:
        if move in moves:
            moves[move]["awaited"].append(_awaited(*row))
    return list(told.values())


def moment(pk: int, _call: UUID, at: datetime, verb: str, who: str, body: dict[str, Any]) -> dict[str, Any]:
    verb = verb.removeprefix("event.")
    said = {name: body[name] for name in SAID if name in body}
    return {
        "entry": pk,
        "at": at,
        "verb": verb,
        "label": label_of(verb, body),
        "who": who,
        "note": said.get("note", ""),
        "reason": said.get("reason", ""),
        "into": body.get("into", ""),
        "level": body.get("level", ""),
        "photos": body.get("photos", []),
        "voices": _voices(body),
        "awaited": [],
        "said": said,
    }


def label_of(verb: str, body: dict[str, Any]) -> str:
    if verb in MOVES:
        return MOVES[verb].label
    if verb == "attach":
        return "照片送达"
    return Channel(body["channel"]).label if "channel" in body else "上报"


def _voices(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**voice, "url": f"/api/voices/{voice['id']}/"} for voice in body.get("voices", [])]


def _awaited(media: UUID, kind: str, waived_at: datetime | None, has_preview: bool) -> dict[str, Any]:
    return {
        "id": str(media),
        "kind": kind,
        "kind_label": KINDS[kind],
        "preview": f"/api/photos/{media}/preview/" if has_preview else None,
        "given_up": waived_at is not None,
    }
