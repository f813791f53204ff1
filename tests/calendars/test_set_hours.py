from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from apps.calendars.models import Day, WorkingHours
from apps.calendars.queries import working_calendar
from apps.core.call import Actor
from apps.grids.models import Division
from apps.journal.models import Entry
from tests.calendars.calendars import PLAIN, at
from tests.calendars.conftest import Do

pytestmark = pytest.mark.django_db
Told = dict[str, Any]
ALL_YEAR: Told = {"name": "全年", "first_day": "01-01", "last_day": "12-31", "am_from": "08:30", "am_to": "12:00"}
SUMMER: Told = {"name": "夏季", "first_day": "05-01", "last_day": "09-30", "pm_from": "15:00", "pm_to": "18:00"}


def told(*seasons: Told, **more: object) -> Told:
    return {"valid_from": "2026-01-01", "seasons": list(seasons), **more}


def test_an_edition_is_set_replaced_and_written_down(do: Do, now: datetime) -> None:
    do("calendars.set_hours", told(ALL_YEAR, SUMMER))
    do("calendars.set_hours", told(ALL_YEAR | {"am_from": "09:00"}))
    unchanged = do("calendars.set_hours", told(ALL_YEAR | {"am_from": "09:00"}))

    assert unchanged.answer == {"changed": 0}
    assert working_calendar(now).day_minutes == 180
    assert WorkingHours.objects.count() == 1
    bodies = list(Entry.objects.order_by("id").values_list("body", flat=True))
    assert [(len(body["before"]), len(body["after"])) for body in bodies] == [(0, 2), (2, 1)]
    assert bodies[1]["after"][0] == {
        "name": "全年",
        "first_day": "01-01",
        "last_day": "12-31",
        "am_from": "09:00:00",
        "am_to": "12:00:00",
        "pm_from": "",
        "pm_to": "",
    }


@pytest.mark.parametrize(
    ("seasons", "message"),
    [
        ([SUMMER], "请恰好设置一段全年作息（01-01 至 12-31），其他季节在它之上另设"),
        ([ALL_YEAR, SUMMER | {"last_day": "02-30"}], "第 2 段“夏季”的起止日期不存在，请写成 05-01 这样的月-日"),
        ([ALL_YEAR, SUMMER | {"last_day": "9-30"}], "第 2 段“夏季”的起止日期不存在，请写成 05-01 这样的月-日"),
        ([ALL_YEAR | {"am_from": None, "am_to": None}], "第 1 段“全年”没有工作时间，上午和下午至少填写一个"),
        ([ALL_YEAR | {"am_to": None}], "第 1 段“全年”的上午只填了一半，请把开始和结束都填上"),
        ([ALL_YEAR, SUMMER | {"pm_to": "15:00"}], "第 2 段“夏季”的下午结束时间应晚于开始时间"),
        ([ALL_YEAR | {"pm_from": "11:59", "pm_to": "18:00"}], "第 1 段“全年”的下午开始早于上午结束"),
        (
            [ALL_YEAR, SUMMER, SUMMER | {"name": "秋冬", "first_day": "09-30", "last_day": "02-29"}],
            "09-30 同时属于“夏季”和“秋冬”，请让季节不重叠",
        ),
    ],
)
def test_hours_that_do_not_fit_are_refused_by_their_number(do: Do, seasons: list[Told], message: str) -> None:
    outcome = do("calendars.set_hours", told(*seasons))

    assert (outcome.code, outcome.answer["message"]) == ("invalid", message)
    assert not WorkingHours.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"am_to": None},
        {"am_from": None, "am_to": None},
        {"am_to": "08:30"},
        {"pm_from": "11:00", "pm_to": "13:00"},
        {"first_day": "13-01"},
    ],
)
def test_the_database_itself_refuses_hours_that_do_not_fit(wrong: Told) -> None:
    row = WorkingHours(valid_from="2026-01-01", **(ALL_YEAR | wrong))
    with pytest.raises(IntegrityError):
        row.save()


def test_a_division_has_its_own_hours_from_its_first_edition_on(do: Do, now: datetime, street: Division) -> None:
    do("calendars.set_hours", told(ALL_YEAR) | {"valid_from": "2000-01-01"})
    do("calendars.set_hours", told(ALL_YEAR | {"am_from": "11:00"}, division=street.pk))

    city, own = working_calendar(now), working_calendar(now, divisions=[0, street.pk, street.parent_id or 0])

    assert own.day_minutes == 60
    assert city.day_minutes == working_calendar(now, divisions=[street.parent_id or 0]).day_minutes == 210
    assert [season.minutes for season in own.seasons] == [210, 60]


def test_hours_are_set_by_administrators_of_the_place_or_above(
    do: Do, street: Division, city_admin: Actor, street_admin: Actor, stranger: Actor
) -> None:
    everybody = (stranger, street_admin, city_admin)

    for_city = [do("calendars.set_hours", told(ALL_YEAR), actor).code for actor in everybody]
    for_street = [do("calendars.set_hours", told(ALL_YEAR, division=street.pk), actor).code for actor in everybody]

    assert for_city == ["not_yours", "not_yours", ""]
    assert for_street == ["not_yours", "", ""]


def test_an_unknown_division_is_refused(do: Do) -> None:
    assert do("calendars.set_hours", told(ALL_YEAR, division=0)).code == "not_found"


def test_the_shell_loads_what_is_shipped(now: datetime) -> None:
    said = StringIO()

    call_command("load_calendars", stdout=said)

    assert "已知至 2026-12-31" in said.getvalue()
    calendar = working_calendar(now)
    assert (calendar.days, calendar.day_minutes) == (PLAIN.days, 420)
    assert calendar.is_working_day(at("2026-10-10 00:00").date())


def test_the_shell_is_told_which_line_is_wrong(tmp_path: Path) -> None:
    sheet = tmp_path / "days.csv"
    sheet.write_text("date,is_working,name,source\n2027-13-01,0,春节,甲\n", encoding="utf-8")

    with pytest.raises(CommandError, match="第 2 行"):
        call_command("load_calendars", days=sheet)
    assert not Day.objects.exists()


def test_the_shipped_sheet_is_what_the_package_says(tmp_path: Path) -> None:
    call_command("write_holidays", path=tmp_path / "holidays.csv")

    assert (tmp_path / "holidays.csv").read_bytes() == Path("fixtures/holidays.csv").read_bytes()
