from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apps.calendars.clock import SHANGHAI, WorkingCalendar
from apps.calendars.enums import LimitUnit
from apps.calendars.limits import Limit
from tests.calendars.calendars import CHANGING, PLAIN, SEASONAL

# Swaps, holidays, seasons' and editions' edges, a year's end, a leap day, the end of what is known.
TURNS = "2024-02-29 2025-12-14 2025-12-31 2026-02-14 2026-02-23 2026-03-08 2026-04-30 2026-09-20 2026-10-07 2026-12-31"
EDGES = "00:00 08:00 08:30 09:07 11:58 12:00 14:00 14:30 17:30 18:00 20:00 23:59"

anywhen = st.datetimes(datetime(2023, 1, 1), datetime(2029, 1, 1), timezones=st.just(SHANGHAI))  # noqa: DTZ001
at_an_edge = st.builds(
    lambda day, edge, days, off: (
        datetime.fromisoformat(f"{day} {edge}").replace(tzinfo=SHANGHAI) + timedelta(days=days, microseconds=off)
    ),
    st.sampled_from(TURNS.split()),
    st.sampled_from(EDGES.split()),
    st.integers(-1, 8),
    st.sampled_from([0, 0, -1, 1, 59_999_999, 7_000_003]),
)
moments = anywhen | at_an_edge
calendars = st.sampled_from([PLAIN, SEASONAL, CHANGING])
units = st.sampled_from(LimitUnit)
limits = st.builds(Limit, st.integers(0, 15) | st.integers(0, 400), units)


@given(calendars, moments, moments, limits)
def test_who_starts_later_is_due_no_earlier(calendar: WorkingCalendar, a: datetime, b: datetime, limit: Limit) -> None:
    assert calendar.due(min(a, b), limit) <= calendar.due(max(a, b), limit)


@given(calendars, moments, limits, st.integers(1, 60))
def test_who_has_longer_is_due_later(calendar: WorkingCalendar, start: datetime, limit: Limit, more: int) -> None:
    longer = Limit(limit.value + more, limit.unit)

    assert start <= calendar.due(start, limit) < calendar.due(start, longer)


@given(calendars, moments, limits)
def test_at_the_deadline_exactly_the_limit_is_spent(calendar: WorkingCalendar, start: datetime, limit: Limit) -> None:
    assert calendar.spent(start, calendar.due(start, limit), limit.unit) == calendar.minutes(limit)


@given(calendars, moments, st.integers(1, 400), st.sampled_from([LimitUnit.URGENT_HOUR, LimitUnit.WORK_HOUR]))
def test_a_second_before_the_deadline_less_is_spent(
    calendar: WorkingCalendar, start: datetime, hours: int, unit: LimitUnit
) -> None:
    start = start.replace(microsecond=0)

    almost = calendar.due(start, Limit(hours, unit)) - timedelta(seconds=1)

    assert calendar.spent(start, almost, unit) < hours * 60


@given(calendars, moments, moments, moments, units)
def test_time_spent_adds_up(calendar: WorkingCalendar, a: datetime, b: datetime, c: datetime, unit: LimitUnit) -> None:
    parts = calendar.spent(a, b, unit) + calendar.spent(b, c, unit)

    assert parts == pytest.approx(calendar.spent(a, c, unit), abs=0.002)
    assert calendar.spent(a, b, unit) == -calendar.spent(b, a, unit)


@given(calendars, moments, st.integers(1, 5000), st.integers(1, 5000), units)
def test_limits_add_up(calendar: WorkingCalendar, start: datetime, first: int, then: int, unit: LimitUnit) -> None:
    in_two = calendar.add_minutes(calendar.add_minutes(start, first, unit), then, unit)

    at_once = calendar.add_minutes(start, first + then, unit)

    assert calendar.spent(at_once, in_two, unit) == 0
    assert in_two == at_once or unit == LimitUnit.WORK_DAY


@given(calendars, at_an_edge, st.integers(0, 2 * 24 * 60))
def test_working_time_is_what_counting_minute_by_minute_gives(
    calendar: WorkingCalendar, start: datetime, minutes: int
) -> None:
    start = start.replace(second=0, microsecond=0)

    counted = sum(_works(calendar, start + timedelta(minutes=n)) for n in range(minutes))

    assert calendar.spent(start, start + timedelta(minutes=minutes), LimitUnit.WORK_HOUR) == counted


def _works(calendar: WorkingCalendar, minute: datetime) -> bool:
    """The slow and plain way to say whether this minute is worked."""
    if not calendar.is_working_day(minute.date()):
        return False
    edition = max(season.since for season in calendar.seasons if season.since <= minute.date())
    held = [season for season in calendar.seasons if season.since == edition]
    held = [season for season in held if season.covers((minute.month, minute.day))]
    season = min(held, key=lambda season: season.is_whole_year)
    return any(opens <= minute.time() < closes for opens, closes in season.ranges)


@given(
    st.dates(date(2024, 1, 1), date(2028, 1, 1)).filter(PLAIN.is_working_day),
    st.times(time(8, 30, 0, 1), time(12)) | st.times(time(14, 0, 0, 1), time(17, 30)),
    st.integers(1, 300),
)
def test_a_working_day_begun_in_working_time_ends_at_the_same_time(day: date, begun: time, days: int) -> None:
    start = datetime.combine(day, begun, SHANGHAI)

    assert PLAIN.due(start, Limit(days, LimitUnit.WORK_DAY)).time() == begun


@given(calendars, moments, limits)
def test_yellow_comes_when_four_fifths_are_spent(calendar: WorkingCalendar, start: datetime, limit: Limit) -> None:
    due = calendar.due(start, limit)

    yellow = calendar.yellow(start, due, limit.unit)

    assert start <= yellow <= due
    assert calendar.spent(start, yellow, limit.unit) == pytest.approx(calendar.minutes(limit) * 0.8, abs=0.002)


@given(calendars, moments, moments, moments, units)
def test_a_pause_keeps_what_remained(
    calendar: WorkingCalendar, due: datetime, a: datetime, b: datetime, unit: LimitUnit
) -> None:
    paused_from, paused_to = min(a, b), max(a, b)

    moved = calendar.shift(due, paused_from, paused_to, unit)

    remained = calendar.spent(paused_from, due, unit)
    assert moved >= due
    assert calendar.spent(paused_to, moved, unit) == pytest.approx(remained, abs=0.002)
    assert (moved >= paused_to) == (due > paused_from) or remained == 0


@given(calendars, moments, st.tuples(moments, moments, moments).map(sorted), units)
def test_one_pause_after_another_is_one_long_pause(
    calendar: WorkingCalendar, due: datetime, turns: list[datetime], unit: LimitUnit
) -> None:
    begins, between, ends = turns
    assume(due > begins)

    in_two = calendar.shift(calendar.shift(due, begins, between, unit), between, ends, unit)

    at_once = calendar.shift(due, begins, ends, unit)
    assert calendar.spent(at_once, in_two, unit) == 0
