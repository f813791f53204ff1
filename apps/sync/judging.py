"""Who a command counts as, and when: whoever made it, at the moment it was made, as far as a phone can be believed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from apps.core.call import Actor, ActorKind, Call, Door
from apps.events.models import Event
from apps.grids.reach import reach_of
from apps.sync.bodies.looking import CARRIED
from apps.sync.models import SyncCommand

Said = Mapping[str, Any]
# So long after a posting has ended its work may still arrive; older work counts as made then.
GRACE = timedelta(days=14)
# Nothing anybody did meanwhile can contradict these: they say what was found, and change nothing that is known.
FACTS = {
    "event.report", "event.comment", "visit.record", "patrol.begin", "patrol.walk", "patrol.end", "handover.note",
    "mark.read",
}  # fmt: skip
# They may arrive that much later. Of what claims to be older the phone's clock is the likelier reason.
FACTS_GRACE = timedelta(days=180)
# Less is the ordinary way of a command through a bad line.
LATE = timedelta(minutes=10)


def made_at(command: SyncCommand, said: Said) -> datetime:
    """By the server's clock: corrected by how far the phone's was off when it pushed, and never in the future.

    What is older than the grace counts as made when that began, unless it tells a fact of a posting that had ended by
    then (S-47): a visit made on the last day of a posting was made, whenever its phone found a line.
    """
    claimed = command.occurred_at + timedelta(seconds=command.clock_offset_s)
    believed = min(max(claimed, command.received_at - GRACE), command.received_at)
    is_fact = command.kind in FACTS and not (said.get("data") or {}).get("corrections")
    if claimed >= believed or claimed < command.received_at - FACTS_GRACE or not is_fact:
        return believed
    actor = _actor(command)
    return claimed if _places(actor, claimed) - _places(actor, believed) else believed


def call_of(command: SyncCommand, row: Any, said: Said) -> Call:
    actor, at = _actor(command), made_at(command, said)
    return Call(actor, at, Door.BATCH, command.pk, _remarks(command, row, actor, at))


def _actor(command: SyncCommand) -> Actor:
    return Actor(ActorKind.PERSON, command.worker_id, command.worker.name)


def _remarks(command: SyncCommand, row: Any, actor: Actor, at: datetime) -> Mapping[str, Any]:
    remarks: dict[str, Any] = {}
    if command.received_at - at > LATE:
        remarks["arrived_at"] = command.received_at.isoformat()
    if _was_lost(row, _lost(actor, at, command.received_at)):
        remarks["from_former_worker"] = True
    return remarks


Places = frozenset[tuple[str, int]]


def _was_lost(row: Any, lost: Places) -> bool:
    """Of a row made by the command itself nobody knows yet where it is."""
    if not lost or getattr(row, "grid_id", None) is None:
        return bool(lost)
    units = {pk for kind, pk in lost if kind == "unit"}
    if ("grid", row.grid_id) in lost or not units or not isinstance(row, Event):
        return ("grid", row.grid_id) in lost
    return row.unit_id in units or row.assists.filter(unit_id__in=units).exists()


def _lost(actor: Actor, at: datetime, received_at: datetime) -> Places:
    """Postings change from one day to the next and never within one."""
    if timezone.localdate(at) == timezone.localdate(received_at):
        return frozenset()
    return _places(actor, at) - _places(actor, received_at)


def _places(actor: Actor, at: datetime) -> Places:
    reach = reach_of(actor, at)
    return frozenset((kind, pk) for kind, role in CARRIED for pk in reach.ids(kind, role))
