"""Calendars the tests of this folder share."""

from datetime import date, datetime, time

from django.conf import settings

from apps.calendars.clock import SHANGHAI, WorkingCalendar
from apps.calendars.hours import STANDARD, Season
from apps.calendars.sheets import read_days

SHEET: str = (settings.BASE_DIR / "fixtures/holidays.csv").read_text(encoding="utf-8")
DAYS = {line.date: line.is_working for line in read_days(SHEET)}
SUMMER = Season(((time(8), time(12)), (time(14, 30), time(18))), first_day=(5, 1), last_day=(9, 30))
WINTER_MORNINGS = Season(((time(9, 7), time(11, 58)),), first_day=(12, 15), last_day=(1, 20))
LONGER = Season(((time(8), time(20)),), since=date(2026, 3, 9))

PLAIN = WorkingCalendar(DAYS)
SEASONAL = WorkingCalendar(DAYS, (STANDARD, SUMMER))
CHANGING = WorkingCalendar(DAYS, (STANDARD, SUMMER, WINTER_MORNINGS, LONGER))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
