"""Going on a round, walking, coming back, and who looked where somebody went."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.enums import Role
from apps.grids.models import Grid
from apps.journal.actions import Subject, write
from apps.patrols.models import Patrol
from apps.patrols.queries import seen_by
from apps.patrols.sight import MACHINES, take_watch
from apps.patrols.walking import Point, joined, metres_of
from apps.registry.models.base import BELONGING

NO_ROUND = "没有这次巡查，或不是您的巡查"


def begin(_: object, *, call: Call, grid: int) -> dict[str, Any]:
    """Only the worker of the grid, on duty from here to the end. One that was never ended ends where it was last."""
    reach = take_watch(call)
    walker = call.actor.id
    if walker is None or grid not in reach.ids("grid", Role.WORKER):
        raise Refusal(RefusalCode.NOT_YOURS, "只能巡查自己负责的网格")
    for open_one in Patrol.objects.select_for_update().filter(by=walker, ended_at=None).order_by("pk"):
        _close(open_one, open_one.begun_at + timedelta(seconds=_last(open_one.track)))
    belonging = Grid.objects.values(*(column for column in BELONGING if column != "grid_id")).get(pk=grid)
    patrol = Patrol.objects.create(id=call.id, by_id=walker, begun_at=call.at, grid_id=grid, **belonging)
    return _told(patrol, "begin", call=call)


def walk(target: object, *, call: Call, points: Sequence[Point]) -> dict[str, Any]:
    """A batch of the way, in any order with others; not a row of the journal each."""
    patrol = _own(target, call=call)
    _walked(patrol, points, until=patrol.ended_at or call.at)
    patrol.save(update_fields=["track", "metres"])
    return {"id": str(patrol.pk), "metres": patrol.metres}


def end(target: object, *, call: Call, points: Sequence[Point] = ()) -> dict[str, Any]:
    """Ended twice it ended the first time."""
    patrol = _own(target, call=call)
    until = patrol.ended_at or max(call.at, patrol.begun_at)
    _walked(patrol, points, until=until)
    _close(patrol, until)
    return _told(patrol, "end", call=call)


def look(target: object, *, call: Call) -> dict[str, Any]:
    """Where it led. A desk that looks leaves a row of the journal; whoever walked does not."""
    reach = take_watch(call)
    patrol = seen_by(call, reach).filter(pk=_uuid(target)).first()
    if patrol is None:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这次巡查，或不在您的管辖范围")
    if patrol.by_id != call.actor.id:
        write(call=call, verb="patrol.look", subject=Subject("patrol", patrol.pk), body={}, notice={})
    return {"id": str(patrol.pk), "metres": patrol.metres, "track": patrol.track}


def forget_tracks(_: object, *, call: Call, at_most: int) -> dict[str, Any]:
    """Where somebody was is kept for a month and how far for a year."""
    if call.actor.kind not in MACHINES:
        raise Refusal(RefusalCode.NOT_YOURS, "只有系统可以清理")
    take_watch(call)
    over = Patrol.objects.filter(begun_at__lt=call.at - timedelta(days=settings.PATROLS_KEPT_DAYS))
    gone, _by = Patrol.objects.filter(pk__in=over.order_by("begun_at").values("pk")[:at_most]).delete()
    old = Patrol.objects.filter(begun_at__lt=call.at - timedelta(days=settings.TRACKS_KEPT_DAYS)).exclude(track=[])
    emptied = Patrol.objects.filter(pk__in=old.order_by("begun_at").values("pk")[:at_most]).update(track=[])
    if forgotten := gone + emptied:
        body = {"emptied": emptied, "gone": gone}
        write(call=call, verb="patrol.forget_tracks", subject=Subject("patrol", ""), body=body, notice={})
    return {"forgotten": forgotten}


def _own(target: object, *, call: Call) -> Patrol:
    take_watch(call)
    patrol = Patrol.objects.select_for_update().filter(pk=_uuid(target), by=call.actor.id).first()
    if patrol is None:
        raise Refusal(RefusalCode.NOT_FOUND, NO_ROUND)
    return patrol


def _uuid(target: object) -> UUID:
    try:
        return UUID(str(target))
    except ValueError as error:
        raise Refusal(RefusalCode.NOT_FOUND, NO_ROUND) from error


def _walked(patrol: Patrol, points: Sequence[Point], *, until: datetime) -> None:
    patrol.track = joined(patrol.track, points, seconds=(until - patrol.begun_at).total_seconds())
    patrol.metres = metres_of(patrol.track)


def _close(patrol: Patrol, at: datetime) -> None:
    patrol.ended_at = at
    patrol.save(update_fields=["track", "metres", "ended_at"])


def _last(track: Sequence[Point]) -> float:
    return max((point[2] for point in track), default=0)


def _told(patrol: Patrol, verb: str, *, call: Call) -> dict[str, Any]:
    body = {"metres": patrol.metres} if verb == "end" else {}
    write(call=call, verb=f"patrol.{verb}", subject=Subject("patrol", patrol.pk), body=body, notice={})
    return {"id": str(patrol.pk), "metres": patrol.metres}
