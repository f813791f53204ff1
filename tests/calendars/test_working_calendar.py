from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

from apps.calendars.models import Day
from apps.calendars.queries import VERSION_KEY, working_calendar
from tests.calendars.conftest import Do

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]


@pytest.fixture
def new_years_day() -> Day:
    return Day.objects.create(date=date(2027, 1, 1), is_working=False, name="元旦", source="甲")


def test_it_costs_two_statements_and_then_none(
    new_years_day: Day, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        first = working_calendar(now)
    with django_assert_num_queries(0):
        again = working_calendar(now + timedelta(seconds=59))

    assert not first.is_working_day(new_years_day.date)
    assert again is first


def test_after_a_minute_it_is_read_again_and_stays_the_same_if_nothing_changed(
    new_years_day: Day, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = working_calendar(now)

    with django_assert_num_queries(2):
        assert working_calendar(now + timedelta(seconds=60)) is first

    new_years_day.delete()
    assert working_calendar(now + timedelta(seconds=119)) is first
    assert working_calendar(now + timedelta(seconds=120)).is_working_day(date(2027, 1, 1))


def test_another_process_sees_a_change_within_a_second(new_years_day: Day, now: datetime) -> None:
    first = working_calendar(now)
    new_years_day.delete()

    cache.set(VERSION_KEY, "set by another process")

    assert working_calendar(now + timedelta(milliseconds=999)) is first
    assert working_calendar(now + timedelta(seconds=1)).is_working_day(date(2027, 1, 1))


def test_an_import_is_seen_once_it_has_committed(
    do: Do, now: datetime, django_capture_on_commit_callbacks: OnCommit
) -> None:
    before = working_calendar(now)

    with django_capture_on_commit_callbacks(execute=True):
        do("calendars.import_days", {"csv": "date,is_working,name,source\n2027-01-01,0,元旦,甲\n"})
        assert working_calendar(now) is before

    assert not working_calendar(now).is_working_day(date(2027, 1, 1))


def test_an_empty_database_has_monday_to_friday_and_the_standard_hours(now: datetime) -> None:
    calendar = working_calendar(now)

    assert (calendar.known_until, calendar.day_minutes) == (None, 420)


def test_without_redis_the_kept_calendar_serves_until_it_is_old(
    new_years_day: Day, now: datetime, settings: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = working_calendar(now)
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }

    with django_assert_num_queries(0):
        assert working_calendar(now + timedelta(seconds=30)) is first
    with django_assert_num_queries(2):
        working_calendar(now + timedelta(minutes=2))
