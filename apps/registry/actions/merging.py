"""Two records of one person become one, and can become two again."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.registry import rules
from apps.registry.actions.settle import found, look, rooms_of, settle, take_more
from apps.registry.models import (
    Consent,
    DataRequest,
    Household,
    Merge,
    OrganisationPerson,
    Person,
    PersonRole,
    Tenure,
    Visit,
)
from apps.registry.sight import sight_of_everything

# What hangs on a person, and whether it belongs where the person does; a tenure belongs where its room is.
HANGING: dict[str, tuple[type[Any], bool]] = {
    "role": (PersonRole, True),
    "visit": (Visit, True),
    "consent": (Consent, True),
    "request": (DataRequest, True),
    "tenure": (Tenure, False),
    "organisation": (OrganisationPerson, False),
}
# What is taken over where the kept record has nothing. Three columns of a secret go together.
FILLED: tuple[tuple[str, ...], ...] = (
    ("doc_hash", "doc_sealed", "doc_last4", "doc_kind"),
    ("phone_hash", "phone_sealed", "phone_last4"),
    ("born_on",),
    ("education",),
    ("marriage",),
    ("political",),
    ("work_place",),
    ("household_area",),
    ("household_address",),
)

# As a record is before anything is known.
EMPTY = Person()


def merge(target: object, *, call: Call, other: Any, version: int | None = None) -> dict[str, Any]:
    """`target` is kept; the other's row stays, pointing at it, and everything that hung on it goes over."""
    kept, lost = _take_both(target, other, call=call, version=version)
    rooms = rooms_of(lost)
    with sight_of_everything():
        moved = {name: _hand_over(model, lost, kept, follows) for name, (model, follows) in HANGING.items()}
        headed = _hand_over_head(lost, kept)
        before = {"doc_kind": kept.doc_kind}
        filled = _fill(kept, lost)
        lost.merged_into = kept
        lost.save(update_fields=["merged_into"])
        done = Merge.objects.create(
            id=uuid4(),
            kept=kept,
            lost=lost,
            at=call.at,
            moved={"rows": moved, "filled": filled, "heads": headed, "before": before},
            **kept.belonging,
        )
    return settle(kept, "merge", call=call, rooms=rooms, lost=str(lost.pk), merge=str(done.pk)) | {"lost": str(lost.pk)}


def _take_both(target: object, other: object, *, call: Call, version: int | None) -> tuple[Person, Person]:
    """Locked in the order of their ids, so that two desks merging the same two do not wait for each other."""
    who = look(call)
    first, second = sorted((str(target), str(other)))
    if first == second:
        raise invalid("other", "不能把一条记录合并到它自己")
    rows = {pk: take_more(Person, pk, who=who, rule=rules.merges) for pk in (first, second)}
    kept, lost = rows[str(target)], rows[str(other)]
    if version is not None and kept.version != version:
        raise Refusal(RefusalCode.MOVED_ON, "这个人的资料刚被修改过，请刷新后重试", version=kept.version)
    if kept.merged_into_id or lost.merged_into_id:
        raise Refusal(RefusalCode.MOVED_ON, "其中一条记录已经合并过，请刷新后重试")
    return kept, lost


def _hand_over(model: type[Any], lost: Person, kept: Person, follows: bool) -> list[str]:
    """All but what the kept one has as well and may have only once: that stays with the other."""
    rows = list(model.objects.select_for_update().filter(person=lost).order_by("pk"))
    theirs = {_once(row) for row in model.objects.filter(person=kept)} - {None}
    going = [row.pk for row in rows if _once(row) is None or _once(row) not in theirs]
    columns = kept.belonging if follows else {}
    model.objects.filter(pk__in=going).update(person=kept, **columns)
    return [str(pk) for pk in going]


def _once(row: Any) -> object:
    """What an open row stands for when there may be one such row a person; None for any number."""
    if isinstance(row, PersonRole):
        return row.kind if row.to_on is None else None
    if isinstance(row, Tenure):
        return (row.room_id, row.kind) if row.to_on is None else None
    if isinstance(row, Consent):
        return row.text_key if row.withdrawn_at is None else None
    return None


def _hand_over_head(lost: Person, kept: Person) -> list[str]:
    heads = Household.objects.filter(head=lost)
    told = [str(pk) for pk in heads.values_list("pk", flat=True)]
    heads.update(head=kept)
    return told


def _fill(kept: Person, lost: Person) -> list[str]:
    filled = []
    for first, *more in FILLED:
        if not getattr(kept, first) and getattr(lost, first):
            filled.append(first)
            for column in (first, *more):
                setattr(kept, column, getattr(lost, column))
    return filled


def unmerge(target: object, *, call: Call, other: Any, version: int | None = None) -> dict[str, Any]:
    """Everything the merge moved goes back, as far as it is still where the merge put it."""
    who = look(call)
    kept = take_more(Person, target, who=who, version=version, rule=rules.merges)
    if kept.merged_into_id:
        raise Refusal(RefusalCode.CONFLICT, "这条记录自己也已被合并，请先撤销后一次合并")
    done = Merge.objects.select_for_update().filter(kept=kept, lost_id=other, undone_at=None).first()
    if done is None:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这次合并，或已经撤销")
    if not done.moved:
        raise Refusal(RefusalCode.CONFLICT, "合并已超过保留期限，不能再撤销")
    with sight_of_everything():
        lost = found(Person, other, lock=True)
        _give_back(done.moved, kept, lost)
        lost.merged_into = None
        lost.save(update_fields=["merged_into"])
        done.undone_at = call.at
        done.save(update_fields=["undone_at"])
    return settle(kept, "unmerge", call=call, rooms=rooms_of(lost), lost=str(lost.pk), merge=str(done.pk))


def _give_back(moved: Mapping[str, Any], kept: Person, lost: Person) -> None:
    for name, (model, follows) in HANGING.items():
        columns = lost.belonging if follows else {}
        model.objects.filter(pk__in=moved["rows"].get(name, []), person=kept).update(person=lost, **columns)
    Household.objects.filter(pk__in=moved["heads"], head=kept).update(head=lost)
    _empty(kept, lost, moved["filled"], moved["before"])


def _empty(kept: Person, lost: Person, filled: Sequence[str], before: Mapping[str, Any]) -> None:
    """Unless somebody has corrected it since."""
    for first, *more in FILLED:
        if first in filled and getattr(kept, first) == getattr(lost, first):
            for column in (first, *more):
                setattr(kept, column, before.get(column, getattr(EMPTY, column)))
