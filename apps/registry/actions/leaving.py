"""People leave, die, and come back: because they return, or because it was not so."""

from datetime import date
from typing import Any

from django.utils import timezone

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.journal.models import Entry
from apps.registry.actions.households import part
from apps.registry.actions.people import refuse_gone, refuse_merged
from apps.registry.actions.settle import settle, take
from apps.registry.actions.tenures import end_ties, live_in, take_up_ties
from apps.registry.enums import Gone, TenureKind
from apps.registry.models import Person, PersonRole
from apps.registry.retention import NOBODY
from apps.registry.sight import sight_of_everything

# Who moves away may stay registered here and owns what was owned; who died owns it until the heirs are known.
ENDED = {
    Gone.LEFT: (TenureKind.LIVES, TenureKind.TENANT),
    Gone.DIED: (TenureKind.LIVES, TenureKind.TENANT, TenureKind.REGISTERED),
}


def leave(target: object, *, call: Call, gone: str, on: date, version: int | None = None) -> dict[str, Any]:
    """Lives and rents nowhere, is nobody's head and has no role any more; the record stays as long as the rules say."""
    person = take(Person, target, call=call, version=version)
    refuse_gone(person)
    if on > timezone.localdate(call.at):
        raise invalid("on", "日期不能晚于今天")
    part(person)
    with sight_of_everything():
        ties = [str(pk) for pk in end_ties(person, ENDED[Gone(gone)], on=on)]
        roles = _end_roles(person, on)
    person.left_on, person.died_on = (on, None) if gone == Gone.LEFT else (None, on)
    return settle(person, "leave", call=call, gone=gone, ties=ties, roles=roles)


def _end_roles(person: Person, on: date) -> list[str]:
    ended = list(person.roles.select_for_update().filter(to_on=None))
    for role in ended:
        role.to_on = max(on, role.from_on)
        role.save(update_fields=["to_on"])
    return [str(role.pk) for role in ended]


def come_back(target: object, *, call: Call, on: date | None = None, version: int | None = None) -> dict[str, Any]:
    """With a day: lives in the same room again from then on. Without one it never was so, and what had ended goes on.

    In either case somebody has to say who the household is now.
    """
    person = take(Person, target, call=call, version=version)
    refuse_merged(person)
    if person.name == NOBODY:
        raise Refusal(RefusalCode.MOVED_ON, "此人的资料已按规定删除，不能恢复；如又在本地居住，请重新登记")
    gone_on = person.left_on or person.died_on
    if gone_on is None:
        raise Refusal(RefusalCode.MOVED_ON, "此人没有登记为迁出或去世")
    if on is None:
        _take_up(person, gone_on=gone_on)
    else:
        _return(person, on, gone_on=gone_on, call=call)
    person.left_on = person.died_on = None
    return settle(person, "come_back", call=call, on=on and on.isoformat())


def _take_up(person: Person, *, gone_on: date) -> None:
    """The journal knows what the leaving ended."""
    leavings = Entry.objects.filter(subject_kind="person", subject_id=str(person.pk), verb="person.leave")
    ended = leavings.order_by("-id").values_list("body", flat=True).first() or {}
    with sight_of_everything():
        take_up_ties(person, ended.get("ties", []))
        held = list(PersonRole.objects.filter(person=person, to_on=None).values_list("kind", flat=True))
        roles = PersonRole.objects.filter(person=person, pk__in=ended.get("roles", []))
        roles.exclude(kind__in=held).update(to_on=None)
    if person.room:
        live_in(person, person.room, on=gone_on)


def _return(person: Person, on: date, *, gone_on: date, call: Call) -> None:
    if person.died_on:
        raise invalid("on", "登记为去世的人不能登记返回；如登记有误，请不填日期直接恢复")
    if not gone_on <= on <= timezone.localdate(call.at):
        raise invalid("on", "返回日期应在迁出之后、今天之前")
    if person.room:
        live_in(person, person.room, on=on)
