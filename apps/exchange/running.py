"""The long work of an import: check every row, then apply them a thousand at a time."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, BinaryIO, cast
from uuid import UUID, uuid5

from django.utils import timezone

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.exchange import vault
from apps.exchange.actions.imports import hearers, settle
from apps.exchange.enums import ImportState, Kind, Mode
from apps.exchange.judging import Judge, Problem
from apps.exchange.mapping import guessed, heading_of, missing, told
from apps.exchange.models import ImportProblem, ImportRun
from apps.exchange.presets import PRESETS
from apps.exchange.presets.base import Good, Preset
from apps.exchange.queries import remembered
from apps.exchange.rules import importing
from apps.exchange.sampling import ROWS, sealed_sample
from apps.exchange.seats import Left, held, sit
from apps.exchange.staging import Staged, Written
from apps.grids.reach import Reach, reach_of
from apps.journal.actions import Subject, write
from apps.registry.sight import sight
from apps.sheets.lines import Line, Merge, Sheet
from apps.sheets.marking import write_marked
from apps.sheets.reading import open_sheet

log = logging.getLogger(__name__)
AT_ONCE = 1000
KEPT_PROBLEMS = 10_000
# Above so many grids in one batch it is their communities that hear of it.
FEW_GRIDS = 50
CHECKS = (ImportState.UPLOADED, ImportState.CHECKING)
APPLIES = (ImportState.APPLYING,)


def work(run_id: UUID) -> None:
    """Whatever is to be done next; any number of processes may be told to, and one of them does it."""
    run = sit(ImportRun, run_id, *CHECKS, *APPLIES)
    if run is None:
        return
    try:
        _apply(run) if run.state in APPLIES else _check(run)
    except Left:
        log.info("import %s: left to another", run_id)
    except Refusal as refusal:
        _fail(run, refusal.message)
    except Exception:
        _fail(run, "处理时出错，已停下；请稍后重试，仍不成功请联系系统管理员")
        raise


def _fail(run: ImportRun, message: str) -> None:
    """What was applied so far stays, and can be gone on with."""
    try:
        with held(run, *CHECKS, *APPLIES) as (now, call):
            now.state = ImportState.STOPPED if now.cursor else ImportState.FAILED
            now.message = message[:300]
            settle(now, "fail", call=call, cursor=now.cursor)
    except Left:
        log.info("import %s: left to another", run.pk)


@contextmanager
def batch(run: ImportRun, *states: str) -> Iterator[tuple[ImportRun, Call, Reach]]:
    """As the importer, with the reach of this moment: a posting that ended ends the import."""
    with held(run, *states) as (now, call):
        reach = importing(reach_of(call.actor, call.at))
        with sight(reach):
            yield now, call, reach


def batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while some := list(islice(lines, AT_ONCE)):
        yield some


def _check(run: ImportRun) -> None:
    with vault.opened(run.file, run.digest) as file, open_sheet(file) as sheet:
        judge = _begin_check(run, sheet)
        if judge is None:
            return
        for lines in batches(sheet.lines):
            with batch(run, ImportState.CHECKING) as (now, _, reach):
                judged = judge.judge(lines, reach=reach)
                now.rows += len(lines)
                now.bad_rows += judged.bad_rows
                _note(now, judged.problems)
                now.save()
        merges = [merge for merge in sheet.merges if merge.last_row > sheet.heading.number]
    _end_check(run, merges)


def _begin_check(run: ImportRun, sheet: Sheet) -> Judge | None:
    with held(run, *CHECKS) as (now, call):
        preset, titles = PRESETS[Kind(now.kind)], sheet.heading.cells
        before = told(preset, titles, remembered(now.division_id, now.kind, heading_of(titles)))
        now.titles, now.mapping = titles, before or guessed(preset, titles)
        now.sample = sealed_sample(sheet.begin(ROWS), len(titles))
        now.rows = now.bad_rows = now.problems = 0
        now.merged, now.marked, now.marked_digest = False, "", ""
        now.found.all().delete()
        lacking = missing(preset, now.mapping)
        now.state = ImportState.UNMAPPED if lacking else ImportState.CHECKING
        now.message = f"没有找到必填的列：{'、'.join(lacking)}；请指定各列的含义后重新检查" if lacking else ""
        if lacking:
            settle(now, "unmapped", call=call)
            return None
        now.save()
    return Judge(preset, now.mapping, titles, on=timezone.localdate())


def _note(run: ImportRun, problems: list[Problem]) -> None:
    """The first ten thousand are told; all are counted."""
    room = max(0, KEPT_PROBLEMS - run.problems)
    ImportProblem.objects.bulk_create(
        [
            ImportProblem(run=run, row=each.row, at=each.at, column=each.column, value=each.value, reason=each.reason)
            for each in problems[:room]
        ]
    )
    run.problems += len(problems)


def _end_check(run: ImportRun, merges: list[Merge]) -> None:
    with held(run, ImportState.CHECKING) as (now, _):
        said = "是合并单元格，请取消合并并逐行填写后重新上传"
        _note(now, [Problem(merge.row, merge.column, "", "", f"{merge.cells} {said}") for merge in merges])
        now.merged = bool(merges)
        now.save()
    marked = _marked(now) if now.problems else None
    with held(run, ImportState.CHECKING) as (now, call):
        now.state = ImportState.CHECKED
        now.message = "表中没有数据行" if not now.rows else ""
        if marked:
            now.marked, now.marked_digest = marked.name, marked.digest
        settle(now, "checked", call=call, rows=now.rows, bad_rows=now.bad_rows)


def _marked(run: ImportRun) -> vault.Kept:
    wrong: dict[int, list[tuple[int | None, str]]] = {}
    for row, at, reason in run.found.order_by("row", "id").values_list("row", "at", "reason"):
        wrong.setdefault(row, []).append((at, reason))
    with (
        vault.opened(run.file, run.digest) as file,
        open_sheet(file) as sheet,
        tempfile.TemporaryFile() as out,
    ):
        write_marked(cast("BinaryIO", out), sheet, wrong)
        return vault.keep(cast("BinaryIO", out), at=timezone.now())


def _apply(run: ImportRun) -> None:
    preset = PRESETS[Kind(run.kind)]
    judge = Judge(preset, run.mapping, run.titles, on=timezone.localdate())
    with vault.opened(run.file, run.digest) as file, open_sheet(file) as sheet:
        for lines in batches(sheet.lines):
            done = [line for line in lines if line.number <= run.cursor]
            judge.pass_over(done)
            if len(done) < len(lines):
                _apply_batch(run, judge, lines[len(done) :])
    with held(run, *APPLIES) as (now, call):
        now.state = ImportState.DONE
        totals = {name: getattr(now, name) for name in ("added", "changed", "unchanged", "skipped")}
        settle(now, "done", call=call, **totals)


def _apply_batch(run: ImportRun, judge: Judge, lines: list[Line]) -> None:
    with batch(run, *APPLIES) as (now, call, reach):
        judged = judge.judge(lines, reach=reach)
        if judged.problems and now.mode == Mode.ALL_OR_NOTHING:
            first = judged.problems[0]
            reason = f"第 {first.row} 行{first.column}：{first.reason}"
            raise Refusal(RefusalCode.CONFLICT, f"检查之后情况有变：{reason}。请改正后重新上传")
        written = _write(now, judge.preset, judged.good, call=call)
        now.added += written.added
        now.changed += written.changed
        now.unchanged += written.unchanged
        now.skipped += judged.bad_rows
        now.applied += len(lines)
        now.cursor = lines[-1].number
        now.save()
        _record(now, judged.good, written, call=call, rows=[lines[0].number, lines[-1].number])


def _write(run: ImportRun, preset: Preset, good: list[Good], *, call: Call) -> Written:
    staged = [
        # The same row of the same run has the same id, whoever applies it.
        Staged(uuid5(run.pk, str(row.row)), row.row, row.spot, preset.columns(row.values))
        for row in preset.prepare(good, call)
    ]
    written = preset.target.write(staged, at=call.at)
    for moved in written.moved:
        preset.move(moved.id, moved.spot, call)
    return preset.target.tie(staged, written, at=call.at)


def _record(run: ImportRun, good: list[Good], written: Written, *, call: Call, rows: list[int]) -> None:
    """One row of the journal for the batch, with counts and places and nothing of anybody."""
    grids = {f"grid:{row.spot.belonging[0]}" for row in good}
    places = grids if len(grids) <= FEW_GRIDS else {f"division:{row.spot.belonging[1]}" for row in good}
    touched = written.added or written.changed or written.moved
    body: dict[str, Any] = {"kind": run.kind, "rows": rows, "added": written.added, "changed": written.changed}
    write(
        call=call,
        verb="import.batch",
        subject=Subject("import", run.pk),
        body=body | {"unchanged": written.unchanged, "moved": len(written.moved)},
        rooms=[*hearers(run), *(sorted(places) if touched else [])],
        notice={"state": run.state, "applied": run.applied, "rows": run.rows},
    )
