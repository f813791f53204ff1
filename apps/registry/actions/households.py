"""Who belongs to one household, and who is its head."""

from typing import Any

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.registry.actions.settle import found, look, record, settle, take, take_more
from apps.registry.belonging import spot_of
from apps.registry.confirming import refuse_unknown_codes
from apps.registry.enums import Source
from apps.registry.models import Household, Person, Room
from apps.registry.models.people import LIVE
from apps.registry.sight import sight_of_everything

HEAD = "0"


def add_household(
    _: object, *, call: Call, room: Any, head: Any, number: str = "", source: str = Source.DOOR
) -> dict[str, Any]:
    """Begins with its head, who lives in the room or is at least known."""
    who = look(call)
    home = take_more(Room, room, who=who)
    first = take_more(Person, head, who=who)
    household = Household(id=call.id, room=home, number=number, source=source, confirmed_at=call.at)
    for column, value in spot_of(home).belonging.items():
        setattr(household, column, value)
    household.save(force_insert=True)
    _join(first, household, HEAD, call=call)
    return record(household, "add", call=call, room=str(home.pk), head=str(first.pk))


def join_household(
    target: object, *, call: Call, household: Any, kinship: str, version: int | None = None
) -> dict[str, Any]:
    """A new head takes the place of the one before, whose kinship somebody has to say anew."""
    person = take(Person, target, call=call, version=version)
    return _join(person, found(Household, household, lock=True), kinship, call=call)


def _join(person: Person, household: Household, kinship: str, *, call: Call) -> dict[str, Any]:
    if person.merged_into_id or person.left_on or person.died_on:
        raise Refusal(RefusalCode.MOVED_ON, "此人已不在本地登记，不能加入户")
    refuse_unknown_codes({"kinship": kinship}, {"kinship": "KINSHIP"})
    if person.household_id and person.household_id != household.pk:
        leave_behind(person)
    if kinship == HEAD:
        Person.objects.filter(LIVE, household=household, kinship=HEAD).exclude(pk=person.pk).update(kinship="")
        household.head = person
        household.save(update_fields=["head"])
    elif household.head_id == person.pk:
        raise invalid("kinship", "请先指定新的户主，再改这个人的关系")
    person.household, person.kinship = household, kinship
    return settle(person, "join", call=call, household=str(household.pk))


def part_household(target: object, *, call: Call, version: int | None = None) -> dict[str, Any]:
    person = take(Person, target, call=call, version=version)
    if person.household_id is None:
        raise Refusal(RefusalCode.MOVED_ON, "此人不在任何一户中")
    before = str(person.household_id)
    part(person)
    return settle(person, "part", call=call, household=before)


def part(person: Person) -> None:
    leave_behind(person)
    person.household, person.kinship = None, ""


def leave_behind(person: Person) -> None:
    """A household whose head is gone has none until somebody names another."""
    with sight_of_everything():
        Household.objects.filter(head=person).update(head=None)
