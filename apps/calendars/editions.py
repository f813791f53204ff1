"""An edition of the working hours as somebody typed it; refused by the number of the season that is wrong."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from apps.calendars.hours import Season
from apps.calendars.models import WorkingHours
from apps.core.refusal import Refusal, invalid


def check_edition(rows: Sequence[WorkingHours]) -> None:
    for number, row in enumerate(rows, start=1):
        fault = next(_faults(row), "")
        if fault:
            raise _refusal(f"第 {number} 段“{row.name}”{fault}")
    if sum(row.season.is_whole_year for row in rows) != 1:
        raise _refusal("请恰好设置一段全年作息（01-01 至 12-31），其他季节在它之上另设")
    _refuse_overlap([row for row in rows if not row.season.is_whole_year])


def _faults(row: WorkingHours) -> Iterator[str]:
    if not (_exists(row.first_day) and _exists(row.last_day)):
        yield "的起止日期不存在，请写成 05-01 这样的月-日"
    ranges = [("上午", row.am_from, row.am_to), ("下午", row.pm_from, row.pm_to)]
    if all(opens is None and closes is None for _, opens, closes in ranges):
        yield "没有工作时间，上午和下午至少填写一个"
    for name, opens, closes in ranges:
        if (opens is None) != (closes is None):
            yield f"的{name}只填了一半，请把开始和结束都填上"
        if opens and closes and opens >= closes:
            yield f"的{name}结束时间应晚于开始时间"
    if row.am_to and row.pm_from and row.pm_from < row.am_to:
        yield "的下午开始早于上午结束"


def _exists(month_day: str) -> bool:
    try:
        date.fromisoformat(f"2000-{month_day}")
    except ValueError:
        return False
    return True


def _refuse_overlap(rows: Sequence[WorkingHours]) -> None:
    seasons: list[tuple[str, Season]] = [(row.name, row.season) for row in rows]
    for day in (date(2000, 1, 1) + timedelta(days=n) for n in range(366)):
        names = [name for name, season in seasons if season.covers((day.month, day.day))]
        if len(names) > 1:
            raise _refusal(f"{day:%m-%d} 同时属于“{names[0]}”和“{names[1]}”，请让季节不重叠")


def _refusal(message: str) -> Refusal:
    return invalid("seasons", message)
