"""The working time of one day, which may differ by season and be changed from a date on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

MINUTE = 60_000_000  # everything here is counted in whole microseconds, so that nothing is lost to rounding

MonthDay = tuple[int, int]
Span = tuple[int, int]

WHOLE_YEAR: tuple[MonthDay, MonthDay] = ((1, 1), (12, 31))


def _since_midnight(moment: time) -> int:
    return (moment.hour * 60 + moment.minute) * MINUTE


@dataclass(frozen=True)
class Season:
    """Working ranges from one day of the year to another, both included; may run over the year's end."""

    ranges: tuple[tuple[time, time], ...]
    first_day: MonthDay = WHOLE_YEAR[0]
    last_day: MonthDay = WHOLE_YEAR[1]
    since: date = date.min

    def __post_init__(self) -> None:
        edges = [edge for pair in self.ranges for edge in pair]
        whole = all(not (edge.second or edge.microsecond) for edge in edges)
        apart = all(opens < closes for opens, closes in self.ranges) and all(a <= b for a, b in pairwise(edges))
        if not (self.ranges and whole and apart):
            raise ValueError(f"working ranges must be whole minutes, in order and apart: {self.ranges}")

    @property
    def is_whole_year(self) -> bool:
        return (self.first_day, self.last_day) == WHOLE_YEAR

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple((_since_midnight(opens), _since_midnight(closes)) for opens, closes in self.ranges)

    @property
    def minutes(self) -> int:
        return length(self.spans) // MINUTE

    def covers(self, day: MonthDay) -> bool:
        if self.first_day <= self.last_day:
            return self.first_day <= day <= self.last_day
        return day >= self.first_day or day <= self.last_day


STANDARD = Season(ranges=((time(8, 30), time(12)), (time(14), time(17, 30))))


def length(spans: Iterable[Span]) -> int:
    return sum(closes - opens for opens, closes in spans)


def worked(spans: tuple[Span, ...], until: int) -> int:
    """Working time of the day that has passed at `until`, counted from midnight."""
    return sum(min(until, closes) - opens for opens, closes in spans if until > opens)


def reached(spans: tuple[Span, ...], work: int) -> int:
    """The earliest time of the day at which so much of it has been worked."""
    for opens, closes in spans:
        if work <= closes - opens:
            return opens + work
        work -= closes - opens
    raise ValueError("the day is shorter than the work asked of it")
