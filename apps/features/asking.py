"""What a page is asked for: a place, a time, how many, and after (or before) which feature."""

import base64
import binascii
import math
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

MOST = 10_000
Order = int | UUID | str


@dataclass(frozen=True)
class Box:
    """Degrees; `west` lies east of `east` where the box crosses the date line."""

    west: float
    south: float
    east: float
    north: float

    @property
    def parts(self) -> list[tuple[float, float, float, float]]:
        if self.west <= self.east:
            return [(self.west, self.south, self.east, self.north)]
        return [(self.west, self.south, 180.0, self.north), (-180.0, self.south, self.east, self.north)]


@dataclass(frozen=True)
class Period:
    """Days, both included."""

    since: date
    until: date


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: behind one feature of the collection's order, or in front of it."""

    order: Order
    backwards: bool = False

    def __str__(self) -> str:
        told = f"{'<' if self.backwards else '>'}{self.order}"
        return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


@dataclass(frozen=True)
class Asked:
    limit: int
    box: Box | None = None
    period: Period | None = None
    cursor: Cursor | None = None


def box_of(told: str) -> Box:
    """Four numbers, or six with heights, which nothing here has."""
    numbers = [float(part) for part in told.split(",")]
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
        raise ValueError
    box = Box(*numbers)
    if max(abs(box.west), abs(box.east)) > 180 or not -90 <= box.south <= box.north <= 90:
        raise ValueError
    return box


def period_of(told: str) -> Period:
    """An instant, or two of them with a slash; `..` or nothing is an open end."""
    ends = told.split("/")
    if len(ends) > 2 or told in ("", ".."):
        raise ValueError
    since, until = ends[0], ends[-1]
    period = Period(_day(since) or date.min, _day(until) or date.max)
    if period.since > period.until:
        raise ValueError
    return period


def _day(told: str) -> date | None:
    if told in ("", ".."):
        return None
    day = parse_date(told) if len(told) == 10 else None
    at: datetime | None = None if day else parse_datetime(told)
    if at is not None and timezone.is_aware(at):
        return timezone.localdate(at)
    if day is None:
        raise ValueError
    return day


def cursor_of(told: str, *, order: type[int] | type[UUID] | type[str]) -> Cursor:
    try:
        text = base64.urlsafe_b64decode(told + "=" * (-len(told) % 4)).decode()
    except (binascii.Error, UnicodeError) as error:
        raise ValueError from error
    if text[:1] not in ("<", ">") or "\0" in text:
        raise ValueError
    at = order(text[1:])
    if isinstance(at, int) and not 0 <= at < 2**63:
        raise ValueError
    return Cursor(at, text[0] == "<")
