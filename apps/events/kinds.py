"""The few everyday kinds a resident chooses from; each stands for a category, which the desk may correct."""

import csv
from functools import cache

from django.conf import settings

from apps.core.refusal import invalid
from apps.standards.models import Category
from apps.standards.queries import current_version


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (settings.BASE_DIR / "fixtures/resident_kinds.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def kinds() -> list[dict[str, str]]:
    return [{"key": row["key"], "label": row["label"], "hint": row["hint"]} for row in _rows()]


def category_of(key: str) -> int:
    """The category of today's taxonomy."""
    row = next((row for row in _rows() if row["key"] == key), None)
    if row is None:
        raise invalid("kind", "没有这个问题类型，请重新选择")
    found = (
        Category.objects.filter(version=current_version(), code=row["category"]).values_list("pk", flat=True).first()
    )
    if found is None:
        raise invalid("kind", "这个问题类型暂时不能选择，请选“其他问题”")
    return found
