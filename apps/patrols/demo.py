"""Believable rounds for a demonstration, made through the same door as real ones, by the demo accounts."""

from datetime import datetime, timedelta
from math import sin
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import LineString, Point

from apps.commands.perform import perform
from apps.core.call import Actor, ActorKind, Call, Door
from apps.core.refusal import Refusal
from apps.grids.enums import Role
from apps.grids.models import SRID, Grid, Posting
from apps.patrols.models import Patrol
from apps.patrols.walking import apart
from apps.registry.sight import sight_of_everything

# The last one is older than a track is kept.
HOURS_AGO = (3, 26, 74, 40 * 24)
STEPS = 70
# Of a lane's length, kept from the border; and some metres in degrees.
MARGIN, SWAY = 0.12, 0.00003
METRES_A_SECOND = 1.1
# Somebody is talked to now and then.
STOP_EVERY, STOP_SECONDS = 12, 150


def go_rounds(now: datetime) -> int:
    """Of every demo worker, unless there are rounds already; how many there are then."""
    with sight_of_everything():
        known = Patrol.objects.count()
    return known or sum(_rounds_of(place, actor, grid, now) for place, (actor, grid) in enumerate(_workers()))


def _workers() -> list[tuple[Actor, Grid]]:
    posted = Posting.objects.filter(account__is_demo=True, role=Role.WORKER, valid_to=None)
    posted = posted.select_related("account", "grid").order_by("account__phone")
    return [(Actor(ActorKind.PERSON, one.account_id, one.account.name), one.grid) for one in posted if one.grid]


def _rounds_of(place: int, actor: Actor, grid: Grid, now: datetime) -> int:
    for number, hours in enumerate(reversed(HOURS_AGO)):
        begun = now - timedelta(hours=hours, minutes=50 * place)
        way = way_through(grid, lanes=4 + (number + place) % 3, is_upright=(number + place) % 2 == 0)
        round_ = _done("begin", None, {"grid": grid.pk}, call=Call(actor, begun, Door.SHELL))
        over = begun + timedelta(seconds=way[-1][2])
        _done("end", UUID(round_["id"]), {"points": way}, call=Call(actor, over, Door.SHELL))
    return len(HOURS_AGO)


def way_through(grid: Grid, *, lanes: int, is_upright: bool) -> list[list[float]]:
    """Up one lane and down the next, as far as the grid goes; roads are not in our data."""
    corners = [corner for lane in range(lanes) for corner in _lane(grid, lane, lanes, is_upright=is_upright)]
    line, way = LineString(corners, srid=SRID), list[list[float]]()
    for step in range(STEPS):
        spot = line.interpolate_normalized(step / (STEPS - 1))
        # Nobody walks as straight as a ruler.
        spot = Point(spot.x + SWAY * sin(1.7 * step), spot.y + SWAY * sin(2.3 * step), srid=SRID)
        if grid.outline.contains(spot):
            way.append([spot.x, spot.y, _seconds(way, [spot.x, spot.y])])
    return way


def _lane(grid: Grid, lane: int, lanes: int, *, is_upright: bool) -> list[tuple[float, float]]:
    west, south, east, north = grid.outline.extent
    at = (lane + 0.6) / (lanes + 0.2)
    x, y = west + (east - west) * at, south + (north - south) * at
    across = LineString((x, south), (x, north)) if is_upright else LineString((west, y), (east, y))
    across.srid = SRID
    west, south, east, north = grid.outline.intersection(across).extent
    inset, top = MARGIN * (east - west), MARGIN * (north - south)
    ends = [(west + inset, south + top), (east - inset, north - top)]
    return ends[::-1] if lane % 2 else ends


def _seconds(way: list[list[float]], spot: list[float]) -> int:
    if not way:
        return 0
    stop = STOP_SECONDS if len(way) % STOP_EVERY == 0 else 0
    return round(way[-1][2] + max(1, apart(way[-1], spot) / METRES_A_SECOND) + stop)


def _done(verb: str, target: UUID | None, told: dict[str, Any], *, call: Call) -> dict[str, Any]:
    outcome = perform(f"patrol.{verb}", target, told, call=call)
    if not outcome.applied:
        raise Refusal(outcome.answer["code"], f"demo round, {verb}: {outcome.answer['message']}")
    return outcome.answer
