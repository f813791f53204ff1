"""特殊人群标签: what a person is to a service, from which day on. A sheet adds tags and never ends one."""

import json
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Value
from django.db.models.functions import Cast, Concat

from apps.exchange.fields import Field, Known, day
from apps.exchange.listed import apart, listed, refuse_twice
from apps.exchange.presets.base import Faults, Values
from apps.exchange.presets.leaving import Cell
from apps.exchange.staging import Column, Tie, subject
from apps.registry.enums import RoleKind
from apps.registry.identifiers import Wrong
from apps.registry.models import PersonRole
from apps.registry.models.base import BELONGING

LABELS = {kind.label: kind.value for kind in RoleKind}
SAID = {
    "流动人员": "FLOATING", "留守儿童": "LEFT_BEHIND", "留守老人": "LEFT_BEHIND", "留守妇女": "LEFT_BEHIND",
    "独居": "LIVING_ALONE", "空巢独居老人": "LIVING_ALONE", "残疾": "DISABLED", "困难": "HARDSHIP",
    "低保": "HARDSHIP", "特困": "HARDSHIP", "孕妇": "PREGNANT", "产妇": "PREGNANT", "婴儿": "NEWBORN",
    "高龄": "ELDERLY_ALLOWANCE", "退伍军人": "VETERAN", "复退军人": "VETERAN",
}  # fmt: skip
Tags = dict[str, date | None]


def tags(text: str, known: Known) -> Tags:
    told = [(_kind(name), _day(name, about, known)) for name, about in listed(text)]
    refuse_twice([RoleKind(kind).label for kind, _ in told])
    return dict(told)


def _kind(name: str) -> str:
    found = LABELS.get(name) or SAID.get(name) or name
    if found not in RoleKind.values:
        raise Wrong(f"没有“{name[:10]}”这种标签，可填：{'、'.join(LABELS)}")
    return found


def _day(name: str, about: str, known: Known) -> date | None:
    try:
        return day(about, known) if about else None
    except Wrong as wrong:
        raise Wrong(f"“{name[:10]}”的日期：{wrong}") from wrong


FIELDS = (
    Field(
        "tags",
        "特殊人群标签",
        tags,
        ("人员标签", "标签", "特殊人群类型", "特殊人群", "人群类别", "重点人员类别"),
        width=30,
        options=tuple(LABELS),
        hint=f"可填几项，用、隔开，起始日期写在括号里，如 残疾人（2024-05-01）、独居老人；可填：{'、'.join(LABELS)}",
    ),
    Field(
        "tags_from",
        "标签起始日期",
        day,
        ("标签开始日期", "认定日期"),
        hint="标签没有自己的日期时用它；都不填则从导入当天起",
    ),
)
TOLD = "jsonb_to_recordset(staged.tags::jsonb) AS told(kind text, from_on date)"
FROM_ANOTHER_DAY = f"""
UPDATE registry_personrole role SET from_on = told.from_on, source = %(source)s, confirmed_at = %(at)s
  FROM staged_person staged CROSS JOIN LATERAL {TOLD}
  JOIN LATERAL (SELECT id FROM registry_personrole open WHERE open.person_id = staged.match AND open.kind = told.kind
                   AND open.to_on IS NULL AND open.from_on <> told.from_on OFFSET 0) open ON true
 WHERE role.id = open.id
RETURNING role.person_id
"""
BEGIN = f"""
INSERT INTO registry_personrole (id, person_id, kind, from_on, inflow, permit, lodging, grade, note, source,
       confirmed_at, {", ".join(BELONGING)})
SELECT gen_random_uuid(), known.id, told.kind, COALESCE(told.from_on, %(on)s), '', '', '', '', '', %(source)s,
       %(at)s, {", ".join(f"known.{name}" for name in BELONGING)}
  FROM {subject("person")} CROSS JOIN LATERAL {TOLD} ON CONFLICT DO NOTHING
RETURNING person_id
"""
TIE = Tie((Column("tags"),), (FROM_ANOTHER_DAY, BEGIN))


def settle(values: Values) -> Faults:
    common = values.pop("tags_from", None)
    if common and "tags" not in values:
        return {"tags_from": "填写标签起始日期时，请同时填写特殊人群标签"}
    if "tags" in values:
        values["tags"] = {kind: from_on or common for kind, from_on in values["tags"].items()}
    return {}


def staged(values: Values) -> dict[str, str]:
    told = values.get("tags", {})
    rows = [{"kind": kind, "from_on": from_on and from_on.isoformat()} for kind, from_on in told.items()]
    return {"tags": json.dumps(rows)} if rows else {}


def _shown(told: list[str], at: int) -> str:
    pairs = (each.split(" ") for each in told)
    return apart([(RoleKind(kind).label, from_on) for kind, from_on in pairs])[at]


OF_PERSON: dict[str, Any] = {
    "open_tags": ArraySubquery(
        PersonRole.objects.filter(person=OuterRef("pk"), to_on=None)
        .order_by("kind")
        .values_list(Concat("kind", Value(" "), Cast("from_on", CharField())))
    )
}
CELLS = (
    Cell("open_tags", shown=lambda told, _: _shown(told, 0)),
    Cell("open_tags", shown=lambda told, _: _shown(told, 1)),
)
