"""What happened to a record, newest first; and who looked at full values, which auditors alone may read."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.core.refusal import Refusal, RefusalCode
from apps.grids.enums import Role
from apps.grids.reach import Reach
from apps.journal.models import Entry
from apps.registry import areas, coded
from apps.registry.actions.earlier import earlier_of
from apps.registry.actions.revealing import VERB
from apps.registry.actions.settle import found, kind_of
from apps.registry.enums import Purpose
from apps.registry.models import Person, Visit
from apps.registry.models.base import Belonging
from apps.registry.queries import labels
from apps.registry.rows import shown_name

SHOWN = 100
LABELS = {
    "add": "登记", "correct": "更正", "move": "搬迁", "leave": "迁出或去世", "come_back": "恢复", "add_role": "加标签",
    "end_role": "结束标签", "join": "入户", "part": "离户", "merge": "合并", "unmerge": "撤销合并",
    "consent": "同意告知书", "withdraw_consent": "撤回同意", "erase": "删除", "add_tenure": "登记产权租住",
    "end_tenure": "结束产权租住",
}  # fmt: skip
VISITED = ("person", "room", "organisation")


def of(model: type[Belonging], pk: UUID, reach: Reach) -> list[dict[str, Any]]:
    """Within sight. Who looked at full values is not in it."""
    row = found(model, pk)
    kind = kind_of(model)
    entries = list(
        Entry.objects.filter(subject_kind=kind, subject_id=str(pk)).exclude(verb=VERB).order_by("-id")[:SHOWN]
    )
    before = _before(row, entries, reach)
    told = [_entry(entry, before.get(entry.pk, {})) for entry in entries]
    told += [_visit(visit) for visit in _visits(kind, pk)]
    return sorted(told, key=lambda moment: moment["at"], reverse=True)[:SHOWN]


def _visits(kind: str, pk: UUID) -> list[Visit]:
    if kind not in VISITED:
        return []
    return list(Visit.objects.filter(**{kind: pk}).select_related("by").order_by("-at", "-pk")[:SHOWN])


def _before(row: Belonging, entries: list[Entry], reach: Reach) -> dict[int, dict[str, str]]:
    """By the journal's row: what stood in the fields it names, as the record's own page would show it."""
    calls = {entry.call_id: entry.pk for entry in entries if entry.body.get("fields")}
    told = {calls[call]: values for call, values in earlier_of(row.pk, calls).items()} if calls else {}
    meant = _meanings(row) if told else {}
    for values in told.values():
        for field in values.keys() & meant.keys():
            values[field] = meant[field].get(values[field], values[field])
        if isinstance(row, Person) and "name" in values:
            values["name"] = shown_name(values["name"], row.grid_id, reach)
    return told


def _meanings(row: Belonging) -> dict[str, dict[str, str]]:
    """Of fields that hold a code or a choice, by field: what each of them means."""
    lists = coded.BY_KIND.get(kind_of(row), {})
    told = labels(*lists.values()) if lists else {}
    choices = {field.name: dict(field.flatchoices) for field in row._meta.concrete_fields if field.choices}
    return choices | {field: told[key] for field, key in lists.items()} | {"household_area": areas.NAMES}


def _entry(entry: Entry, before: dict[str, str]) -> dict[str, Any]:
    verb = entry.verb.partition(".")[2]
    return {
        "at": entry.at,
        "verb": verb,
        "label": LABELS.get(verb, verb),
        "who": entry.actor_name,
        "fields": entry.body.get("fields", []),
        "before": before,
        "note": "",
    }


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "at": visit.at,
        "verb": "visit",
        "label": visit.get_kind_display(),
        "who": visit.by.name if visit.by else "",
        "fields": sorted(visit.changes),
        "before": {},
        "note": visit.note,
    }


# An auditor reads what happened where he is posted.
INSIDE = """
(body->>'grid')::bigint IN (SELECT id FROM grids_grid
 WHERE ARRAY[community_id, street_id, district_id, city_id] && %s::bigint[])
"""


def accesses(reach: Reach, *, before: int | None, limit: int) -> tuple[list[dict[str, Any]], int | None]:
    divisions = sorted(reach.ids("division", Role.AUDITOR))
    if not divisions:
        raise Refusal(RefusalCode.NOT_YOURS, "只有审计员可以查看访问记录")
    entries: QuerySet[Entry] = Entry.objects.filter(verb=VERB).extra(where=[INSIDE], params=[divisions])  # noqa: S610 -- ours alone
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(entries.order_by("-id")[: limit + 1])
    return [_access(entry) for entry in found[:limit]], found[limit - 1].pk if len(found) > limit else None


def _access(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry.pk,
        "at": entry.at,
        "who": entry.actor_name,
        "account": entry.actor_id,
        "door": entry.door,
        "kind": entry.subject_kind,
        "subject": entry.subject_id,
        "field": entry.body["field"],
        "purpose": entry.body["purpose"],
        "purpose_label": Purpose(entry.body["purpose"]).label,
        "reason": entry.body["reason"],
    }
