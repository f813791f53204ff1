"""What a person does with an import; the long work between is apps/exchange/running.py."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.exchange.enums import BUSY, ImportState, Mode
from apps.exchange.mapping import heading_of
from apps.exchange.models import ColumnMapping, ImportRun
from apps.exchange.queries import seen_import
from apps.exchange.receipts import unsign
from apps.exchange.rows import import_row, moves
from apps.exchange.rules import account_of, home, importing
from apps.grids.reach import reach_of
from apps.journal.actions import Subject, write

SAID = {
    "check": "正在检查或导入，请先停止",
    "apply": "请先检查文件；检查通过后才能导入",
    "stop": "这次导入没有在进行",
    "resume": "这次导入没有停在半途，不需要继续",
}


def upload(target: object, *, call: Call, receipt: str, kind: str) -> dict[str, Any]:
    """The file lies in the vault already; the receipt says which, and that this account brought it."""
    division = home(importing(reach_of(call.actor, call.at)))
    told = unsign(receipt)
    if told.account != call.actor.id:
        raise Refusal(RefusalCode.NOT_YOURS, "请重新上传文件")
    run = ImportRun.objects.create(
        id=target if isinstance(target, UUID) else uuid4(),
        kind=kind,
        account_id=account_of(call),
        division_id=division,
        name=told.title,
        size=told.size,
        file=told.name,
        digest=told.digest,
        at=call.at,
        beat_at=call.at,
    )
    return settle(run, "upload", call=call, file=told.digest)


def check(target: object, *, call: Call, mapping: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Once more from the first row; a mapping that is told is remembered for sheets with the same heading."""
    run = take_over(target, "check", call=call)
    if mapping:
        _remember(run, mapping, call=call)
    run.state, run.message = ImportState.CHECKING, ""
    return settle(run, "check", call=call, mapping=sorted(mapping or {}))


def _remember(run: ImportRun, mapping: Mapping[str, str], *, call: Call) -> None:
    if strange := sorted(set(mapping.values()) - set(run.titles)):
        raise invalid("mapping", f"表中没有“{strange[0]}”这一列")
    ColumnMapping.objects.update_or_create(
        division_id=run.division_id,
        kind=run.kind,
        heading=heading_of(run.titles),
        defaults={"mapping": dict(mapping), "used_at": call.at},
    )


def apply(target: object, *, call: Call, mode: str = Mode.ALL_OR_NOTHING) -> dict[str, Any]:
    """ALL_OR_NOTHING: nothing at all unless the check found every row good."""
    run = take_over(target, "apply", call=call)
    if run.bad_rows and mode == Mode.ALL_OR_NOTHING:
        raise Refusal(
            RefusalCode.CONFLICT,
            f"有 {run.bad_rows} 行有误，没有导入任何内容；请下载标注好的文件改正后重新上传，或选择只导入正确的行",
            "mode",
        )
    run.state, run.mode, run.message = ImportState.APPLYING, mode, ""
    return settle(run, "apply", call=call, mode=mode, rows=run.rows, bad_rows=run.bad_rows)


def stop(target: object, *, call: Call) -> dict[str, Any]:
    """Between two batches; what was applied stays, and `resume` goes on behind it."""
    run = take(target, "stop", call=call)
    run.state, run.seat = ImportState.STOPPED, None
    run.message = f"已停止，已处理到第 {run.cursor} 行" if run.mode else "已停止检查"
    return settle(run, "stop", call=call, cursor=run.cursor)


def resume(target: object, *, call: Call) -> dict[str, Any]:
    run = take_over(target, "resume", call=call)
    run.state, run.message = ImportState.APPLYING, ""
    return settle(run, "resume", call=call, cursor=run.cursor)


def fetch(target: object, *, call: Call) -> dict[str, Any]:
    """The marked copy holds whole numbers, so each time it is fetched is a row of the journal."""
    run = find(target, call=call)
    if not run.marked:
        raise Refusal(RefusalCode.NOT_FOUND, "没有标注文件：检查没有发现错误，或文件已按保存期限删除")
    return record(run, "fetch", call=call, bad_rows=run.bad_rows)


def find(target: object, *, call: Call) -> ImportRun:
    """A run of one's own desk, locked, for somebody who still may import."""
    reach = reach_of(call.actor, call.at)
    run = seen_import(account_of(call), reach, target, lock=True)
    importing(reach)
    return run


def take_over(target: object, verb: str, *, call: Call) -> ImportRun:
    """From here on it is worked on as whoever said so, with their reach and under their name."""
    run = take(target, verb, call=call)
    run.colleague_id = None if run.account_id == call.actor.id else call.actor.id
    return run


def take(target: object, verb: str, *, call: Call) -> ImportRun:
    """In a state that lets the verb."""
    run = find(target, call=call)
    if verb not in moves(run):
        raise Refusal(RefusalCode.MOVED_ON, SAID[verb], state=run.state)
    return run


def settle(run: ImportRun, verb: str, *, call: Call, **body: Any) -> dict[str, Any]:
    """Saved and written down."""
    run.beat_at = call.at
    run.finished_at = None if run.state in BUSY else call.at
    run.save()
    return record(run, verb, call=call, **body)


def record(run: ImportRun, verb: str, *, call: Call, **body: Any) -> dict[str, Any]:
    """The screens of who brought it and of who goes on with it hear of it."""
    write(
        call=call,
        verb=f"import.{verb}",
        subject=Subject("import", run.pk),
        body={"kind": run.kind, "state": run.state, **body},
        rooms=hearers(run),
        notice={"state": run.state, "applied": run.applied, "rows": run.rows},
    )
    return import_row(run, viewer=account_of(call))


def hearers(run: ImportRun) -> list[str]:
    return sorted({f"account:{run.account_id}", f"account:{run.works_for}"})
