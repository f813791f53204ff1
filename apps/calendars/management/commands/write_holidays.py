"""Writes fixtures/holidays.csv anew from the chinesecalendar package, after its yearly release."""

import csv
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from chinese_calendar.constants import Holiday, holidays, workdays
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from apps.calendars.sheets import COLUMNS

NAMES = {holiday.value: holiday.chinese for holiday in Holiday}


class Command(BaseCommand):
    help = "从 chinesecalendar 重新生成 fixtures/holidays.csv"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=int, default=2020, help="第一年")
        parser.add_argument("--path", type=Path, default=settings.BASE_DIR / "fixtures/holidays.csv")

    def handle(self, *_: Any, since: int, path: Path, **__: Any) -> None:
        with path.open("w", newline="", encoding="utf-8") as sheet:
            writer = csv.writer(sheet, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(row for row in sorted(_rows()) if int(row[0][:4]) >= since)


def _rows() -> Iterator[tuple[str, int, str, str]]:
    source = f"国务院办公厅年度节假日安排，经 chinesecalendar {version('chinesecalendar')}"
    for day, name in holidays.items():
        yield day.isoformat(), 0, NAMES[name], source
    for day, name in workdays.items():
        yield day.isoformat(), 1, f"{NAMES[name]}调休上班", source
