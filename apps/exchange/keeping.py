"""Files are kept no longer than needed; what was done stays in the journal."""

from datetime import datetime, timedelta

from django.conf import settings

from apps.exchange import vault
from apps.exchange.enums import BUSY, ExportState
from apps.exchange.models import ExportRun, ImportProblem, ImportRun


def let_go(*, at: datetime) -> int:
    """How many runs have lost their files."""
    exports = ExportRun.objects.filter(state=ExportState.READY, expires_at__lte=at)
    old = ImportRun.objects.filter(at__lt=at - timedelta(days=settings.IMPORT_DAYS)).exclude(file="")
    imports = list(old.exclude(state__in=BUSY))
    return sum([_export(run) for run in exports] + [_import(run) for run in imports])


def _export(run: ExportRun) -> bool:
    vault.remove(run.file)
    ExportRun.objects.filter(pk=run.pk).update(state=ExportState.EXPIRED, file="", digest="")
    return True


def _import(run: ImportRun) -> bool:
    vault.remove(run.file)
    vault.remove(run.marked)
    ImportProblem.objects.filter(run=run).delete()
    ImportRun.objects.filter(pk=run.pk).update(file="", marked="", marked_digest="", sample=None)
    return True
