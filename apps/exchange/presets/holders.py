"""产权人 and 承租人 of a room, by the number of their document. A sheet adds holders and never ends one."""

import json
import re
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Func, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from apps.core.masking import mask_document
from apps.core.sealing import keyed_hash, unseal
from apps.exchange.fields import Field, Known, day
from apps.exchange.listed import apart, listed, masked, refuse_twice
from apps.exchange.places import Astray
from apps.exchange.presets.base import Faults, Values
from apps.exchange.presets.leaving import Cell
from apps.exchange.staging import Column, Tie, subject
from apps.registry.enums import TenureKind
from apps.registry.identifiers import normal
from apps.registry.identity import CITIZEN_CARD, checked_document
from apps.registry.models import Person, Tenure
from apps.registry.models.base import BELONGING

CITIZEN = re.compile(r"\d{15}|\d{17}[\dX]")
PASSPORT = "414"
Holders = dict[str, date | None]


def holders(text: str, known: Known) -> Holders:
    told = [(_number(number, known), day(about, known) if about else None) for number, about in listed(text)]
    refuse_twice([number for number, _ in told], shown=mask_document)
    return dict(told)


def _number(text: str, known: Known) -> str:
    """Of which kind a document is nobody writes beside it; what looks like a citizen's number has to be one."""
    kind = CITIZEN_CARD if CITIZEN.fullmatch(normal(text)) else PASSPORT
    return checked_document(kind, text, today=known.today)[0]


def _mask(text: str) -> str:
    return masked(text, lambda number: mask_document(normal(number)))


HINT = "已登记人员的证件号码；有几人时用、隔开，起始日期写在各自的括号里"
FIELDS = (
    Field(
        "owners",
        "产权人证件号码",
        holders,
        ("产权人公民身份号码", "产权人身份证号", "房主证件号码", "房主公民身份号码", "房主身份证号", "业主证件号码"),
        as_text=True,
        width=24,
        hint=HINT,
        mask=_mask,
    ),
    Field("owned_from", "产权起始日期", day, ("产权取得日期", "产权登记日期")),
    Field(
        "tenants",
        "承租人证件号码",
        holders,
        ("承租人公民身份号码", "承租人身份证号", "租客证件号码", "租户证件号码", "租客身份证号"),
        as_text=True,
        width=24,
        hint=HINT,
        mask=_mask,
    ),
    Field("let_from", "承租起始日期", day, ("起租日期", "租赁起始日期", "承租日期")),
)
KINDS = {"owners": (TenureKind.OWNER, "owned_from"), "tenants": (TenureKind.TENANT, "let_from")}
TITLES = {field.name: field.title for field in FIELDS}
TOLD = (
    "(SELECT kind, decode(hash, 'hex') AS hash, from_on FROM jsonb_to_recordset(staged.holders::jsonb)"
    " AS told(kind text, hash text, from_on date) OFFSET 0) told"
)
HERE = "holder.merged_into_id IS NULL AND holder.left_on IS NULL AND holder.died_on IS NULL"
FROM_ANOTHER_DAY = f"""
UPDATE registry_tenure tenure SET from_on = told.from_on
  FROM staged_room staged CROSS JOIN LATERAL {TOLD}
  JOIN LATERAL (SELECT id FROM registry_tenure held WHERE held.room_id = staged.match AND held.kind = told.kind
                   AND held.to_on IS NULL AND held.from_on <> told.from_on AND told.hash =
                       (SELECT holder.doc_hash FROM registry_person holder WHERE holder.id = held.person_id)
                OFFSET 0) held ON true
 WHERE tenure.id = held.id
RETURNING tenure.room_id
"""
# Of two records of one number, whichever holds the room already is meant.
BEGIN = f"""
INSERT INTO registry_tenure (id, person_id, room_id, kind, from_on, {", ".join(BELONGING)})
SELECT gen_random_uuid(), holder.id, known.id, told.kind, COALESCE(told.from_on, %(on)s),
       {", ".join(f"known.{name}" for name in BELONGING)}
  FROM {subject("room")} CROSS JOIN LATERAL {TOLD}
  JOIN LATERAL (SELECT id FROM registry_person holder WHERE holder.doc_hash = told.hash AND {HERE}
                 ORDER BY id LIMIT 1) holder ON true
 WHERE (SELECT held.id FROM registry_tenure held JOIN registry_person holder ON holder.id = held.person_id
         WHERE held.room_id = known.id AND held.kind = told.kind AND held.to_on IS NULL AND holder.doc_hash = told.hash
         LIMIT 1) IS NULL
    ON CONFLICT DO NOTHING
RETURNING room_id
"""
TIE = Tie((Column("holders"),), (FROM_ANOTHER_DAY, BEGIN))


def settle(values: Values) -> Faults:
    """Whoever lets a room has let it, unless the sheet says otherwise."""
    for field, (_, day_field) in KINDS.items():
        common = values.pop(day_field, None)
        if common and field not in values:
            return {day_field: f"填写这个日期时，请同时填写{TITLES[field]}"}
        if field in values:
            values[field] = {number: from_on or common for number, from_on in values[field].items()}
    if "tenants" in values:
        values.setdefault("rented", True)
    return {}


def strangers(told: Sequence[Values]) -> dict[int, Astray]:
    """Holders have to be known, and within the importer's sight."""
    asked = {number for values in told for field in KINDS for number in values.get(field, {})}
    hashes = {keyed_hash(number): number for number in asked}
    live = Person.objects.filter(merged_into=None, left_on=None, died_on=None)
    sealed = live.filter(doc_hash__in=list(hashes)).values_list("doc_hash", flat=True) if hashes else ()
    known = {hashes[bytes(each or b"")] for each in sealed}
    return {at: astray for at, values in enumerate(told) if (astray := _stranger(values, known))}


def _stranger(values: Values, known: set[str]) -> Astray | None:
    for field in KINDS:
        for number in values.get(field, {}):
            if number not in known:
                return Astray(field, f"辖区内没有登记证件号码为 {mask_document(number)} 的人；请先导入人口，或留空")
    return None


def staged(values: Values) -> dict[str, str]:
    rows = [
        {"kind": kind, "hash": keyed_hash(number).hex(), "from_on": from_on and from_on.isoformat()}
        for field, (kind, _) in KINDS.items()
        for number, from_on in values.get(field, {}).items()
    ]
    return {"holders": json.dumps(rows)} if rows else {}


def _shown(told: list[str], full: bool, *, at: int) -> str:
    pairs = (each.split(" ") for each in told)
    numbers = [(unseal(bytes.fromhex(sealed)), from_on) for sealed, from_on in pairs]
    return apart([(number if full else mask_document(number), from_on) for number, from_on in numbers])[at]


def _held_as(kind: TenureKind) -> ArraySubquery:
    here = Q(person__merged_into=None, person__left_on=None, person__died_on=None, person__doc_sealed__isnull=False)
    held = Tenure.objects.filter(here, room=OuterRef("pk"), kind=kind, to_on=None)
    sealed = Func("person__doc_sealed", Value("hex"), function="encode", output_field=CharField())
    told = Concat(sealed, Value(" "), Cast("from_on", CharField()))
    return ArraySubquery(held.order_by("from_on", "id").values_list(told))


OF_ROOM: dict[str, Any] = {"open_owners": _held_as(TenureKind.OWNER), "open_tenants": _held_as(TenureKind.TENANT)}
CELLS = tuple(Cell(path, shown=partial(_shown, at=at)) for path in OF_ROOM for at in (0, 1))
