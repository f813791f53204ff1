"""Runs as the screens see them."""

from typing import Any

from apps.exchange.enums import BUSY, ExportState, ImportState, Kind, Mode
from apps.exchange.mapping import missing
from apps.exchange.models import ExportRun, ImportProblem, ImportRun
from apps.exchange.presets import PRESETS
from apps.registry.enums import Purpose


def import_row(run: ImportRun, *, viewer: int) -> dict[str, Any]:
    titles = run.titles
    return {
        "id": str(run.pk),
        "kind": run.kind,
        "kind_label": Kind(run.kind).label,
        "name": run.name,
        "size": run.size,
        "state": run.state,
        "state_label": ImportState(run.state).label,
        "mode": run.mode,
        "message": run.message,
        "titles": titles,
        "mapping": {name: titles[at] for name, at in run.mapping.items()},
        "missing": missing(PRESETS[Kind(run.kind)], run.mapping) if titles else [],
        "rows": run.rows,
        "bad_rows": run.bad_rows,
        "problems": run.problems,
        "applied": run.applied,
        "added": run.added,
        "changed": run.changed,
        "unchanged": run.unchanged,
        "skipped": run.skipped,
        "progress": _progress(run),
        "marked": bool(run.marked),
        "moves": moves(run),
        "mine": run.account_id == viewer,
        "brought_by": run.account.name,
        "continued_by": run.colleague.name if run.colleague else "",
        "at": run.at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
    }


def _progress(run: ImportRun) -> float | None:
    """Of applying; how many rows a file has is known once it was checked."""
    return round(run.applied / run.rows, 3) if run.mode and run.rows else None


def moves(run: ImportRun) -> list[str]:
    if run.state in BUSY:
        return ["stop"]
    if run.mode:
        return ["resume"] if run.state in (ImportState.STOPPED, ImportState.FAILED) else []
    if run.state != ImportState.CHECKED:
        return ["check"]
    whole = run.rows > 0 and not run.merged
    return ["check", *(["apply"] if whole and run.bad_rows < run.rows else [])]


def modes(run: ImportRun) -> list[str]:
    return [Mode.GOOD_ROWS] if run.bad_rows else [Mode.ALL_OR_NOTHING]


def problem_row(problem: ImportProblem) -> dict[str, Any]:
    return {
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "reason": problem.reason,
    }


def export_row(run: ExportRun, *, viewer: int) -> dict[str, Any]:
    mine = run.account_id == viewer
    return {
        "id": str(run.pk),
        "kind": run.kind,
        "kind_label": Kind(run.kind).label,
        "state": run.state,
        "state_label": ExportState(run.state).label,
        "filters": run.filters,
        "purpose": run.purpose,
        "purpose_label": Purpose(run.purpose).label,
        "reason": run.reason,
        "full": run.full,
        "rows": run.rows,
        "message": run.message,
        "asked_by": run.account.name,
        "decided_by": run.decided_by.name if run.decided_by else "",
        "at": run.at.isoformat(),
        "ready_at": run.ready_at.isoformat() if run.ready_at else None,
        "expires_at": run.expires_at.isoformat() if run.expires_at else None,
        "mine": mine,
        "moves": _export_moves(run, mine=mine),
    }


def _export_moves(run: ExportRun, *, mine: bool) -> list[str]:
    if run.state == ExportState.ASKED and not mine:
        return ["approve", "refuse"]
    return ["fetch"] if run.state == ExportState.READY and mine else []
