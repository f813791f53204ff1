"""The unit that disposes of a matter: sign, return, reply, and a co-unit's own part."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from apps.calendars.queries import working_calendar
from apps.core.call import Call
from apps.events.actions.attach import attach
from apps.events.actions.settle import also_tell, settle, take
from apps.events.deadlines import forget_handling, handling_left
from apps.events.enums import PhotoKind
from apps.events.models import Event
from apps.grids.enums import Role
from apps.grids.reach import reach_of


def sign(event_id: UUID, *, call: Call) -> dict[str, Any]:
    event = take(event_id, "sign", call=call)
    return settle(event, "sign", call=call)


def give_back(event_id: UUID, *, call: Call, reason: str) -> dict[str, Any]:
    """Not ours: to the dispatcher again, with a reason; the unit is told and forgotten."""
    event = take(event_id, "return", call=call)
    name = event.unit.name if event.unit else ""
    event.unit = None
    event.returns += 1
    event.asked = ""
    forget_handling(event)
    return settle(event, "return", call=call, reason=reason, unit=name)


def reply(
    event_id: UUID, *, call: Call, note: str, before: Sequence[UUID] = (), photos: Sequence[UUID] = ()
) -> dict[str, Any]:
    """Stops the clock of handling and keeps what is left of it, should the check fail."""
    event = take(event_id, "reply", call=call)
    event.handle_left = handling_left(event, working_calendar(call.at), call.at)
    event.handled_late |= event.due_at is not None and call.at > event.due_at
    event.asked = ""
    added = attach(event, before, kind=PhotoKind.BEFORE, verb="reply", call=call, field="before")
    added += attach(event, photos, kind=PhotoKind.AFTER, verb="reply", call=call)
    return settle(event, "reply", call=call, note=note, photos=added)


def assist(event_id: UUID, *, call: Call, note: str, photos: Sequence[UUID] = ()) -> dict[str, Any]:
    event = take(event_id, "assist", call=call)
    names = _finish_parts(event, note, call=call)
    added = attach(event, photos, kind=PhotoKind.AFTER, verb="assist", call=call)
    return settle(event, "assist", call=call, same_stage=True, unit="、".join(names), note=note, photos=added)


def _finish_parts(event: Event, note: str, *, call: Call) -> list[str]:
    units = reach_of(call.actor, call.at).ids("unit", Role.HANDLER)
    parts = list(event.assists.select_related("unit").filter(unit_id__in=units, done_at=None))
    event.assists.filter(pk__in=[part.pk for part in parts]).update(done_at=call.at, done_note=note)
    also_tell(event, [part.unit_id for part in parts])
    return [part.unit.name for part in parts]
