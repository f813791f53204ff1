"""Commands nobody could decide by rule: the worker or the station says which of two values holds."""

import logging
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from apps.core.call import Call, Door
from apps.core.masking import mask_name
from apps.core.refusal import Refusal, RefusalCode
from apps.events.moves import MOVES
from apps.grids.enums import Level, Role
from apps.grids.reach import Reach, reach_of
from apps.journal.actions import Subject, write
from apps.registry.sight import sight
from apps.sync.about import names_of, with_addresses
from apps.sync.carrying import perform_as, visit_of
from apps.sync.enums import Status, Take
from apps.sync.kinds import subject_of
from apps.sync.media import photos_of, take_turns
from apps.sync.models import SyncCommand
from apps.sync.pushing import said_of, settle
from apps.sync.verdicts import Verdict, rejected
from apps.sync.versions import as_of_today, is_ahead

log = logging.getLogger(__name__)
DESK = (Role.ACCEPTOR, Role.DISPATCHER, Role.SHIFT_LEAD)
COLUMNS = {Level.COMMUNITY: "community", Level.STREET: "street", Level.DISTRICT: "district", Level.CITY: "city"}
LABELS = {
    "person.correct": "更正人员", "person.add": "登记人员", "person.move": "人员搬迁", "person.leave": "登记迁出或去世",
    "person.join": "加入户", "person.part": "退出户", "room.correct": "更正房屋", "room.add": "登记房屋",
    "building.correct": "更正楼栋", "building.add": "登记楼栋", "organisation.correct": "更正单位",
    "organisation.add": "登记单位", "household.add": "新建户", "visit.record": "走访", "event.report": "上报",
}  # fmt: skip
SHOWN = 200


def waiting_for(account_id: int, reach: Reach) -> QuerySet[SyncCommand]:
    """A worker's own, and of a desk's division everybody's."""
    mine = Q(worker=account_id)
    for level, column in COLUMNS.items():
        ids = {p.at_id for p in reach.posts if p.at_kind == "division" and p.level == level and p.role in DESK}
        if ids:
            mine |= Q(**{f"{column}__in": sorted(ids)})
    return SyncCommand.objects.filter(mine, status=Status.HELD)


def held_rows(account_id: int, reach: Reach) -> list[dict[str, Any]]:
    found = waiting_for(account_id, reach).select_related("worker").defer("payload", "trace").order_by("at", "id")
    commands = list(found[:SHOWN])
    rows = [_row(command, own=command.worker_id == account_id) for command in commands]
    with sight(reach):
        names = names_of(commands, reach)
        return with_addresses([row | {"about": names.get(row["row"] or "", "")} for row in rows])


def _row(command: SyncCommand, *, own: bool) -> dict[str, Any]:
    fields = command.outcome.get("fields", {})
    if not own and "name" in fields:
        fields = {**fields, "name": _masked(fields["name"])}
    return {
        "id": str(command.pk),
        "kind": command.kind,
        "label": label_of(command.kind),
        "row": str(command.row) if command.row else None,
        "worker": {"id": command.worker_id, "name": command.worker.name},
        "code": command.code,
        "message": command.outcome.get("message", ""),
        "fields": fields,
        "occurred_at": command.occurred_at,
        "at": command.at,
    }


def _masked(names: dict[str, Any]) -> dict[str, Any]:
    """Two names that look the same masked are told whole: nobody could choose between them."""
    masked = {side: mask_name(str(name)) for side, name in names.items()}
    return masked if len(set(masked.values())) == len(masked) else names


def label_of(kind: str) -> str:
    subject, _, verb = kind.partition(".")
    return MOVES[verb].label if subject == "event" and verb in MOVES else LABELS.get(kind, "其他操作")


def take_side(command_id: UUID, *, call: Call, take: str) -> dict[str, Any]:
    """`mine` is carried out now, by whoever says so and with that person's rights; `theirs` leaves all as it is."""
    command = _locked(command_id, call=call)
    verdict = _mine(command, call=call) if take == Take.MINE else rejected("settled", "经核对，保留现有内容")
    settle(command, verdict, at=call.at)
    write(
        call=call,
        verb="sync.settle",
        subject=Subject("command", command.pk),
        body={"take": take, "kind": command.kind, "row": str(command.row or ""), "worker": command.worker_id},
        rooms=[f"account:{command.worker_id}"],
        notice={},
    )
    return {"id": str(command.pk), "status": command.status}


def _locked(command_id: UUID, *, call: Call) -> SyncCommand:
    seen = waiting_for(call.actor.id or 0, reach_of(call.actor, call.at))
    found = SyncCommand.objects.select_for_update(of=("self",)).select_related("worker").filter(pk=command_id)
    command = found.first()
    if command is None or (command.status == Status.HELD and not seen.filter(pk=command.pk).exists()):
        raise Refusal(RefusalCode.NOT_FOUND, "没有这条待核对的记录，或不在您的管辖范围")
    if command.status != Status.HELD:
        if command.worker_id != call.actor.id:
            raise Refusal(RefusalCode.NOT_FOUND, "没有这条待核对的记录，或不在您的管辖范围")
        raise Refusal(RefusalCode.MOVED_ON, "这条记录已经处理过，请刷新")
    return command


def _mine(command: SyncCommand, *, call: Call) -> Verdict:
    remarks = {"settled": True, "brought_by": command.worker_id}
    own = Call(call.actor, call.at, Door.BATCH, command.pk, remarks)
    said = as_of_today(said_of(command))
    if is_ahead(said):
        raise Refusal(RefusalCode.CONFLICT, "这条记录由更新版本的应用填写，服务器升级后才能办理")
    data = said.get("data") or {}
    take_turns(data)
    photos = photos_of(command, data)
    try:
        with transaction.atomic():
            outcome = perform_as(command, photos.data, call=own)
    except Exception as error:
        # Its type alone: what an exception says may repeat what was sent.
        log.warning("held command %s failed again: %s", command.pk, type(error).__name__)
        raise Refusal(RefusalCode.CONFLICT, "这条记录仍然无法办理，请联系系统管理员") from error
    if not outcome.applied:
        raise Refusal(RefusalCode(outcome.code), str(outcome.answer.get("message", "没有办成")))
    event = command.row or command.pk if subject_of(command.kind) == "event" else None
    return Verdict(Status.APPLIED, answer=outcome.answer, awaited=photos.awaited, event=event, visit=visit_of(command))
