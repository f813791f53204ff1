"""Three ways to look at a field: what the worker saw, what the worker says, what stands there now (S-21 to S-24)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from apps.core.masking import mask_document, mask_phone
from apps.core.sealing import keyed_hash
from apps.registry.identifiers import normal
from apps.sync.kinds import ABOUT, KEY_FIELDS, shown

Pairs = dict[str, dict[str, Any]]
HASHES = {"phone": "phone_hash", "document": "doc_hash"}


@dataclass(frozen=True)
class Compared:
    """`held` are key fields somebody else has changed meanwhile, `merged` ordinary ones; a later arrival wins those."""

    held: Pairs = field(default_factory=dict)
    merged: Pairs = field(default_factory=dict)


def compare(row: Any, data: Mapping[str, Any], old: Mapping[str, Any]) -> Compared:
    """Only fields whose old value was told; somebody who saw nothing can contradict nothing."""
    held: Pairs = {}
    merged: Pairs = {}
    for name, saw in old.items():
        if name in ABOUT:
            continue
        now, mine = plain(shown(row, name)), as_shown(name, data.get(name))
        if same(now, saw) or (same(now, mine) and not _differs_hidden(row, name, data.get(name))):
            continue
        (held if name in KEY_FIELDS else merged)[name] = {"mine": mine, "theirs": now}
    return Compared(held, merged)


def _differs_hidden(row: Any, name: str, told: Any) -> bool:
    """Two numbers may look the same masked."""
    known = getattr(row, HASHES.get(name, ""), None)
    return known is not None and isinstance(told, str) and bytes(known) != keyed_hash(_normal(name, told))


def _normal(name: str, told: str) -> str:
    return normal(told).removeprefix("+86") if name == "phone" else normal(told)


def as_shown(name: str, told: Any) -> Any:
    """What the worker typed, as the phone will show it: numbers are compared and kept masked."""
    if not isinstance(told, str):
        return told
    if name == "document":
        return mask_document(told.strip().upper()) if told else ""
    if name == "phone":
        return mask_phone(told.strip()) if told else ""
    return told


def plain(value: Any) -> Any:
    """As JSON tells it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value if isinstance(value, str | int | float | list | dict) else None


def same(one: Any, other: Any) -> bool:
    """Nothing is nothing, however it is told; a number with and without its noughts is one; a link is its id."""
    one, other = _linked(one), _linked(other)
    if one in (None, "") and other in (None, ""):
        return True
    if one == other or str(one) == str(other):
        return True
    return _number(one) is not None and _number(one) == _number(other)


def _linked(told: Any) -> Any:
    return told["id"] if isinstance(told, dict) and "id" in told else told


def _number(told: Any) -> Decimal | None:
    if isinstance(told, bool) or not isinstance(told, str | int | float):
        return None
    try:
        return Decimal(str(told))
    except InvalidOperation:
        return None
