"""Whether a command can be carried out yet: its row is there, what it needs is done, and nothing goes before it."""

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

DONE = (Status.APPLIED, Status.MERGED)
# Then somebody has to look at it.
PATIENCE = timedelta(days=3)
AFTER_PHOTOS = {verb: move for verb, move in MOVES.items() if move.when in (handling_photos_here, may_close)}


def waits(command: SyncCommand, row: Any, *, at: datetime) -> Verdict | None:
    """None when it may go on; `row` is the one it is about, as far as there is one."""
    if not is_offline(command.kind):
        return rejected("not_found", "没有这个操作，请更新应用后重试")
    verdict = _behind(command) or _needs(command) or _row(command, row) or _photos(command, row, at)
    if verdict and verdict.status == Status.PARKED and at - command.received_at > PATIENCE:
        return held("late", "等待的内容三天没有到达，已转工作人员查看")
    return verdict


def _behind(command: SyncCommand) -> Verdict | None:
    if command.row is None:
        return None
    before = SyncCommand.objects.filter(device=command.device, row=command.row, status=Status.PARKED)
    if before.filter(seq__lt=command.seq).exclude(pk=command.pk).exists():
        return parked("behind", "前一条对同一对象的操作还在等待")
    return None


def _needs(command: SyncCommand) -> Verdict | None:
    if not command.needs:
        return None
    known = SyncCommand.objects.filter(pk__in=command.needs, worker=command.worker_id)
    statuses = dict(known.values_list("pk", "status"))
    if Status.REJECTED in statuses.values():
        return rejected("needs_rejected", "它所依据的上一条没有办成，请先处理上一条")
    if all(statuses.get(need) in DONE for need in command.needs):
        return None
    return parked("needs", "正在等待同一设备上的前一条记录")


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
