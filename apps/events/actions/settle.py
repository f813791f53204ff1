"""`take` a matter to change it, `settle` it when changed: the two ends of every action of the loop."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from apps.calendars.queries import working_calendar
from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode
from apps.events.deadlines import start_stage
from apps.events.enums import State
from apps.events.models import Event
from apps.events.moves import MOVES, Move
from apps.events.rules import Who, may_see
from apps.grids.reach import reach_of
from apps.journal.actions import Subject, write

# Not moves: open screens read the matter again, nobody is called to look.
LABELS = {"attach": "照片送达", "preview": "照片在传"}
CLOCK_KINDS = (ActorKind.CLOCK, ActorKind.SYSTEM)


def take(event_id: UUID, verb: str, *, call: Call) -> Event:
    """The locked row, or a refusal: not there, moved on, not yours, or not now."""
    rows = Event.objects.select_for_update(of=("self",)).select_related("condition").filter(pk=event_id)
    event = next(iter(rows), None)
    who = Who(call.actor, reach_of(call.actor, call.at), call.at)
    if event is None or not may_see(event, who):
        raise Refusal(RefusalCode.NOT_FOUND, "没有这件事，或不在您的管辖范围")
    move = MOVES[verb]
    if State(event.state) not in move.out_of:
        raise moved_on(event, f"此事已是“{State(event.state).label}”，不能再{move.label}")
    _may(event, move, who)
    event.rooms_before = frozenset(rooms_of(event))
    event.as_taken = dict(event.__dict__)
    return event


def _may(event: Event, move: Move, who: Who) -> None:
    allowed = move.clock if who.actor.kind in CLOCK_KINDS else move.by(event, who)
    if not allowed:
        raise Refusal(
            RefusalCode.NOT_YOURS, f"现在不由您{move.label}，此事在{event.get_level_display()}", **_where(event)
        )
    if why := move.when(event, who.at):
        raise Refusal(RefusalCode.CONFLICT, why, **_where(event))


def moved_on(event: Event, message: str) -> Refusal:
    return Refusal(RefusalCode.MOVED_ON, message, **_where(event))


def _where(event: Event) -> dict[str, Any]:
    return {"state": event.state, "state_label": State(event.state).label, "level": event.level}


def settle(
    event: Event, verb: str, *, call: Call, same_stage: bool = False, into: State | None = None, **said: Any
) -> dict[str, Any]:
    """Enters the table's next state, starts its clock unless the stage goes on, saves, and writes the journal row.

    `into` is for the move whose end the table cannot say, because it leads back to where the matter came from.
    """
    before = event.state
    event.state = MOVES[verb].into or into or event.state
    if not same_stage:
        start_stage(event, working_calendar(call.at), call.at)
    event.moved_at = call.at
    event.moves += 1
    event.save(update_fields=_changed(event))
    record(event, verb, call=call, before=before, **said)
    return told(event, photos=said.get("photos", []))


def _changed(event: Event) -> list[str]:
    """Of some fifty columns a move changes a few."""
    names = [field.attname for field in Event._meta.concrete_fields]
    return [name for name in names if getattr(event, name) != event.as_taken.get(name)]


def told(event: Event, *, photos: list[str]) -> dict[str, Any]:
    """An action's answer: enough for every door; screens read the matter again."""
    return {
        "id": str(event.pk),
        "number": event.number,
        "state": event.state,
        "state_label": State(event.state).label,
        "level": event.level,
        "photos": photos,
    }


def record(event: Event, verb: str, *, call: Call, before: str, **said: Any) -> None:
    body = {"from": before, "into": event.state, "level": event.level, **{k: v for k, v in said.items() if v}}
    write(
        call=call,
        verb=f"event.{verb}",
        subject=Subject("event", event.pk),
        body=body,
        rooms=sorted(event.rooms_before | set(rooms_of(event))),
        notice={**facts(event, verb), "by": call.actor.alias},
    )


def facts(event: Event, verb: str) -> dict[str, Any]:
    """What a notice may say: where the matter is, nothing of what it is about or who told us."""
    return {
        "verb_label": MOVES[verb].label if verb in MOVES else LABELS.get(verb, "上报"),
        "number": event.number,
        "state": event.state,
        "state_label": State(event.state).label,
        "level": event.level,
        "light": event.light,
        "grid": event.grid_id,
        **({"quiet": True} if verb in LABELS else {}),
    }


def rooms_of(event: Event) -> list[str]:
    rooms = [f"event:{event.pk}", f"grid:{event.grid_id}"]
    rooms += [f"division:{pk}" for pk in (event.community_id, event.street_id, event.district_id, event.city_id)]
    if event.unit_id:
        rooms.append(f"unit:{event.unit_id}")
    if event.reported_by_id:
        rooms.append(f"account:{event.reported_by_id}")
    return rooms


def also_tell(event: Event, unit_ids: Sequence[int]) -> None:
    """Units beside the main one hear of this move too."""
    event.rooms_before |= {f"unit:{unit_id}" for unit_id in unit_ids}
