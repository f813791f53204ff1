"""How a row and its fields are known, kept in step with what was just told."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from apps.core.call import Call
from apps.core.refusal import invalid
from apps.registry.models import Code, FieldSource


def confirm(row: Any, *, fields: Collection[str], source: str, whole: bool, call: Call) -> None:
    """`whole`: everything was gone through, so the row itself is fresh and no field differs from it any more."""
    subject = {"subject_kind": row._meta.model_name, "subject_id": row.pk}
    if whole:
        row.source, row.confirmed_at = source, call.at
        FieldSource.objects.filter(**subject).delete()
        return
    for field in fields:
        known = {"source": source, "confirmed_at": call.at}
        FieldSource.objects.update_or_create(**subject, field=field, defaults=known)


def sources_of(row: Any) -> list[tuple[str, str, datetime]]:
    known = FieldSource.objects.filter(subject_kind=row._meta.model_name, subject_id=row.pk).order_by("field")
    return list(known.values_list("field", "source", "confirmed_at"))


def refuse_unknown_codes(told: Mapping[str, Any], lists: Mapping[str, str]) -> None:
    """Every code told must be in its list in force; one statement for all of them."""
    asked = {field: told[field] for field in lists if told.get(field)}
    if not asked:
        return
    codes = Code.objects.filter(list__current=True, list__key__in={lists[field] for field in asked})
    known = set(codes.values_list("list__key", "value"))
    for field, value in asked.items():
        if (lists[field], value) not in known:
            raise invalid(field, f"没有代码“{value}”，请从列表中选择")


def changed(row: Any, told: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from the row as it is. Sealing the same text again looks different, so its hash decides."""
    other = {field: value for field, value in told.items() if getattr(row, field) != value}
    return {
        field: value
        for field, value in other.items()
        if not field.endswith("_sealed") or field.replace("_sealed", "_hash") in other
    }
