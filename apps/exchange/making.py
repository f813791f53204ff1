"""The long work of an export: as whoever asked, with what they may see while it is made."""

import logging
import tempfile
from typing import BinaryIO, cast
from uuid import UUID

from django.utils import timezone

from apps.core.call import Call
from apps.core.refusal import Refusal
from apps.exchange import vault
from apps.exchange.actions.exports import finish, settle, where_of
from apps.exchange.enums import ExportState, Kind
from apps.exchange.models import ExportRun
from apps.exchange.presets import PRESETS
from apps.exchange.presets.base import Preset
from apps.exchange.rules import exporting
from apps.exchange.seats import Left, held, sit
from apps.grids.reach import reach_of
from apps.registry.enums import Purpose
from apps.registry.sight import sight
from apps.sheets.writing import Column, write_sheet

log = logging.getLogger(__name__)


def make(run_id: UUID) -> None:
    run = sit(ExportRun, run_id, ExportState.MAKING)
    if run is None:
        return
    try:
        _make(run)
    except Left:
        log.info("export %s: left to another", run_id)
    except Refusal as refusal:
        _fail(run, refusal.message)
    except Exception:
        _fail(run, "生成时出错，请稍后重新申请")
        raise


def _make(run: ExportRun) -> None:
    with tempfile.TemporaryFile() as out:
        with held(run, ExportState.MAKING) as (now, call):
            now.rows = _write(now, cast("BinaryIO", out), call=call)
        kept = vault.keep(cast("BinaryIO", out), at=call.at)
    with held(run, ExportState.MAKING) as (last, call):
        last.rows, last.file, last.digest = now.rows, kept.name, kept.digest
        finish(last, call=call)


def _write(run: ExportRun, out: BinaryIO, *, call: Call) -> int:
    preset = PRESETS[Kind(run.kind)]
    with sight(exporting(reach_of(call.actor, call.at), whole=run.full)):
        rows = preset.leaving.rows(where_of(run.filters), run.full)
        return write_sheet(out, columns_of(preset), rows, name=preset.sheet, watermark=watermark(run, call=call))


def columns_of(preset: Preset) -> list[Column]:
    return [Column(field.title, width=field.width, as_text=field.as_text) for field in preset.fields]


def watermark(run: ExportRun, *, call: Call) -> str:
    """Who, when, what for: on the sheet and on every printed page."""
    when = timezone.localtime(call.at).strftime("%Y-%m-%d %H:%M")
    kind = "未脱敏" if run.full else "已脱敏"
    number = str(run.pk)[:8]
    purpose = f"{Purpose(run.purpose).label}（{run.reason[:60]}）"
    return f"{call.actor.name} {when} 导出 {kind} 编号{number} 用途：{purpose} 含个人信息，仅限本用途，用后删除"


def _fail(run: ExportRun, message: str) -> None:
    try:
        with held(run, ExportState.MAKING) as (now, call):
            now.state, now.message = ExportState.FAILED, message[:300]
            settle(now, "fail", call=call)
    except Left:
        log.info("export %s: left to another", run.pk)
