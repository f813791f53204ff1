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

# So long after a posting has ended its work may still arrive; older work counts as made then.
GRACE = timedelta(days=14)
# Less is the ordinary way of a command through a bad line.
LATE = timedelta(minutes=10)


def made_at(command: SyncCommand) -> datetime:
    """By the server's clock: corrected by how far the phone's was off when it pushed, and never in the future."""
    corrected = command.occurred_at + timedelta(seconds=command.clock_offset_s)
    return min(max(corrected, command.received_at - GRACE), command.received_at)


def call_of(command: SyncCommand, row: Any) -> Call:
    actor = Actor(ActorKind.PERSON, command.worker_id, command.worker.name)
    at = made_at(command)
    return Call(actor, at, Door.BATCH, command.pk, _remarks(command, row, actor, at))


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
