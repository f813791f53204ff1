"""Asking for a sheet of the registry, and saying yes or no to it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.exchange.enums import ExportState, Kind
from apps.exchange.models import ExportRun
from apps.exchange.presets import PRESETS
from apps.exchange.queries import below_or_at
from apps.exchange.rows import export_row
from apps.exchange.rules import APPROVES, account_of, exporting, home, within
from apps.grids.models import Division
from apps.grids.reach import reach_of
from apps.journal.actions import Subject, write
from apps.registry.models.base import LEVELS
from apps.registry.sight import sight


def ask(
    target: object,
    *,
    call: Call,
    kind: str,
    purpose: str,
    reason: str,
    full: bool = False,
    **filters: int | None,
) -> dict[str, Any]:
    """Few rows and masked: made at once. Many rows, or whole numbers: somebody else has to agree."""
    reach = exporting(reach_of(call.actor, call.at), whole=full)
    told = {name: value for name, value in filters.items() if value is not None}
    with sight(reach):
        rows = PRESETS[Kind(kind)].leaving.count(where_of(told))
    _refuse_number(rows)
    free = rows <= settings.EXPORT_FREE_ROWS and not full
    run = ExportRun(
        id=target if isinstance(target, UUID) else uuid4(),
        kind=kind,
        account_id=account_of(call),
        division_id=home(reach),
        filters=told,
        purpose=purpose,
        reason=reason,
        full=full,
        state=ExportState.MAKING if free else ExportState.ASKED,
        rows=rows,
        at=call.at,
    )
    return settle(run, "ask", call=call, purpose=purpose, reason=reason, full=full, rows=rows, filters=told)


def where_of(filters: Mapping[str, int]) -> dict[str, int]:
    """A grid, or a division by its level."""
    if "grid" in filters:
        return {"grid_id": filters["grid"]}
    if "division" not in filters:
        return {}
    level = Division.objects.filter(pk=filters["division"]).values_list("level", flat=True).first()
    if level is None:
        raise invalid("division", "没有这个区划，请重新选择")
    name = level.lower()
    return {f"{name}_id": filters["division"]} if name in LEVELS else {}


def _refuse_number(rows: int) -> None:
    if not rows:
        raise Refusal(RefusalCode.INVALID, "您的辖区内没有符合条件的记录，请调整条件")
    if rows > settings.EXPORT_MOST_ROWS:
        raise Refusal(
            RefusalCode.TOO_LARGE,
            f"符合条件的有 {rows:,} 行，一次最多导出 {settings.EXPORT_MOST_ROWS:,} 行，请按街道或社区分别导出",
        )


def approve(target: object, *, call: Call) -> dict[str, Any]:
    run = take_asked(target, call=call)
    run.state = ExportState.MAKING
    return _decide(run, "approve", call=call)


def refuse(target: object, *, call: Call, reason: str) -> dict[str, Any]:
    run = take_asked(target, call=call)
    run.state, run.message = ExportState.REFUSED, reason
    return _decide(run, "refuse", call=call, reason=reason)


def fetch(target: object, *, call: Call) -> dict[str, Any]:
    """Each time it is fetched is a row of the journal."""
    run = _locked(target)
    if run is None or run.account_id != call.actor.id:
        raise _not_found()
    if run.state != ExportState.READY or (run.expires_at and run.expires_at <= call.at):
        raise Refusal(RefusalCode.MOVED_ON, "文件还没有生成或已过期，请重新申请导出", state=run.state)
    exporting(reach_of(call.actor, call.at), whole=run.full)
    return settle(run, "fetch", call=call, rows=run.rows, full=run.full)


def take_asked(target: object, *, call: Call) -> ExportRun:
    """By a leader or shift lead of the asker's division or one above it, and never by the asker."""
    run = _locked(target)
    divisions = within(reach_of(call.actor, call.at), APPROVES).ids("division")
    over = run is not None and below_or_at(divisions).filter(pk=run.division_id).exists()
    if run is None or (run.account_id != call.actor.id and not over):
        raise _not_found()
    if run.account_id == call.actor.id:
        raise Refusal(RefusalCode.NOT_YOURS, "不能审批自己的申请，请由领导或其他值班长审批")
    if run.state != ExportState.ASKED:
        raise Refusal(RefusalCode.MOVED_ON, "这项申请已经处理过", state=run.state)
    return run


def _locked(target: object) -> ExportRun | None:
    runs = ExportRun.objects.select_for_update(of=("self",)).select_related("account")
    return runs.filter(pk=str(target)).first()


def _not_found() -> Refusal:
    return Refusal(RefusalCode.NOT_FOUND, "没有这项导出，或不由您审批")


def _decide(run: ExportRun, verb: str, *, call: Call, **body: Any) -> dict[str, Any]:
    run.decided_by_id, run.decided_at = call.actor.id, call.at
    return settle(run, verb, call=call, asked_by=run.account_id, rows=run.rows, full=run.full, **body)


def finish(run: ExportRun, *, call: Call) -> dict[str, Any]:
    run.state, run.ready_at = ExportState.READY, call.at
    run.expires_at = call.at + timedelta(days=settings.EXPORT_DAYS)
    return settle(run, "made", call=call, rows=run.rows, full=run.full)


def settle(run: ExportRun, verb: str, *, call: Call, **body: Any) -> dict[str, Any]:
    """Whoever may decide hears of what is asked; the asker of everything."""
    run.beat_at = call.at
    run.save()
    division = [f"division:{run.division_id}"] if verb == "ask" and run.state == ExportState.ASKED else []
    write(
        call=call,
        verb=f"export.{verb}",
        subject=Subject("export", run.pk),
        body={"kind": run.kind, "state": run.state, **body},
        rooms=[f"account:{run.account_id}", *division],
        notice={"state": run.state},
    )
    return export_row(run, viewer=account_of(call))
