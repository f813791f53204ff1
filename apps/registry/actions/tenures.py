"""Who holds a room, as what, from when to when."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Greatest
from django.utils import timezone

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.registry.actions.settle import found, settle, take
from apps.registry.enums import TenureKind
from apps.registry.models import Person, Room, Tenure


def live_in(person: Person, room: Room, *, on: date) -> None:
    """Once only: who lives there already goes on to."""
    Tenure.objects.get_or_create(
        person=person, room=room, kind=TenureKind.LIVES, to_on=None, defaults={"from_on": on, **room.belonging}
    )


def stop_living(person: Person, *, on: date) -> None:
    living = Tenure.objects.filter(person=person, kind=TenureKind.LIVES, to_on=None)
    living.update(to_on=Greatest(F("from_on"), on))


def end_ties(person: Person, kinds: Collection[str], *, on: date) -> list[UUID]:
    """Under sight of everything, for who rents a room need not live beside it."""
    ties = Tenure.objects.select_for_update().filter(person=person, kind__in=kinds, to_on=None)
    ended = list(ties.values_list("pk", flat=True))
    Tenure.objects.filter(pk__in=ended).update(to_on=Greatest(F("from_on"), on))
    _rent_anew(ended)
    return ended


def take_up_ties(person: Person, ties: Iterable[str]) -> None:
    """As if they had never ended; but for what somebody has begun anew meanwhile. Under sight of everything."""
    again = Tenure.objects.filter(person=person, room=OuterRef("room"), kind=OuterRef("kind"), to_on=None)
    ended = list(Tenure.objects.filter(~Exists(again), person=person, pk__in=list(ties)).values_list("pk", flat=True))
    Tenure.objects.filter(pk__in=ended).update(to_on=None)
    _rent_anew(ended)


def _rent_anew(ties: Collection[UUID]) -> None:
    """A room is rented as long as it has a tenant."""
    tied = Tenure.objects.filter(pk__in=ties, kind=TenureKind.TENANT)
    for room in Room.objects.select_for_update().filter(pk__in=tied.values("room")).order_by("pk"):
        rented = Tenure.objects.filter(room=room, kind=TenureKind.TENANT, to_on=None).exists()
        if room.rented != rented:
            Room.objects.filter(pk=room.pk).update(rented=rented, version=F("version") + 1)


def add_tenure(
    target: object, *, call: Call, person: Any, kind: str, from_on: date | None = None, version: int | None = None
) -> dict[str, Any]:
    """Owner, tenant or registered here; who lives here is moved here."""
    room = take(Room, target, call=call, version=version)
    holder = found(Person, person)
    if holder.merged_into_id or holder.left_on or holder.died_on:
        raise invalid("person", "此人已登记为迁出、去世或已合并，请核对；如有误，请先恢复")
    if Tenure.objects.filter(person=holder, room=room, kind=kind, to_on=None).exists():
        raise Refusal(RefusalCode.CONFLICT, f"此人已登记为{TenureKind(kind).label}，不用再登记")
    tenure = Tenure.objects.create(
        id=call.id,
        person=holder,
        room=room,
        kind=kind,
        from_on=from_on or timezone.localdate(call.at),
        **room.belonging,
    )
    if kind == TenureKind.TENANT:
        room.rented = True
    return settle(room, "add_tenure", call=call, tenure=str(tenure.pk), kind=kind) | {"tenure": str(tenure.pk)}


def end_tenure(
    target: object, *, call: Call, tenure: Any, to_on: date | None = None, version: int | None = None
) -> dict[str, Any]:
    room = take(Room, target, call=call, version=version)
    row = Tenure.objects.select_for_update().filter(pk=tenure, room=room, to_on=None).first()
    if row is None:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这项居住或租住关系，或已经结束")
    on = to_on or timezone.localdate(call.at)
    if on < row.from_on:
        raise invalid("to_on", "结束日期不能早于开始日期")
    row.to_on = on
    row.save(update_fields=["to_on"])
    if row.kind == TenureKind.TENANT:
        room.rented = Tenure.objects.filter(room=room, kind=TenureKind.TENANT, to_on=None).exists()
    return settle(room, "end_tenure", call=call, tenure=str(row.pk), kind=row.kind)
