"""Whose runs there are."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from apps.core.refusal import Refusal, RefusalCode
from apps.exchange.enums import BUSY, ExportState
from apps.exchange.models import ColumnMapping, ExportRun, ImportRun
from apps.exchange.rules import APPROVES, IMPORTS, within
from apps.grids.models import Division
from apps.grids.reach import Reach


def seen_imports(account_id: int, reach: Reach) -> QuerySet[ImportRun]:
    """One's own, and those of one's desk: of who imports at the very same division."""
    desk = within(reach, IMPORTS).ids("division")
    seen = Q(account_id=account_id) | Q(division_id__in=desk)
    return ImportRun.objects.filter(seen).select_related("account", "colleague").order_by("-at", "-id")


def seen_import(account_id: int, reach: Reach, run_id: object, *, lock: bool = False) -> ImportRun:
    runs = seen_imports(account_id, reach)
    run = (runs.select_for_update(of=("self",)) if lock else runs).filter(pk=str(run_id)).first()
    if run is None:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这次导入")
    return run


def seen_exports(account_id: int, reach: Reach) -> QuerySet[ExportRun]:
    """One's own, and those that wait or waited for one's decision."""
    below = below_or_at(within(reach, APPROVES).ids("division"))
    asked = ~Q(state=ExportState.MAKING, decided_by=None)
    seen = Q(account_id=account_id) | (Q(division_id__in=below) & asked)
    return ExportRun.objects.filter(seen).select_related("account", "decided_by").order_by("-at", "-id")


def below_or_at(divisions: frozenset[int]) -> QuerySet[Division, int]:
    """There are four levels and no more."""
    up = ("pk", "parent", "parent__parent", "parent__parent__parent")
    found = Q()
    for step in up:
        found |= Q(**{f"{step}__in": sorted(divisions)})
    return Division.objects.filter(found).values_list("pk", flat=True)


def remembered(division_id: int, kind: str, heading: str) -> dict[str, str]:
    """Field → title."""
    found = ColumnMapping.objects.filter(division_id=division_id, kind=kind, heading=heading)
    return dict(found.values_list("mapping", flat=True).first() or {})


def left_alone(before: datetime) -> tuple[list[UUID], list[UUID]]:
    """Imports and exports that are at work, and nobody has been since then."""
    busy = ImportRun.objects.filter(state__in=["UPLOADED", "CHECKING", "APPLYING"], beat_at__lt=before)
    making = ExportRun.objects.filter(state=ExportState.MAKING, beat_at__lt=before)
    return list(busy.values_list("pk", flat=True)), list(making.values_list("pk", flat=True))


def expired_exports(at: datetime) -> QuerySet[ExportRun]:
    return ExportRun.objects.filter(state=ExportState.READY, expires_at__lte=at)


def old_imports(at: datetime) -> QuerySet[ImportRun]:
    """With a file still, and nobody at work on it."""
    old = ImportRun.objects.filter(at__lt=at - timedelta(days=settings.IMPORT_DAYS)).exclude(file="")
    return old.exclude(state__in=BUSY)
