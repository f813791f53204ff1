"""Limits turned into moments and back: the working calendar without a database (docs/time.md)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import accumulate, pairwise
from math import lcm
from zoneinfo import ZoneInfo

from apps.calendars.enums import LimitUnit
from apps.calendars.hours import MINUTE, STANDARD, MonthDay, Season, Span, length
from apps.calendars.limits import Limit
from apps.calendars.scales import FIRST_DAY, LAST_DAY, ClockScale, Scale, WorkScale

SHANGHAI = ZoneInfo("Asia/Shanghai")
SATURDAY = 5


@dataclass(frozen=True)
class WorkingCalendar:
    """`days` holds only what differs from Monday–Friday: holidays (False) and 调休 workdays (True)."""

    days: Mapping[date, bool]
    seasons: tuple[Season, ...] = (STANDARD,)
    tz: ZoneInfo = SHANGHAI

    def __post_init__(self) -> None:
        editions = {season.since for season in self.seasons}
        standards = sorted(season.since for season in self.seasons if season.is_whole_year)
        if not editions or sorted(editions) != standards:
            raise ValueError("each edition of the working hours needs one season that holds all year")

    def due(self, start: datetime, limit: Limit) -> datetime:
        return self.add_minutes(start, self.minutes(limit), limit.unit)

    def add_minutes(self, start: datetime, minutes: float, unit: LimitUnit) -> datetime:
        if minutes < 0:
            raise ValueError("a deadline cannot lie before its start")
        scale = self._scales[unit]
        return _advance(scale, start, round(minutes * scale.per_minute))

    def spent(self, start: datetime, end: datetime, unit: LimitUnit) -> float:
        """Minutes to the thousandth, negative when `end` comes first; a working day counts `day_minutes`."""
        scale = self._scales[unit]
        return round((scale.position(end) - scale.position(start)) / scale.per_minute, 3)

    def yellow(self, start: datetime, due: datetime, unit: LimitUnit) -> datetime:
        """The moment at which four fifths of the limit are spent."""
        scale = self._scales[unit]
        whole = scale.position(due) - scale.position(start)
        return _advance(scale, start, max(whole, 0) * 4 // 5)

    def shift(self, due: datetime, paused_from: datetime, paused_to: datetime, unit: LimitUnit) -> datetime:
        """The deadline after a pause: what remained (or was overrun) when it began is kept when it ends."""
        if paused_to < paused_from:
            raise ValueError("a pause cannot end before it begins")
        scale = self._scales[unit]
        remained = scale.position(due) - scale.position(paused_from)
        moved = scale.moment(scale.position(paused_to) + remained)
        return max(due, moved) if due <= paused_from else max(due, moved, paused_to)

    def minutes(self, limit: Limit) -> int:
        each = {LimitUnit.WORK_DAY: self.day_minutes, LimitUnit.NATURAL_DAY: 24 * 60}.get(limit.unit, 60)
        return limit.value * each

    def is_working_day(self, day: date) -> bool:
        return self.days.get(day, day.weekday() < SATURDAY)

    @cached_property
    def day_minutes(self) -> int:
        """How many minutes one working day is said to have: those of the standard season in the newest edition."""
        return max((season for season in self.seasons if season.is_whole_year), key=lambda season: season.since).minutes

    @cached_property
    def known_until(self) -> date | None:
        """The end of the last year whose holidays are announced; later days are plain Monday–Friday."""
        # New Year's leave can reach into a year that is not announced yet; the National Day cannot.
        years = [day.year for day in self.days if (day.month, day.day) == (10, 1)]
        return date(max(years), 12, 31) if years else None

    @cached_property
    def _scales(self) -> Mapping[LimitUnit, Scale]:
        clock = ClockScale(self.tz)
        spans = _timetable(self)
        lengths = [length(day) for day in spans]
        whole = lcm(self.day_minutes * MINUTE, *{each for each in lengths if each})
        rates = [whole // each if each else 1 for each in lengths]
        return {
            LimitUnit.URGENT_HOUR: clock,
            LimitUnit.NATURAL_DAY: clock,
            LimitUnit.WORK_HOUR: WorkScale(
                self.tz, MINUTE, spans, [1] * len(spans), list(accumulate(lengths, initial=0))
            ),
            LimitUnit.WORK_DAY: WorkScale(
                self.tz,
                whole // self.day_minutes,
                spans,
                rates,
                list(accumulate((whole if each else 0 for each in lengths), initial=0)),
            ),
        }


def _advance(scale: Scale, start: datetime, steps: int) -> datetime:
    if steps == 0:
        return start
    return scale.moment(scale.position(start) + steps)


def _timetable(calendar: WorkingCalendar) -> list[tuple[Span, ...]]:
    """Working spans day by day, none on a day off."""
    table: list[tuple[Span, ...]] = []
    for ordinals, year in _editions(calendar.seasons):
        days = map(date.fromordinal, ordinals)
        table += [year[day.month, day.day] if calendar.is_working_day(day) else () for day in days]
    return table


def _editions(seasons: tuple[Season, ...]) -> Iterator[tuple[range, Mapping[MonthDay, tuple[Span, ...]]]]:
    """The days on which each edition of the hours holds; the oldest one also holds before it was written."""
    begins = sorted({season.since for season in seasons})
    edges = [FIRST_DAY, *(max(since, FIRST_DAY) for since in begins[1:]), LAST_DAY + timedelta(days=1)]
    for since, (first, end) in zip(begins, pairwise(edges), strict=True):
        last = min(end, LAST_DAY + timedelta(days=1))
        yield range(first.toordinal(), last.toordinal()), _year([each for each in seasons if each.since == since])


def _year(edition: list[Season]) -> Mapping[MonthDay, tuple[Span, ...]]:
    """A season of its own goes before the one that holds all year."""
    narrowest = sorted(edition, key=lambda season: season.is_whole_year)
    leap_year = (date(2000, 1, 1) + timedelta(days=n) for n in range(366))
    keys = [(day.month, day.day) for day in leap_year]
    return {key: next(season.spans for season in narrowest if season.covers(key)) for key in keys}
