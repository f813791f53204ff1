"""Whether a command can be carried out yet: its row is there, what it needs is done, and nothing goes before it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from apps.events.models import Event
from apps.events.moves import MOVES
from apps.events.when import handling_photos_here, may_close
from apps.grids.enums import Role
from apps.grids.models import Posting
from apps.registry.models.base import LEVELS
from apps.registry.sight import sight_of_everything
from apps.sync import feed
from apps.sync.enums import Status
from apps.sync.kinds import ROWS, is_offline, subject_of
from apps.sync.models import SyncCommand
from apps.sync.verdicts import Verdict, held, parked, rejected
from apps.sync.versions import is_ahead

DONE = (Status.APPLIED, Status.MERGED)
# Then somebody has to look at it.
PATIENCE = timedelta(days=3)
# Waits for this server to be brought up to date, however long: no person could do anything about it.
AHEAD = "ahead"
AFTER_PHOTOS = {verb: move for verb, move in MOVES.items() if move.when in (handling_photos_here, may_close)}


def waits(command: SyncCommand, row: Any, said: Mapping[str, Any], *, at: datetime) -> Verdict | None:
    """None when it may go on; `row` is the one it is about, as far as there is one."""
    if not is_offline(command.kind):
        return rejected("not_found", "没有这个操作，请更新应用后重试")
    if is_ahead(said):
        return parked(AHEAD, "这一条由更新版本的应用填写，服务器升级后自动办理，不用重填")
    verdict = _behind(command) or _needs(command) or _row(command, row) or _photos(command, row, at)
    is_parked = verdict is not None and verdict.status == Status.PARKED and verdict.code != AHEAD
    if is_parked and at - command.received_at > PATIENCE:
        return held("late", "等待的内容三天没有到达，已转工作人员查看")
    return verdict


def _behind(command: SyncCommand) -> Verdict | None:
    if command.row is None:
        return None
    before = SyncCommand.objects.filter(device=command.device, row=command.row, status=Status.PARKED)
    codes = before.filter(seq__lt=command.seq).exclude(pk=command.pk).values_list("code", flat=True)
    return _after(list(codes), "behind", "前一条对同一对象的操作还在等待")


def _after(codes: Collection[str], code: str, why: str) -> Verdict | None:
    """What comes after one that waits for another server waits as long."""
    return parked(AHEAD if AHEAD in codes else code, why) if codes else None


def _needs(command: SyncCommand) -> Verdict | None:
    if not command.needs:
        return None
    known = SyncCommand.objects.filter(pk__in=command.needs, worker=command.worker_id)
    found = {pk: (status, code) for pk, status, code in known.values_list("pk", "status", "code")}
    if any(status == Status.REJECTED for status, _ in found.values()):
        return rejected("needs_rejected", "它所依据的上一条没有办成，请先处理上一条")
    open_ones = [found.get(need, ("", "")) for need in command.needs]
    codes = [code for status, code in open_ones if status not in DONE]
    return _after(codes, "needs", "正在等待同一设备上的前一条记录")


def _row(command: SyncCommand, row: Any) -> Verdict | None:
    if command.row is None or row is not None:
        return None
    if feed.was_deleted(str(command.row)):
        return rejected("not_found", "对应的记录已被删除")
    return parked("no_row", "对应的记录还没有到达服务器")


def _photos(command: SyncCommand, row: Any, at: datetime) -> Verdict | None:
    """Whoever passed a matter without a line could not know that photos are on a phone still: it comes after them."""
    move = AFTER_PHOTOS.get(command.kind.removeprefix("event."))
    if move is None or not isinstance(row, Event) or row.state not in move.out_of:
        return None
    why = handling_photos_here(row, at)
    return parked("photos", why) if why else None


def queue_of(command: SyncCommand) -> dict[str, int]:
    """Whose desk sees a held one: the divisions of its row; of one not made yet, those of the worker's own grid."""
    place = row_of(command.kind, command.row) if command.row else None
    if getattr(place, "community_id", None) is None:
        posts = Posting.objects.filter(account=command.worker_id, role=Role.WORKER, grid__isnull=False)
        post = posts.select_related("grid").order_by("-valid_from", "id").first()
        place = post.grid if post else None
    return {level: getattr(place, f"{level}_id") for level in LEVELS[1:]} if place else {}


def row_of(kind: str, pk: UUID, *, lock: bool = False) -> Any:
    """Wherever it is: whether it is the worker's business is the action's question."""
    model = ROWS.get(subject_of(kind))
    if model is None:
        return None
    with sight_of_everything():
        rows = model._default_manager.filter(pk=pk)
        return (rows.select_for_update(of=("self",)) if lock else rows).first()
