"""What a person is to a service, from one day to another."""

from datetime import date
from typing import Any

from django.utils import timezone

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.registry.actions.settle import settle, take
from apps.registry.confirming import refuse_unknown_codes
from apps.registry.enums import RoleKind, Source
from apps.registry.models import Person, PersonRole

GRADES = {
    RoleKind.DISABLED: "DISABILITY",
    RoleKind.HARDSHIP: "HARDSHIP",
    RoleKind.LEFT_BEHIND: "LEFT_BEHIND",
    RoleKind.LIVING_ALONE: "HEALTH",
}
CODES = {"inflow": "INFLOW", "permit": "PERMIT", "lodging": "LODGING"}
# Columns that only some kinds have.
FLOATING_ONLY = ("inflow", "permit", "lodging")
DUE = (RoleKind.PREGNANT, RoleKind.FLOATING)


def add_role(
    target: object,
    *,
    call: Call,
    kind: str,
    from_on: date | None = None,
    version: int | None = None,
    source: str = Source.DOOR,
    **told: Any,
) -> dict[str, Any]:
    person = take(Person, target, call=call, version=version)
    _refuse_strange(RoleKind(kind), told)
    if person.roles.filter(kind=kind, to_on=None).exists():
        raise Refusal(RefusalCode.CONFLICT, f"此人已有“{RoleKind(kind).label}”标签")
    role = PersonRole.objects.create(
        id=call.id,
        person=person,
        kind=kind,
        from_on=from_on or timezone.localdate(call.at),
        source=source,
        confirmed_at=call.at,
        **person.belonging,
        **told,
    )
    return settle(person, "add_role", call=call, role=str(role.pk), kind=kind) | {"role": str(role.pk)}


def _refuse_strange(kind: RoleKind, told: dict[str, Any]) -> None:
    """A column of another kind is a slip; codes are those of the lists in force."""
    for field in FLOATING_ONLY:
        if told.get(field) and kind != RoleKind.FLOATING:
            raise invalid(field, f"“{kind.label}”不需要这一项")
    if told.get("grade") and kind not in GRADES:
        raise invalid("grade", f"“{kind.label}”不分等级")
    if told.get("due_on") and kind not in DUE:
        raise invalid("due_on", f"“{kind.label}”不需要这个日期")
    refuse_unknown_codes(told, CODES | ({"grade": GRADES[kind]} if kind in GRADES else {}))


def end_role(
    target: object, *, call: Call, role: Any, to_on: date | None = None, version: int | None = None
) -> dict[str, Any]:
    person = take(Person, target, call=call, version=version)
    row = person.roles.select_for_update().filter(pk=role, to_on=None).first()
    if row is None:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这个标签，或已经结束")
    on = to_on or timezone.localdate(call.at)
    if on < row.from_on:
        raise invalid("to_on", "结束日期不能早于开始日期")
    row.to_on = on
    row.save(update_fields=["to_on"])
    return settle(person, "end_role", call=call, role=str(row.pk), kind=row.kind)
