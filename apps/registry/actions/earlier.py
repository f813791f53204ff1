"""Nothing that was known is lost by a correction: what stood there before is kept, and read beside what was done."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point

from apps.core.call import Call
from apps.core.masking import mask_document, mask_phone
from apps.core.sealing import seal, unseal
from apps.registry.belonging import put
from apps.registry.models import Earlier
from apps.registry.models.base import BELONGING

SEALED = {"doc_sealed": "document", "phone_sealed": "phone"}
# Made from other columns of the same row.
MADE = {"doc_hash", "doc_last4", "phone_hash", "phone_last4", "initials", *BELONGING}
MASKS = {"document": mask_document, "phone": mask_phone}
YES_NO = {True: "是", False: "否"}


def change(row: Any, columns: Mapping[str, Any], *, call: Call) -> None:
    """Puts the columns into the row, which is saved later, and keeps what they take the place of."""
    before = {column: _text(getattr(row, column)) for column in columns if column not in MADE}
    kept = {SEALED.get(column, column): text for column, text in before.items() if text}
    subject = {"subject_kind": row._meta.model_name, "subject_id": row.pk, "at": call.at, "call_id": call.id}
    Earlier.objects.bulk_create(
        [Earlier(field=field, value_sealed=seal(text), **subject) for field, text in sorted(kept.items())]
    )
    put(row, columns)


def _text(value: Any) -> str:
    """Sealed bytes are opened, to be sealed again as every value is; an empty field held nothing."""
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, bytes | memoryview):
        return unseal(bytes(value))
    if isinstance(value, Point):
        return f"{value.x:.6f}, {value.y:.6f}"
    return "" if value is None else str(value)


def earlier_of(subject: UUID, calls: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """Within sight, by the call that took their place: field → value, numbers and phones masked."""
    told: dict[UUID, dict[str, str]] = defaultdict(dict)
    for one in Earlier.objects.filter(subject_id=subject, call_id__in=list(calls)):
        text = unseal(bytes(one.value_sealed))
        told[one.call_id][one.field] = MASKS[one.field](text) if one.field in MASKS else text
    return told
