"""The working calendar from the database, kept in the process: in the steady state it costs no statement."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.core.cache import cache
from redis import RedisError

from apps.calendars.clock import WorkingCalendar
from apps.calendars.hours import STANDARD, Season
from apps.calendars.models import Day, WorkingHours

# How long a change by another process stays unseen; and how long if its announcement got lost.
LOOKED_EVERY = timedelta(seconds=1)
KEPT_FOR = timedelta(seconds=60)
VERSION_KEY = "calendars:version"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    looked_at: datetime
    read_at: datetime
    version: str
    days: Mapping[date, bool]
    seasons: Mapping[int | None, tuple[Season, ...]]
    calendars: Mapping[int | None, WorkingCalendar]


_kept: dict[str, Kept] = {}


def working_calendar(at: datetime, *, divisions: Iterable[int] = ()) -> WorkingCalendar:
    """The hours of the first of `divisions` (community, street, district…) that has its own, else the city's."""
    kept = _kept.get("")
    if kept is None or abs(at - kept.looked_at) >= LOOKED_EVERY:
        kept = _kept[""] = _look(at, kept)
    own = (kept.calendars[division] for division in divisions if division in kept.calendars)
    return next(own, kept.calendars[None])


def renew() -> None:
    """Tells every process that the calendar has changed; call it once the change has committed."""
    forget()
    try:
        cache.set(VERSION_KEY, uuid4().hex, timeout=None)
    except RedisError:
        log.warning("other processes see the new calendar within %s", KEPT_FOR, exc_info=True)


def forget() -> None:
    _kept.clear()


def _look(at: datetime, kept: Kept | None) -> Kept:
    version = _version(kept.version if kept else "")
    if kept and kept.version == version and abs(at - kept.read_at) < KEPT_FOR:
        return replace(kept, looked_at=at)
    return _read(at, version, kept)


def _version(otherwise: str) -> str:
    try:
        return str(cache.get(VERSION_KEY, ""))
    except RedisError:
        return otherwise


def _read(at: datetime, version: str, kept: Kept | None) -> Kept:
    """Two statements; when nothing has changed the calendars stay, with the tables they have already built."""
    days = dict(Day.objects.values_list("date", "is_working"))
    seasons: dict[int | None, tuple[Season, ...]] = {}
    for row in WorkingHours.objects.order_by("division_id", "valid_from", "id"):
        seasons[row.division_id] = (*seasons.get(row.division_id, ()), row.season)
    if kept and (kept.days, kept.seasons) == (days, seasons):
        return replace(kept, looked_at=at, read_at=at, version=version)
    return Kept(at, at, version, days, seasons, _calendars(days, seasons))


def _calendars(
    days: Mapping[date, bool], seasons: Mapping[int | None, tuple[Season, ...]]
) -> Mapping[int | None, WorkingCalendar]:
    """A division's own hours begin with its first edition; until then it follows the city."""
    city = seasons.get(None, (STANDARD,))
    calendars: dict[int | None, WorkingCalendar] = {None: WorkingCalendar(days, city)}
    for division, own in seasons.items():
        first = min(season.since for season in own)
        before = tuple(season for season in city if season.since < first)
        calendars.setdefault(division, WorkingCalendar(days, before + own))
    return calendars
