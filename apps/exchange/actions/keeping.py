"""Files are kept no longer than needed; what was done stays in the journal, and that a file is gone as well.

A file goes before its row says so: whoever is stopped between the two does it again, and no file stays without a row.
"""

from typing import Any

from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode
from apps.exchange import vault
from apps.exchange.enums import ExportState
from apps.exchange.models import ExportRun, ImportRun
from apps.exchange.queries import expired_exports, old_imports
from apps.journal.actions import Subject, write


def let_export_go(target: object, *, call: Call) -> dict[str, Any]:
    _refuse_people(call)
    run = expired_exports(call.at).select_for_update().filter(pk=str(target)).first()
    if run is None:
        raise _still_kept()
    vault.remove(run.file)
    run.state, run.file, run.digest = ExportState.EXPIRED, "", ""
    run.save(update_fields=["state", "file", "digest"])
    return _written("export", run, call=call)


def let_import_go(target: object, *, call: Call) -> dict[str, Any]:
    """With what was found wrong in it, which repeats its values."""
    _refuse_people(call)
    run = old_imports(call.at).select_for_update().filter(pk=str(target)).first()
    if run is None:
        raise _still_kept()
    vault.remove(run.file)
    vault.remove(run.marked)
    run.found.all().delete()
    run.file, run.marked, run.marked_digest, run.sample = "", "", "", None
    run.save(update_fields=["file", "marked", "marked_digest", "sample"])
    return _written("import", run, call=call)


def _refuse_people(call: Call) -> None:
    if call.actor.kind not in (ActorKind.CLOCK, ActorKind.SYSTEM):
        raise Refusal(RefusalCode.NOT_YOURS, "文件到期后由系统自动清理")


def _still_kept() -> Refusal:
    return Refusal(RefusalCode.MOVED_ON, "文件还在保存期内，或已经清理")


def _written(kind: str, run: ExportRun | ImportRun, *, call: Call) -> dict[str, Any]:
    write(
        call=call,
        verb=f"{kind}.let_go",
        subject=Subject(kind, run.pk),
        body={"kind": run.kind, "state": run.state},
        rooms=[f"account:{run.account_id}"],
        notice={"state": run.state},
    )
    return {"id": str(run.pk)}
