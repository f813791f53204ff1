"""A visit to a person, a room or an organisation, and what it found."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.core.call import ActorKind, Call
from apps.core.refusal import invalid
from apps.registry.actions import visit_photos
from apps.registry.actions.homes import correct_room
from apps.registry.actions.organisations import correct_organisation
from apps.registry.actions.people import correct_person
from apps.registry.actions.settle import Who, look, record, take_more
from apps.registry.models import Organisation, Person, Room, Visit

VISITED: dict[str, type[Person | Room | Organisation]] = {"person": Person, "room": Room, "organisation": Organisation}

ANSWERED = ("checklist", "checklist_version", "answers")
CORRECT: dict[str, Callable[..., dict[str, Any]]] = {
    "person": correct_person,
    "room": correct_room,
    "organisation": correct_organisation,
}


def record_visit(
    _: object,
    *,
    call: Call,
    kind: str,
    note: str = "",
    planned_on: date | None = None,
    next_on: date | None = None,
    corrections: Mapping[str, Any] | None = None,
    **told: Any,
) -> dict[str, Any]:
    """To exactly one; the next one planned must lie ahead. What was found changed is put right in the same act."""
    who = look(call)
    name, visited = _visited({name: told.get(name) for name in VISITED}, who)
    # What comes late may count as made on a later day than it was, and its own day is over either way.
    if next_on is not None and next_on <= timezone.localdate(call.at) and "arrived_at" not in call.remarks:
        raise invalid("next_on", "下次走访日期应在今天之后")
    visit = Visit.objects.create(
        id=call.id,
        by_id=call.actor.id if call.actor.kind == ActorKind.PERSON else None,
        at=call.at,
        kind=kind,
        note=note,
        planned_on=planned_on,
        next_on=next_on,
        changes=_put_right(name, visited.pk, corrections, call=call) if corrections else {},
        **{name: told[name] for name in ANSWERED if name in told},
        **{name: visited},
        **visited.belonging,
    )
    visit_photos.attach(visit, told.get("photos") or (), call=call)
    return record(visit, "record", call=call, kind=kind, changed=sorted(visit.changes), **{name: str(visited.pk)})


def _put_right(name: str, pk: UUID, corrections: Mapping[str, Any], *, call: Call) -> dict[str, str]:
    """By the same command as at any other time; refused as a whole when the row was changed since it was read."""
    answer = CORRECT[name](pk, call=call, **corrections)
    return dict.fromkeys(answer["fields"], corrections["source"])


def _visited(whom: dict[str, Any], who: Who) -> tuple[str, Any]:
    told = {name: pk for name, pk in whom.items() if pk is not None}
    if len(told) != 1:
        raise invalid("person", "请选择走访的是一个人、一套房屋还是一家单位")
    ((name, pk),) = told.items()
    return name, take_more(VISITED[name], pk, who=who)
