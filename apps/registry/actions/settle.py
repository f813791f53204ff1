"""`take` a row to change it, `settle` it when changed: the two ends of every action of the registry."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db import models

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.reach import Reach
from apps.journal.actions import Subject, write
from apps.registry import rules
from apps.registry.models.base import LEVELS, Belonging
from apps.registry.sight import sight_of_everything, take_sight


class Row(Protocol):
    pk: Any
    version: int


Kind = TypeVar("Kind", bound=Belonging)
Rule = Callable[[Belonging, Call, Reach], bool]
KINDS = {
    "person": "这个人",
    "room": "这套房屋",
    "building": "这栋楼",
    "household": "这一户",
    "organisation": "这家单位",
    "part": "这个部件",
    "serviceplace": "这个服务点",
    "datarequest": "这个请求",
}


@dataclass(frozen=True)
class Who:
    call: Call
    reach: Reach


def look(call: Call) -> Who:
    return Who(call, take_sight(call))


def take(
    model: type[Kind], target: object, *, call: Call, version: int | None = None, rule: Rule = rules.edits
) -> Kind:
    """The locked row, or a refusal: not there, not yours, or changed since it was read (its version tells)."""
    who = look(call)
    return take_more(model, target, who=who, version=version, rule=rule)


def take_more(
    model: type[Kind], target: object, *, who: Who, version: int | None = None, rule: Rule = rules.edits
) -> Kind:
    """A row beside the first, by somebody whose sight is taken already."""
    row = found(model, target, lock=True)
    if not rule(row, who.call, who.reach):
        raise Refusal(RefusalCode.NOT_YOURS, f"{_named(model)}不由您维护，请联系本网格的网格员或社区")
    now = getattr(row, "version", None)
    if version is not None and now != version:
        raise Refusal(RefusalCode.MOVED_ON, f"{_named(model)}的资料刚被修改过，请刷新后重试", version=now)
    return row


def found(model: type[Kind], target: object, *, lock: bool = False) -> Kind:
    """Within sight; what lies outside it is not told from what does not exist."""
    rows = model._default_manager.all()
    rows = rows.select_for_update(of=("self",)) if lock else rows
    row = rows.filter(pk=uuid_of(target, model)).first()
    if row is None:
        raise not_found(model)
    return row


def not_found(model: type[models.Model]) -> Refusal:
    return Refusal(RefusalCode.NOT_FOUND, f"没有{_named(model)}，或不在您的管辖范围")


def uuid_of(target: object, model: type[models.Model]) -> UUID:
    try:
        return target if isinstance(target, UUID) else UUID(str(target))
    except ValueError as error:
        raise not_found(model) from error


def _named(model: type[models.Model]) -> str:
    return KINDS.get(kind_of(model), "这条记录")


def kind_of(model: type[models.Model] | models.Model) -> str:
    return str(model._meta.model_name)


def settle(row: Any, verb: str, *, call: Call, rooms: Iterable[str] = (), **said: Any) -> dict[str, Any]:
    """Counts the version up, saves and writes the journal row; `said` names fields, and never holds their values."""
    row.version += 1
    # Whoever moves a row out of his reach no longer sees it, and the policy asks that of the new row as well.
    with sight_of_everything():
        row.save(force_update=True)
    return record(row, verb, call=call, rooms=rooms, **said)


def begin(row: Any, verb: str, *, call: Call, **said: Any) -> dict[str, Any]:
    row.save(force_insert=True)
    return record(row, verb, call=call, **said)


def record(row: Any, verb: str, *, call: Call, rooms: Iterable[str] = (), **said: Any) -> dict[str, Any]:
    kind = kind_of(row)
    write(
        call=call,
        verb=f"{kind}.{verb}",
        subject=Subject(kind, row.pk),
        body={name: value for name, value in said.items() if value not in (None, "", [])},
        rooms=sorted({*rooms, *rooms_of(row)}),
        notice={"grid": row.grid_id},
    )
    return {"id": str(row.pk), "version": getattr(row, "version", 1)}


def rooms_of(row: Belonging) -> list[str]:
    """A grid's room and those of the divisions around it."""
    divisions = [f"division:{getattr(row, f'{level}_id')}" for level in LEVELS[1:]]
    return [f"grid:{row.grid_id}", *divisions]
