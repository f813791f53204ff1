"""The desk of a street, district or city: dispatch, check, rework, close."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from apps.calendars.queries import working_calendar
from apps.core.call import Call
from apps.core.refusal import invalid
from apps.events.actions.attach import attach
from apps.events.actions.settle import also_tell, settle, take
from apps.events.deadlines import forget_handling, rework_minutes
from apps.events.enums import PhotoKind
from apps.events.models import Assist, Event
from apps.grids.models import Unit


def dispatch(event_id: UUID, *, call: Call, unit: int, co_units: Sequence[int] = (), note: str = "") -> dict[str, Any]:
    event = take(event_id, "dispatch", call=call)
    main = _hand_to(event, unit)
    helping = _ask_assists(event, co_units, note=note, call=call)
    names = [each.name for each in helping]
    return settle(event, "dispatch", call=call, unit=main.name, co_units=names, note=note)


def redispatch(event_id: UUID, *, call: Call, unit: int, reason: str) -> dict[str, Any]:
    """To another unit, which counts as a wrong dispatch."""
    event = take(event_id, "redispatch", call=call)
    if unit == event.unit_id:
        raise invalid("unit", "已在该单位，请选择另一个单位")
    main = _hand_to(event, unit)
    event.redispatches += 1
    return settle(event, "redispatch", call=call, unit=main.name, reason=reason)


def _hand_to(event: Event, unit_id: int) -> Unit:
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise invalid("unit", "没有这个单位，请重新选择")
    event.unit = unit
    event.asked = ""
    forget_handling(event)
    # What it was to help with is now its own.
    event.assists.filter(unit=unit, done_at=None).delete()
    return unit


def co_handle(event_id: UUID, *, call: Call, unit: int, note: str) -> dict[str, Any]:
    event = take(event_id, "co_handle", call=call)
    helping = _ask_assists(event, [unit], note=note, call=call)
    return settle(event, "co_handle", call=call, same_stage=True, co_units=[each.name for each in helping], note=note)


def _ask_assists(event: Event, unit_ids: Sequence[int], *, note: str, call: Call) -> list[Unit]:
    """Asking a unit that has already answered opens its part again."""
    wanted = set(unit_ids)
    if not wanted:
        return []
    if event.unit_id in wanted:
        raise invalid("co_units", "主办单位不能同时协办")
    units = list(Unit.objects.filter(pk__in=wanted).order_by("id"))
    if len(units) != len(wanted):
        raise invalid("co_units", "有协办单位不存在，请重新选择")
    for unit in units:
        Assist.objects.update_or_create(
            event=event, unit=unit, defaults={"note": note, "asked_at": call.at, "done_at": None, "done_note": ""}
        )
    also_tell(event, [unit.pk for unit in units])
    return units


def ask_check(event_id: UUID, *, call: Call, note: str = "") -> dict[str, Any]:
    event = take(event_id, "ask_check", call=call)
    return settle(event, "ask_check", call=call, note=note)


def check(event_id: UUID, *, call: Call, note: str = "", photos: Sequence[UUID] = ()) -> dict[str, Any]:
    return _checked(event_id, "check", call=call, note=note, photos=photos)


def find_fault(event_id: UUID, *, call: Call, note: str, photos: Sequence[UUID] = ()) -> dict[str, Any]:
    return _checked(event_id, "find_fault", call=call, note=note, photos=photos)


def _checked(event_id: UUID, verb: str, *, call: Call, note: str, photos: Sequence[UUID]) -> dict[str, Any]:
    event = take(event_id, verb, call=call)
    added = attach(event, photos, kind=PhotoKind.CHECK, verb=verb, call=call)
    return settle(event, verb, call=call, note=note, photos=added)


def rework(event_id: UUID, *, call: Call, reason: str) -> dict[str, Any]:
    """Back to the same unit, which has what remained of its limit, but at least a quarter."""
    event = take(event_id, "rework", call=call)
    event.reworks += 1
    event.handle_left = rework_minutes(event, working_calendar(call.at))
    return settle(event, "rework", call=call, reason=reason)


def close(event_id: UUID, *, call: Call, answer: str) -> dict[str, Any]:
    event = take(event_id, "close", call=call)
    event.answer = answer
    return settle(event, "close", call=call, answer=answer)
