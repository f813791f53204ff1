"""The way up: a command is stored with what became of it, in one transaction with its effect, once."""

import hashlib
import logging
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import orjson
from django.db import OperationalError, connection, transaction
from django.db.models import Case, When
from psycopg.errors import DeadlockDetected

from apps.accounts.models import Account
from apps.core.call import Actor, ActorKind, Call, Door
from apps.core.sealing import keyed_hash, seal, unseal
from apps.events.actions.late import expect
from apps.events.enums import VOICE
from apps.registry.actions import visit_photos
from apps.sync.actions import join
from apps.sync.carrying import carry_out
from apps.sync.enums import Status
from apps.sync.media import NAMED_AT_MOST, take_turns
from apps.sync.models import Media, SyncCommand
from apps.sync.outcomes import told
from apps.sync.verdicts import Verdict, held, rejected
from apps.sync.versions import as_of_today
from apps.sync.waiting import AHEAD, queue_of, row_of, waits

log = logging.getLogger(__name__)
DEADLOCKS = 5
RETRIED = 200


@dataclass(frozen=True)
class Sender:
    account: Account
    device: UUID
    at: datetime
    clock_offset_s: float


def push(commands: Sequence[Mapping[str, Any]], sender: Sender) -> list[dict[str, Any]]:
    """In the order of the phone's own counting; told in the order they were sent. Each stands on its own."""
    outcomes = {id(each): receive(each, sender) for each in sorted(commands, key=lambda each: int(each["seq"]))}
    if retry(worker=sender.account.pk, at=sender.at):
        return [_as_now(outcomes[id(each)]) for each in commands]
    return [outcomes[id(each)] for each in commands]


def _as_now(outcome: dict[str, Any]) -> dict[str, Any]:
    """One that was parked in this very batch may have found what it waited for further on."""
    if outcome["status"] != Status.PARKED:
        return outcome
    return told(SyncCommand.objects.get(pk=outcome["id"]))


def receive(said: Mapping[str, Any], sender: Sender) -> dict[str, Any]:
    for _ in range(DEADLOCKS):
        try:
            with transaction.atomic():
                return _receive(said, sender)
        except OperationalError as error:
            if connection.in_atomic_block or not isinstance(error.__cause__, DeadlockDetected):
                raise
    with transaction.atomic():
        return _receive(said, sender)


def _receive(said: Mapping[str, Any], sender: Sender) -> dict[str, Any]:
    fresh = _as_received(said, sender)
    # Of two copies in flight the second waits here until the first has committed, and then finds its answer.
    SyncCommand.objects.bulk_create([fresh], ignore_conflicts=True)
    command = SyncCommand.objects.select_for_update(of=("self",)).select_related("worker").get(pk=fresh.pk)
    if command.worker_id != sender.account.pk or bytes(command.payload_hash) != fresh.payload_hash:
        log.warning("command %s came again with other content from device %s", fresh.pk, sender.device)
        return _reused(fresh)
    if command.status not in ("", Status.PARKED):
        return told(command)
    decide(command, at=sender.at)
    return told(command)


def _as_received(said: Mapping[str, Any], sender: Sender) -> SyncCommand:
    return SyncCommand(
        id=said["id"],
        device=sender.device,
        worker=sender.account,
        seq=said["seq"],
        kind=said["kind"],
        row=said.get("row"),
        needs=list(said.get("needs") or ()),
        payload=seal(_dumped(said).decode()),
        payload_hash=_hash_of(said),
        occurred_at=said["occurred_at"],
        received_at=sender.at,
        clock_offset_s=sender.clock_offset_s,
        status="",
        at=sender.at,
    )


def _hash_of(said: Mapping[str, Any]) -> bytes:
    """Of all but its number, which is another one on the phone it was brought to.

    Keyed: a plain hash of a form with somebody's number in it could be tried out.
    """
    content = {name: value for name, value in said.items() if name != "seq"}
    return keyed_hash(hashlib.sha256(_dumped(content)).hexdigest())


def _dumped(told: Mapping[str, Any]) -> bytes:
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS, default=str)


def _reused(fresh: SyncCommand) -> dict[str, Any]:
    """Told and not stored: under this id something else stands."""
    verdict = rejected("id_reused", "这条记录的编号已被另一条记录使用，请在“需要处理”中重新提交")
    fresh.status, fresh.code, fresh.outcome = verdict.status, verdict.code, verdict.outcome()
    return told(fresh)


def said_of(command: SyncCommand) -> dict[str, Any]:
    """As it came."""
    told: dict[str, Any] = orjson.loads(unseal(bytes(command.payload)))
    return told


def decide(command: SyncCommand, *, at: datetime) -> None:
    """Under the command's row lock: an outcome is stored with the effect or not at all."""
    settle(command, _carried(command, at=at), at=at)


def _carried(command: SyncCommand, *, at: datetime) -> Verdict:
    try:
        with transaction.atomic():
            said = as_of_today(said_of(command))
            if not take_turns(said.get("data") or {}):
                return rejected("invalid", f"一次最多附{NAMED_AT_MOST}个照片和语音，请分几次填写")
            row = row_of(command.kind, command.row, lock=True) if command.row else None
            return waits(command, row, said, at=at) or carry_out(command, row, said)
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 -- the outcome says held, the trace is kept
        # What an exception says may repeat what was sent: whole it is kept sealed only.
        log.error("command %s (%s) could not be carried out: %s", command.pk, command.kind, type(error).__name__)  # noqa: TRY400
        command.trace = seal(traceback.format_exc()[-20_000:])
        return held("error", "已收到，系统处理时出错，工作人员会查看")


def settle(command: SyncCommand, verdict: Verdict, *, at: datetime) -> None:
    command.status, command.code, command.outcome = verdict.status, verdict.code, verdict.outcome()
    command.at = at
    if verdict.status == Status.HELD:
        for name, pk in queue_of(command).items():
            setattr(command, name, pk)
    command.save(update_fields=["status", "code", "outcome", "at", "trace", "community", "street", "district", "city"])
    if verdict.awaited and verdict.event:
        _expect(command, verdict)
    if verdict.awaited and verdict.visit:
        photos = [pk for pk, kind in verdict.awaited.items() if kind != VOICE]
        visit_photos.expect(verdict.visit, photos, by=command.worker_id, at=command.received_at)


def _expect(command: SyncCommand, verdict: Verdict) -> None:
    """What has still to come belongs to the move just made; a voice note may be here already."""
    event, move = verdict.event or command.pk, verdict.move or command.pk
    expect(event, verdict.awaited, move=move, by=command.worker_id, at=command.received_at)
    actor = Actor(ActorKind.PERSON, command.worker_id, command.worker.name)
    found = Media.objects.filter(pk__in=verdict.awaited, worker=command.worker_id)
    join(found, call=Call(actor, command.received_at, Door.BATCH, uuid5(command.pk, "here")))


def retry(*, worker: int | None = None, at: datetime) -> int:
    """Parked commands, in their device's order; how many found what they waited for.

    Those that wait for another server come last: they may wait for weeks, and there may be many.
    """
    parked = SyncCommand.objects.filter(status=Status.PARKED)
    parked = parked if worker is None else parked.filter(worker=worker)
    patient = Case(When(code=AHEAD, then=1), default=0)
    ids = list(parked.order_by(patient, "received_at", "seq").values_list("pk", flat=True)[:RETRIED])
    return sum(_again(pk, at=at) for pk in ids)


def _again(pk: UUID, *, at: datetime) -> bool:
    with transaction.atomic():
        waiting = SyncCommand.objects.select_for_update(of=("self",), skip_locked=True).select_related("worker")
        command = waiting.filter(pk=pk, status=Status.PARKED).first()
        if command is None:
            return False
        decide(command, at=at)
        return command.status != Status.PARKED
