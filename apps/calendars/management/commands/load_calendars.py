"""The shell's door: holidays and working hours from sheets, by the same commands a person would use."""

import csv
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.commands.perform import perform
from apps.core.call import SYSTEM, Call, Door

FIXTURES: Path = settings.BASE_DIR / "fixtures"


class Command(BaseCommand):
    help = "导入节假日表和作息表；重复导入没有副作用"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=Path, default=FIXTURES / "holidays.csv", help="节假日表（CSV）")
        parser.add_argument("--hours", type=Path, default=FIXTURES / "working_hours.csv", help="全市作息表（CSV）")

    def handle(self, *_: Any, days: Path, hours: Path, **__: Any) -> None:
        answer = _perform("calendars.import_days", {"csv": days.read_text(encoding="utf-8-sig")})
        self.stdout.write(f"节假日 {answer['lines']} 天，改动 {answer['changed']} 天，已知至 {answer['known_until']}")
        with hours.open(newline="", encoding="utf-8-sig") as sheet:
            rows = sorted(csv.DictReader(sheet), key=lambda row: row["valid_from"])
        for valid_from, group in groupby(rows, key=lambda row: row["valid_from"]):
            seasons = [{name: value or None for name, value in row.items() if name != "valid_from"} for row in group]
            answer = _perform("calendars.set_hours", {"valid_from": valid_from, "seasons": seasons})
            self.stdout.write(f"{valid_from} 起的作息，改动 {answer['changed']} 段")


def _perform(name: str, told: dict[str, Any]) -> dict[str, Any]:
    outcome = perform(name, None, told, call=Call(SYSTEM, timezone.now(), Door.SHELL))
    if not outcome.applied:
        raise CommandError(outcome.answer["message"])
    return outcome.answer
