from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection, transaction

from apps.calendars.clock import WorkingCalendar
from apps.calendars.editions import check_edition
from apps.calendars.models import Day, WorkingHours
from apps.calendars.queries import renew
from apps.calendars.rules import keeps_calendar
from apps.calendars.sheets import DayLine, read_days
from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.models import Division
from apps.journal.actions import Subject, write


def import_days(_: object, *, call: Call, csv: str) -> dict[str, Any]:
    """Adds or corrects the days of the sheet and leaves all others; one bad line and none is taken."""
    _take(call, None)
    lines = read_days(csv)
    known = {day.date: day for day in Day.objects.all()}
    changed = [line for line in lines if _differs(line, known.get(line.date))]
    Day.objects.bulk_create(
        [Day(date=line.date, is_working=line.is_working, name=line.name, source=line.source) for line in changed],
        update_conflicts=True,
        unique_fields=["date"],
        update_fields=["is_working", "name", "source"],
    )
    if changed:
        _settle(call, "calendars.import_days", "days", {"days": [_told(line, known) for line in changed]})
    return {"lines": len(lines), "changed": len(changed), "known_until": _known_until()}


def set_hours(
    _: object, *, call: Call, valid_from: date, seasons: list[dict[str, Any]], division: int | None = None
) -> dict[str, Any]:
    """Replaces the edition that begins on this day, and leaves earlier and later ones."""
    _take(call, division)
    rows = [WorkingHours(division_id=division, valid_from=valid_from, **fields) for fields in seasons]
    check_edition(rows)
    before = WorkingHours.objects.filter(division=division, valid_from=valid_from)
    body = {
        "valid_from": valid_from.isoformat(),
        "before": [_hours(row) for row in before.order_by("id")],
        "after": [_hours(row) for row in rows],
    }
    if body["before"] == body["after"]:
        return {"changed": 0}
    before.delete()
    WorkingHours.objects.bulk_create(rows)
    _settle(call, "calendars.set_hours", f"hours:{division or 'city'}", body)
    return {"changed": len(rows)}


def _take(call: Call, division_id: int | None) -> None:
    """The calendar is one thing: its changes come one after another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('calendars'))")
    division = None
    if division_id is not None:
        division = Division.objects.filter(pk=division_id).first()
        if division is None:
            raise Refusal(RefusalCode.NOT_FOUND, "没有这个区划，请重新选择", "division")
    if not keeps_calendar(call, division):
        raise Refusal(RefusalCode.NOT_YOURS, "只有市级系统管理员可以修改日历，区划的作息由本级或上级管理员修改")


def _settle(call: Call, verb: str, subject: str, body: dict[str, Any]) -> None:
    write(call=call, verb=verb, subject=Subject("calendar", subject), body=body, notice={})
    transaction.on_commit(renew)


def _differs(line: DayLine, day: Day | None) -> bool:
    return day is None or (day.is_working, day.name, day.source) != (line.is_working, line.name, line.source)


def _told(line: DayLine, known: Mapping[date, Day]) -> dict[str, Any]:
    before = known.get(line.date)
    return {
        "date": line.date.isoformat(),
        "name": line.name,
        "is_working": line.is_working,
        "was_working": before.is_working if before else None,
    }


def _known_until() -> str | None:
    until = WorkingCalendar(dict(Day.objects.values_list("date", "is_working"))).known_until
    return until.isoformat() if until else None


def _hours(row: WorkingHours) -> dict[str, str]:
    names = ["name", "first_day", "last_day", "am_from", "am_to", "pm_from", "pm_to"]
    return {name: str(getattr(row, name) or "") for name in names}
