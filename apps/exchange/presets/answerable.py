"""Who answers for an organisation. A cell that names somebody names all of that office; an empty one says nothing."""

import json
from functools import partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Func, OuterRef, Value
from django.db.models.functions import Coalesce, Concat

from apps.core.masking import mask_name, mask_phone
from apps.core.sealing import unseal
from apps.exchange.fields import Field, Known, phone
from apps.exchange.listed import apart, listed, masked, refuse_twice
from apps.exchange.presets.base import Faults, Values
from apps.exchange.presets.leaving import Cell
from apps.exchange.staging import Column, Tie, subject
from apps.registry.enums import OrgRole
from apps.registry.identifiers import Wrong, normal
from apps.registry.identity import sealed_of
from apps.registry.models import OrganisationPerson
from apps.registry.models.base import BELONGING

LONGEST = 50
SYNONYMS = {
    OrgRole.LEGAL: ("法定代表人姓名", "法人代表", "法人", "法人姓名"),
    OrgRole.HEAD: ("负责人姓名", "单位负责人", "主要负责人", "经营者"),
    OrgRole.SECURITY: ("治保负责人姓名", "治安保卫负责人", "安全负责人"),
    OrgRole.CONTACT: ("联系人姓名", "单位联系人"),
}
NAMES = {role.lower(): role for role in OrgRole}
PHONES = {name: f"{name}_phone" for name in NAMES}
SEPARATOR = "\x1f"


def people(text: str, known: Known) -> dict[str, str]:
    """Name → phone."""
    told = [(_name(name), phone(about, known) if about else "") for name, about in listed(text)]
    refuse_twice([name for name, _ in told])
    return dict(told)


def _name(name: str) -> str:
    if len(name) > LONGEST:
        raise Wrong(f"姓名有 {len(name)} 个字，最多 {LONGEST} 个字")
    return name


def _phone(text: str) -> str:
    return mask_phone(normal(text))


def _fields(role: OrgRole) -> tuple[Field, Field]:
    title, names = role.label, SYNONYMS[role]
    first = names[0].removesuffix("姓名")
    return (
        Field(
            role.lower(), title, people, names, mask=lambda told: masked(told, mask_name),
            hint="有几人时用、隔开，电话写在各自的括号里；填写后代替原来登记的，留空不变",
        ),
        Field(
            PHONES[role.lower()], f"{title}电话", phone, (f"{title}联系方式", f"{title}联系电话", f"{first}手机"),
            as_text=True, width=16, mask=_phone,
        ),
    )  # fmt: skip


FIELDS = tuple(field for role in OrgRole for field in _fields(role))
TITLES = {field.name: field.title for field in FIELDS}
TOLD = "jsonb_to_recordset(staged.answerable::jsonb) AS told(role text, name text, sealed text, hash text, last4 text)"
OF_OFFICE = (
    "JOIN LATERAL (SELECT * FROM registry_organisationperson office WHERE office.organisation_id = staged.match"
    " AND office.role = told.role OFFSET 0) office ON true"
)
NO_LONGER = f"""
DELETE FROM registry_organisationperson answers
 USING staged_organisation staged CROSS JOIN LATERAL (SELECT DISTINCT role FROM {TOLD}) told {OF_OFFICE}
 WHERE answers.id = office.id
   AND office.name NOT IN (SELECT named.name FROM {TOLD.replace("told(", "named(")} WHERE named.role = office.role)
RETURNING answers.organisation_id
"""
OTHER_PHONE = f"""
UPDATE registry_organisationperson answers
   SET phone_sealed = decode(told.sealed, 'hex'), phone_hash = decode(told.hash, 'hex'), phone_last4 = told.last4
  FROM staged_organisation staged CROSS JOIN LATERAL {TOLD} {OF_OFFICE}
 WHERE answers.id = office.id AND office.name = told.name AND told.hash IS NOT NULL
   AND office.phone_hash IS DISTINCT FROM decode(told.hash, 'hex')
RETURNING answers.organisation_id
"""
BEGIN = f"""
INSERT INTO registry_organisationperson (id, organisation_id, name, role, phone_sealed, phone_hash, phone_last4,
       {", ".join(BELONGING)})
SELECT gen_random_uuid(), known.id, told.name, told.role, decode(told.sealed, 'hex'), decode(told.hash, 'hex'),
       COALESCE(told.last4, ''), {", ".join(f"known.{name}" for name in BELONGING)}
  FROM {subject("organisation")} CROSS JOIN LATERAL {TOLD}
 WHERE (SELECT answers.id FROM registry_organisationperson answers
         WHERE answers.organisation_id = known.id AND answers.role = told.role AND answers.name = told.name
         LIMIT 1) IS NULL
RETURNING organisation_id
"""
TIE = Tie((Column("answerable"),), (NO_LONGER, OTHER_PHONE, BEGIN), field="people")


def settle(values: Values) -> Faults:
    for name, phone_field in PHONES.items():
        told = values.pop(phone_field, None)
        if told and len(values.get(name, {})) != 1:
            many = f"{TITLES[name]}有几人时，请把电话写在各自姓名后的括号里"
            return {phone_field: many if values.get(name) else f"填写电话时，请同时填写{TITLES[name]}"}
        if told:
            values[name] = {person: own or told for person, own in values[name].items()}
    return {}


def staged(values: Values) -> dict[str, str]:
    rows = [
        {"role": role, "name": name, **_sealed(told)}
        for field, role in NAMES.items()
        for name, told in values.get(field, {}).items()
    ]
    return {"answerable": json.dumps(rows)} if rows else {}


def _sealed(told: str) -> dict[str, str]:
    found = sealed_of(told)
    if found.sealed is None or found.hash is None:
        return {}
    return {"sealed": found.sealed.hex(), "hash": found.hash.hex(), "last4": found.last4}


def _shown(told: list[str], full: bool, *, role: OrgRole, at: int) -> str:
    rows = (each.split(SEPARATOR) for each in told)
    return apart([_item(name, sealed, full) for office, name, sealed in rows if office == role])[at]


def _item(name: str, sealed: str, full: bool) -> tuple[str, str]:
    told = unseal(bytes.fromhex(sealed)) if sealed else ""
    return (name, told) if full else (mask_name(name), told and mask_phone(told))


PHONE = Func("phone_sealed", Value("hex"), function="encode", output_field=CharField())
OF_ORGANISATION: dict[str, Any] = {
    "answering": ArraySubquery(
        OrganisationPerson.objects.filter(organisation=OuterRef("pk"))
        .order_by("role", "name", "id")
        .values_list(Concat("role", Value(SEPARATOR), "name", Value(SEPARATOR), Coalesce(PHONE, Value(""))))
    )
}
CELLS = tuple(Cell("answering", shown=partial(_shown, role=role, at=at)) for role in OrgRole for at in (0, 1))
