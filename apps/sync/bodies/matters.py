"""Matters as GET /api/events/{id}/ tells them, many at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from apps.events.detail import (
    BESIDE,
    PHOTOS_AT_MOST,
    assist_facts,
    facts_of,
    photo_facts,
)
from apps.events.models import Assist, Event, EventPhoto
from apps.events.moves import open_moves
from apps.events.rules import Who
from apps.events.timeline import AWAITED, MOMENT, TIMELINE_AT_MOST, awaited_rows, moments
from apps.journal.models import Entry
from apps.sync.bodies.looking import Bodies, Looker, grouped

# Told, and asked by the rules of a handler's moves.
PARTS = Prefetch("assists", Assist.objects.select_related("unit").order_by("id"))


def events(ids: Sequence[UUID], looker: Looker) -> Bodies:
    """A matter may be in two scopes of one phone: it is told by all grids and units of whoever asks, and told once."""
    who = Who(looker.call.actor, looker.reach, looker.call.at)
    beside = Event.objects.select_related(*BESIDE, "merged_into").defer(
        "grid__outline", "grid__centre", "merged_into__place"
    )
    photos, said = _photos(ids), _timeline(ids)
    return {
        str(one.pk): {
            **facts_of(one, who, open_moves(one, who)),
            "photos": photos.get(one.pk, []),
            "timeline": said.get(str(one.pk), []),
            # Whom to give it to is the dispatcher's question.
            "suggested": None,
            "assists": _assists(one) if one.condition_id else [],
        }
        for one in beside.filter(pk__in=ids).prefetch_related(PARTS)
    }


def _photos(ids: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    columns = ("event_id", "photo_id", "kind", "photo__taken_at")
    told = EventPhoto.objects.filter(event__in=ids).order_by("at", "id").values_list(*columns)
    by = grouped(told, lambda row: row[0], at_most=PHOTOS_AT_MOST)
    return {pk: [photo_facts(*row[1:]) for row in each] for pk, each in by.items()}


def _timeline(ids: Sequence[UUID]) -> dict[str, list[dict[str, Any]]]:
    entries = Entry.objects.filter(subject_kind="event", subject_id__in=[str(pk) for pk in ids]).order_by("id")
    by = grouped(entries.values_list("subject_id", *MOMENT), lambda row: row[0], at_most=TIMELINE_AT_MOST)
    waiting = grouped(awaited_rows(ids).values_list("event_id", *AWAITED), lambda row: row[0])
    return {
        pk: moments((row[1:] for row in each), (row[1:] for row in waiting.get(UUID(pk), [])))
        for pk, each in by.items()
    }


def _assists(event: Event) -> list[dict[str, Any]]:
    return [assist_facts(part.unit.name, part.done_at, part.note, part.done_note) for part in event.assists.all()]
