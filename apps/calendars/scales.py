"""Moments laid along a line on which one unit of time runs evenly, so that limits add up and can be undone."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Protocol

from apps.calendars.hours import MINUTE, Span, reached, worked

# Days outside are refused: nothing in the system is older, and a deadline later than that is a slip of the pen.
FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2079, 12, 31)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class OutOfRange(ValueError):
    pass


class Scale(Protocol):
    @property
    def per_minute(self) -> int: ...
    def position(self, moment: datetime) -> int: ...
    def moment(self, position: int) -> datetime: ...


@dataclass(frozen=True, slots=True)
class ClockScale:
    """Runs always."""

    tz: tzinfo
    per_minute: int = MINUTE

    def position(self, moment: datetime) -> int:
        return (moment - _EPOCH) // _MICROSECOND

    def moment(self, position: int) -> datetime:
        return (_EPOCH + timedelta(microseconds=position)).astimezone(self.tz)


@dataclass(frozen=True, slots=True)
class WorkScale:
    """Runs inside working time only; on day `i` with `rates[i]` steps per microsecond, from `starts[i]` on."""

    tz: tzinfo
    per_minute: int
    spans: Sequence[tuple[Span, ...]]
    rates: Sequence[int]
    starts: Sequence[int]

    def position(self, moment: datetime) -> int:
        local = _aware(moment).astimezone(self.tz)
        day = local.toordinal() - FIRST_DAY.toordinal()
        if not 0 <= day < len(self.spans):
            raise OutOfRange(f"{local:%Y-%m-%d} is outside the working calendar")
        since_midnight = ((local.hour * 60 + local.minute) * 60 + local.second) * 1_000_000 + local.microsecond
        return self.starts[day] + worked(self.spans[day], since_midnight) * self.rates[day]

    def moment(self, position: int) -> datetime:
        """The earliest one: work that ends with the day is due in the evening, not next morning."""
        day = bisect_left(self.starts, position) - 1
        if not 0 <= day < len(self.spans):
            raise OutOfRange("the moment is outside the working calendar")
        work = -((self.starts[day] - position) // self.rates[day])
        midnight = datetime.combine(date.fromordinal(FIRST_DAY.toordinal() + day), datetime.min.time(), self.tz)
        return midnight + timedelta(microseconds=reached(self.spans[day], work))


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment
