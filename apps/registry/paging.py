"""Pages by key: quick at any depth, and never shifting under new rows."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from apps.core.refusal import Refusal, invalid
from apps.grids.lonlat import LONLAT

# By what each list is ordered; the id makes the order total.
ORDERS = {
    "registry_person": "initials",
    "registry_organisation": "initials",
    "registry_room": "address",
    "registry_building": "address",
    "registry_serviceplace": "name",
    "registry_part": "code",
}


@dataclass(frozen=True)
class Cursor:
    key: str
    id: UUID

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(f"{self.id}{self.key}".encode()).decode()

    @staticmethod
    def parse(told: str) -> "Cursor":
        text = base64.urlsafe_b64decode(told.encode()).decode()
        return Cursor(text[36:], UUID(text[:36]))


@dataclass(frozen=True)
class Page:
    rows: list[dict[str, Any]]
    next: str | None


def page(found: QuerySet[Any], columns: tuple[str, ...], *, cursor: Cursor | None, limit: int) -> Page:
    """In the order the query was given, else in the list's own."""
    table = found.model._meta.db_table
    key = str(found.query.order_by[0]) if found.query.order_by else ORDERS[table]
    if cursor:
        # A comparison of rows reads on in the index from where the page before ended.
        after = f"({table}.{key}, {table}.id) > (%s, %s)"
        found = found.extra(where=[after], params=[_value(found, key, cursor), cursor.id])  # noqa: S610 -- names of ours
    rows = list(found.order_by(key, "id").values(*dict.fromkeys((*columns, "id", key)), **LONLAT)[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(rows[:limit], str(Cursor(str(last[key]), last["id"])) if last else None)


def _value(found: QuerySet[Any], key: str, cursor: Cursor) -> Any:
    """A position in one order is none in another, and none of ours is outside of what a column can hold."""
    try:
        value = found.model._meta.get_field(key).to_python(cursor.key)
        value = value.astimezone(UTC) if isinstance(value, datetime) else value
    except (ValidationError, OverflowError) as error:
        raise _nowhere() from error
    if "\0" in str(value):
        raise _nowhere()
    return value


def _nowhere() -> Refusal:
    return invalid("cursor", "翻页位置不正确，请从第一页重新查询")
