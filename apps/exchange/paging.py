"""Pages of runs, newest first, by the id of the last one shown."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from apps.core.refusal import invalid
from apps.exchange.models import ExportRun, ImportRun

Kind = TypeVar("Kind", ImportRun, ExportRun)


def page(runs: QuerySet[Kind], told: Mapping[str, Any]) -> tuple[list[Kind], str | None]:
    if told.get("cursor"):
        last = runs.filter(pk=told["cursor"]).first()
        if last is None:
            raise invalid("cursor", "列表已变化，请刷新")
        runs = runs.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    limit = told["limit"]
    rows = list(runs[: limit + 1])
    return rows[:limit], str(rows[limit - 1].pk) if len(rows) > limit else None
