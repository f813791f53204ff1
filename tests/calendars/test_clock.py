from datetime import UTC, date, datetime, time

import pytest

from apps.calendars.clock import WorkingCalendar
from apps.calendars.enums import LimitUnit
from apps.calendars.hours import STANDARD, Season
from apps.calendars.limits import Limit, limit_label
from apps.calendars.scales import OutOfRange
from tests.calendars.calendars import CHANGING, DAYS, LONGER, PLAIN, SEASONAL, SUMMER, at

WORK_DAY, WORK_HOUR = LimitUnit.WORK_DAY, LimitUnit.WORK_HOUR
URGENT_HOUR, NATURAL_DAY = LimitUnit.URGENT_HOUR, LimitUnit.NATURAL_DAY


@pytest.mark.parametrize(
    ("start", "value", "unit", "due"),
    [
        ("2026-11-03 16:00", 1, WORK_DAY, "2026-11-04 16:00"),
        ("2026-11-03 16:00:31.000007", 1, WORK_DAY, "2026-11-04 16:00:31.000007"),
        ("2026-11-03 20:00", 1, WORK_DAY, "2026-11-04 17:30"),
        ("2026-11-03 03:00", 1, WORK_DAY, "2026-11-03 17:30"),
        ("2026-11-03 12:40", 1, WORK_DAY, "2026-11-04 12:00"),
        ("2026-11-06 16:00", 1, WORK_DAY, "2026-11-09 16:00"),
        ("2026-11-03 11:00", 2, WORK_HOUR, "2026-11-03 15:00"),
        ("2026-11-03 16:00", 4, WORK_HOUR, "2026-11-04 11:00"),
        ("2026-11-03 23:59:59.999999", 4, WORK_HOUR, "2026-11-04 14:30"),
        ("2026-11-06 17:00", 2, WORK_HOUR, "2026-11-09 10:00"),
        ("2026-11-07 23:30", 2, URGENT_HOUR, "2026-11-08 01:30"),
        ("2026-12-31 23:30", 2, NATURAL_DAY, "2027-01-02 23:30"),
    ],
)
def test_a_limit_falls_due(start: str, value: int, unit: LimitUnit, due: str) -> None:
    assert PLAIN.due(at(start), Limit(value, unit)) == at(due)


@pytest.mark.parametrize(
    ("start", "value", "unit", "due"),
    [
        ("2026-09-30 16:00", 1, WORK_DAY, "2026-10-08 16:00"),
        ("2026-10-09 16:00", 1, WORK_DAY, "2026-10-10 16:00"),
        ("2026-10-09 16:00", 2, WORK_DAY, "2026-10-12 16:00"),
        ("2026-09-18 16:00", 3, WORK_DAY, "2026-09-22 16:00"),
        ("2026-09-24 17:00", 1, WORK_HOUR, "2026-09-28 09:00"),
        ("2026-02-13 16:00", 1, WORK_DAY, "2026-02-14 16:00"),
        ("2026-02-14 16:00", 1, WORK_DAY, "2026-02-24 16:00"),
        ("2026-02-27 16:00", 2, WORK_DAY, "2026-03-02 16:00"),
        ("2026-02-17 10:00", 4, WORK_HOUR, "2026-02-24 14:30"),
        ("2026-02-17 10:00", 4, URGENT_HOUR, "2026-02-17 14:00"),
        ("2026-02-14 10:00", 9, NATURAL_DAY, "2026-02-23 10:00"),
        ("2025-12-31 16:00", 2, WORK_DAY, "2026-01-05 16:00"),
    ],
)
def test_holidays_and_swapped_saturdays_of_2026(start: str, value: int, unit: LimitUnit, due: str) -> None:
    assert PLAIN.due(at(start), Limit(value, unit)) == at(due)


def test_the_swapped_saturday_is_a_working_day_and_the_holiday_friday_is_not() -> None:
    assert PLAIN.is_working_day(date(2026, 10, 10))
    assert not PLAIN.is_working_day(date(2026, 10, 2))


def test_after_the_last_announced_year_every_monday_to_friday_works() -> None:
    assert PLAIN.known_until == date(2026, 12, 31)
    assert PLAIN.due(at("2027-09-30 16:00"), Limit(1, WORK_DAY)) == at("2027-10-01 16:00")
    assert PLAIN.due(at("2026-12-31 16:00"), Limit(500, WORK_DAY)) == at("2028-11-30 16:00")


def test_new_years_leave_of_an_unannounced_year_does_not_make_it_known() -> None:
    calendar = WorkingCalendar({**DAYS, date(2027, 1, 1): False})

    assert calendar.known_until == date(2026, 12, 31)
    assert WorkingCalendar({}).known_until is None


def test_a_season_has_its_own_hours() -> None:
    assert SEASONAL.due(at("2026-07-01 11:00"), Limit(2, WORK_HOUR)) == at("2026-07-01 15:30")
    assert SEASONAL.due(at("2026-04-30 17:00"), Limit(1, WORK_HOUR)) == at("2026-05-06 08:30")


def test_a_working_day_keeps_the_time_of_day_inside_a_season_of_other_length() -> None:
    assert SEASONAL.due(at("2026-07-01 16:00:00.000001"), Limit(3, WORK_DAY)) == at("2026-07-06 16:00:00.000001")


def test_a_working_day_across_seasons_uses_the_same_share_of_each_day() -> None:
    half_of_seven_hours, half_of_seven_and_a_half = at("2026-04-30 12:00"), at("2026-05-06 11:45")

    assert SEASONAL.due(half_of_seven_hours, Limit(1, WORK_DAY)) == half_of_seven_and_a_half
    assert SEASONAL.spent(half_of_seven_hours, half_of_seven_and_a_half, WORK_DAY) == SEASONAL.day_minutes == 420


def test_new_hours_hold_from_their_day_on() -> None:
    assert CHANGING.due(at("2026-03-06 16:30"), Limit(2, WORK_HOUR)) == at("2026-03-09 09:00")
    assert CHANGING.day_minutes == LONGER.minutes == 720


def test_a_season_may_run_over_the_years_end() -> None:
    assert CHANGING.due(at("2025-12-31 11:00"), Limit(1, WORK_HOUR)) == at("2026-01-04 09:09")


def test_time_spent_is_negative_backwards() -> None:
    assert PLAIN.spent(at("2026-11-04 09:00"), at("2026-11-03 17:00"), WORK_HOUR) == -60


def test_yellow_is_at_four_fifths_of_the_working_time() -> None:
    start = at("2026-11-06 16:00")
    due = PLAIN.due(start, Limit(5, WORK_HOUR))

    assert PLAIN.yellow(start, due, WORK_HOUR) == at("2026-11-09 11:00")


def test_a_pause_keeps_the_working_time_that_remained() -> None:
    due = at("2026-11-06 16:00")

    moved = PLAIN.shift(due, at("2026-11-05 16:00"), at("2026-11-07 10:00"), WORK_DAY)

    assert moved == at("2026-11-09 17:30")
    assert PLAIN.shift(due, at("2026-11-05 16:00"), at("2026-11-11 09:30"), WORK_DAY) == at("2026-11-12 09:30")


def test_a_pause_keeps_the_delay_of_what_was_late_already() -> None:
    moved = PLAIN.shift(at("2026-11-05 16:00"), at("2026-11-05 17:00"), at("2026-11-10 17:00"), WORK_HOUR)

    assert moved == at("2026-11-10 16:00")


def test_an_agreed_date_in_the_evening_is_not_drawn_forward_by_a_pause() -> None:
    due = at("2026-11-05 20:00")

    assert PLAIN.shift(due, at("2026-11-05 18:00"), at("2026-11-05 18:00"), WORK_HOUR) == due
    assert PLAIN.shift(due, at("2026-11-05 18:00"), at("2026-11-07 10:00"), WORK_HOUR) == at("2026-11-07 10:00")


def test_a_moment_told_in_another_zone_is_the_same_moment() -> None:
    assert PLAIN.due(datetime(2026, 11, 3, 8, tzinfo=UTC), Limit(1, WORK_DAY)) == at("2026-11-04 16:00")


def test_what_makes_no_sense_is_refused() -> None:
    naive = at("2026-11-03 16:00").replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        PLAIN.due(naive, Limit(1, WORK_HOUR))
    with pytest.raises(ValueError, match="negative"):
        Limit(-1, WORK_HOUR)
    with pytest.raises(ValueError, match="before its start"):
        PLAIN.add_minutes(at("2026-11-03 16:00"), -1, WORK_HOUR)
    with pytest.raises(ValueError, match="before it begins"):
        PLAIN.shift(at("2026-11-03 16:00"), at("2026-11-03 15:00"), at("2026-11-03 14:00"), WORK_HOUR)
    with pytest.raises(OutOfRange):
        PLAIN.due(at("1999-12-31 16:00"), Limit(1, WORK_HOUR))
    with pytest.raises(OutOfRange):
        PLAIN.due(at("2026-11-03 16:00"), Limit(99_999, WORK_DAY))


def test_hours_that_are_no_hours_are_refused() -> None:
    with pytest.raises(ValueError, match="working ranges"):
        Season(((time(12), time(8)),))
    with pytest.raises(ValueError, match="working ranges"):
        Season(((time(8), time(12)), (time(11), time(18))))
    with pytest.raises(ValueError, match="all year"):
        WorkingCalendar({}, (SUMMER,))
    with pytest.raises(ValueError, match="all year"):
        WorkingCalendar({}, (STANDARD, STANDARD))


def test_a_limit_reads_in_chinese() -> None:
    assert Limit(2, URGENT_HOUR).label == "2个紧急工作时"
    assert [limit_label(3, unit) for unit in LimitUnit] == ["3个紧急工作时", "3个工作时", "3个工作日", "3个自然日"]
