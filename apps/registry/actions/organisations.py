"""Companies, shops and associations, their site and who answers for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.registry import coded
from apps.registry.actions.earlier import change
from apps.registry.actions.settle import begin, found, look, rooms_of, settle, take
from apps.registry.belonging import put, spot_at
from apps.registry.confirming import changed, confirm, refuse_unknown_codes
from apps.registry.enums import Source
from apps.registry.identifiers import Wrong, credit_code
from apps.registry.identity import checked_phone, sealed_of
from apps.registry.initials import initials_of
from apps.registry.models import Organisation, OrganisationPerson, Person, Visit
from apps.registry.rules import edits
from apps.registry.sight import sight_of_everything


def add_organisation(
    _: object, *, call: Call, lon: float, lat: float, crs: str, source: str = Source.DOOR, **told: Any
) -> dict[str, Any]:
    who = look(call)
    spot = spot_at(lon, lat, crs=crs, on=timezone.localdate(call.at))
    organisation = Organisation(id=call.id, source=source, confirmed_at=call.at, **spot.columns())
    if not edits(organisation, call, who.reach):
        raise Refusal(RefusalCode.NOT_YOURS, "这个位置不在您维护的网格内，请在管辖范围内重新选点")
    put(organisation, _columns(told))
    _refuse_known(organisation)
    answer = begin(organisation, "add", call=call)
    _set_people(organisation, told.get("people", []))
    return answer


def _columns(told: Mapping[str, Any]) -> dict[str, Any]:
    columns = {name: value for name, value in told.items() if name not in ("people", "phone")}
    if "name" in columns:
        columns["initials"] = initials_of(columns["name"])
    if columns.get("uscc"):
        columns["uscc"] = _checked("uscc", credit_code, columns["uscc"])
    if "phone" in told:
        phone = _checked("phone", checked_phone, told["phone"]) if told["phone"] else ""
        columns |= sealed_of(phone).columns("phone")
    refuse_unknown_codes(columns, coded.ORGANISATION)
    return columns


def _checked(field: str, check: Any, told: str) -> Any:
    try:
        return check(told)
    except Wrong as wrong:
        raise invalid(field, str(wrong)) from wrong


def _refuse_known(organisation: Organisation) -> None:
    """Anywhere in the city: a credit code is no secret."""
    if not organisation.uscc or organisation.closed_on:
        return
    with sight_of_everything():
        same = Organisation.objects.filter(uscc=organisation.uscc, closed_on=None).exclude(pk=organisation.pk)
        if same.exists():
            raise Refusal(RefusalCode.CONFLICT, "这个统一社会信用代码已经登记过；单位搬迁请用“迁址”", "uscc")


def _set_people(organisation: Organisation, people: Sequence[Mapping[str, Any]]) -> None:
    """The list as told is the whole list; of who stays in it, what is not told stays as well."""
    held = {row.pk: row for row in organisation.people.all()}
    kept = [_responsible(organisation, held, told) for told in people]
    organisation.people.exclude(pk__in=[row.pk for row in kept]).delete()


def _responsible(
    organisation: Organisation, held: Mapping[Any, OrganisationPerson], told: Mapping[str, Any]
) -> OrganisationPerson:
    row = held.get(told.get("id")) or OrganisationPerson(organisation=organisation, **organisation.belonging)
    if not row.name and not told.get("name"):
        raise invalid("people", "这位负责人员刚被别人删除，请重新填写姓名和电话")
    columns = {name: told[name] for name in ("name", "role") if name in told}
    if "phone" in told:
        columns |= sealed_of(_checked("people", checked_phone, told["phone"]) if told["phone"] else "").columns("phone")
    if "person" in told:
        # A person of the registry must be in sight.
        columns["person"] = found(Person, told["person"]) if told["person"] else None
    put(row, columns)
    row.save()
    return row


def correct_organisation(
    target: object,
    *,
    call: Call,
    version: int | None = None,
    source: str = Source.DOOR,
    whole: bool = False,
    **told: Any,
) -> dict[str, Any]:
    organisation = take(Organisation, target, call=call, version=version)
    columns = changed(organisation, _columns(told))
    change(organisation, columns, call=call)
    _refuse_known(organisation)
    fields = sorted({"phone" if name.startswith("phone_") else name for name in columns} - {"initials"})
    if "people" in told:
        _set_people(organisation, told["people"])
        fields.append("people")
    confirm(organisation, fields=fields, source=source, whole=whole, call=call)
    answer = settle(organisation, "correct", call=call, fields=fields, source=source, whole=whole)
    return answer | {"fields": fields}


def move_organisation(
    target: object, *, call: Call, address: str, version: int | None = None, **where: Any
) -> dict[str, Any]:
    """To any place in the city; responsible persons and visits go along."""
    organisation = take(Organisation, target, call=call, version=version)
    before = rooms_of(organisation)
    spot = spot_at(**where, on=timezone.localdate(call.at))
    put(organisation, {"address": address, **spot.columns()})
    with sight_of_everything():
        OrganisationPerson.objects.filter(organisation=organisation).update(**spot.belonging)
        Visit.objects.filter(organisation=organisation).update(**spot.belonging)
    return settle(organisation, "move", call=call, rooms=before)
