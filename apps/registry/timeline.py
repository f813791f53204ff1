"""What happened to a person's record, newest first; and who looked at full values, which auditors alone may read."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.core.refusal import Refusal, RefusalCode
from apps.grids.enums import Role
from apps.grids.reach import Reach
from apps.journal.models import Entry
from apps.registry.actions.revealing import VERB
from apps.registry.actions.settle import not_found
from apps.registry.enums import Purpose
from apps.registry.models import Person, Visit

SHOWN = 100
LABELS = {
    "add": "登记", "correct": "更正", "move": "搬迁", "leave": "迁出或去世", "come_back": "恢复", "add_role": "加标签",
    "end_role": "结束标签", "join": "入户", "part": "离户", "merge": "合并", "unmerge": "撤销合并",
    "consent": "同意告知书", "withdraw_consent": "撤回同意", "erase": "删除",
}  # fmt: skip


def of_person(pk: UUID) -> list[dict[str, Any]]:
    """Within sight. Who looked at full values is not in it."""
    if not Person.objects.filter(pk=pk).exists():
        raise not_found(Person)
    entries = Entry.objects.filter(subject_kind="person", subject_id=str(pk)).exclude(verb=VERB)
    told = [_entry(entry) for entry in entries.order_by("-id")[:SHOWN]]
    visits = Visit.objects.filter(person=pk).select_related("by").order_by("-at")[:SHOWN]
    told += [_visit(visit) for visit in visits]
    return sorted(told, key=lambda moment: moment["at"], reverse=True)[:SHOWN]


def _entry(entry: Entry) -> dict[str, Any]:
    verb = entry.verb.partition(".")[2]
    return {
        "at": entry.at,
        "verb": verb,
        "label": LABELS.get(verb, verb),
        "who": entry.actor_name,
        "fields": entry.body.get("fields", []),
        "note": "",
    }


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "at": visit.at,
        "verb": "visit",
        "label": visit.get_kind_display(),
        "who": visit.by.name if visit.by else "",
        "fields": sorted(visit.changes),
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
