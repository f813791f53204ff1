"""Photos and voice notes that come after the move they were taken for: awaited, seen ahead, there, or given up."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.events.actions.attach import attach
from apps.events.actions.settle import record, rooms_of, settle, take
from apps.events.enums import OF_HANDLING, VOICE, PhotoKind
from apps.events.models import Awaited, Event, EventVoice
from apps.journal.models import Entry
from apps.photos.models import Voice

# After that a phone is not waited for any more; what it brings later is taken all the same.
PATIENCE = timedelta(days=7)
VOICES_AT_MOST = 5


def expect(event_id: UUID, media: Mapping[UUID, str], *, move: UUID, by: int, at: datetime) -> None:
    """In the transaction of the move that named them."""
    event = held(event_id)
    rows = [Awaited(media=pk, event=event, move=move, kind=kind, by_id=by, at=at) for pk, kind in media.items()]
    Awaited.objects.bulk_create(rows, ignore_conflicts=True)
    _wait(event)


def arrive(awaited: Awaited, found: UUID, *, call: Call) -> list[str]:
    """It belongs to the move it was taken for; the row about its coming says so, and is no remark of its own."""
    event = held(awaited.event_id)
    added = _voice(event, found, call=call) if awaited.kind == VOICE else _photo(event, awaited, found, call=call)
    awaited.delete()
    _wait(event)
    if added:
        of = entry_of(event, awaited.move)
        record(event, "attach", call=call, before=event.state, of=of, **added)
    return list(added.get("photos", []))


def show_ahead(awaited: Awaited, jpeg: bytes, *, call: Call) -> None:
    """A small picture of what has still to come, for whoever looks at the matter now."""
    event = held(awaited.event_id)
    if not Awaited.objects.filter(pk=awaited.pk, preview=None).update(preview=jpeg):
        # The photo itself came meanwhile, or another copy of the picture.
        return
    record(event, "preview", call=call, before=event.state, of=entry_of(event, awaited.move))


def waive_photos(event_id: UUID, *, call: Call, reason: str) -> dict[str, Any]:
    """A phone is lost: closing waits no longer. Should it turn up, its photos still find their move."""
    event = take(event_id, "waive_photos", call=call)
    event.awaited.filter(kind__in=OF_HANDLING, waived_at=None).update(waived_at=call.at)
    event.photos_until = None
    return settle(event, "waive_photos", call=call, same_stage=True, reason=reason)


def held(event_id: UUID) -> Event:
    event = Event.objects.select_for_update().filter(pk=event_id).first()
    if event is None:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这件事，或不在您的管辖范围")
    event.rooms_before = frozenset(rooms_of(event))
    return event


def entry_of(event: Event, move: UUID) -> int | None:
    """The journal row of a move, by its call."""
    entries = Entry.objects.filter(subject_kind="event", subject_id=str(event.pk), call_id=move).order_by("id")
    return entries.values_list("pk", flat=True).first()


def _photo(event: Event, awaited: Awaited, photo: UUID, *, call: Call) -> dict[str, Sequence[str]]:
    if event.photos.filter(photo=photo).exists():
        return {}
    added = attach(event, [photo], kind=PhotoKind(awaited.kind), verb="attach", call=call)
    if event.cover_id is None and awaited.kind == PhotoKind.REPORT:
        event.cover_id = photo
        event.save(update_fields=["cover_id"])
    return {"photos": added}


def _voice(event: Event, voice: UUID, *, call: Call) -> dict[str, Any]:
    """What the timeline tells of it is written down with it: a voice note never changes."""
    note = Voice.objects.get(pk=voice)
    _, made = EventVoice.objects.get_or_create(event=event, voice=note, defaults={"at": call.at})
    return {"voices": [{"id": str(note.pk), "seconds": note.seconds}]} if made else {}


def _wait(event: Event) -> None:
    waiting = event.awaited.filter(kind__in=OF_HANDLING, waived_at=None)
    newest = waiting.aggregate(at=Max("at"))["at"]
    until = newest + PATIENCE if newest else None
    if until != event.photos_until:
        event.photos_until = until
        event.save(update_fields=["photos_until"])
