"""The shell's door to the code lists of fixtures/codes, or of another folder. Safe to repeat."""

import base64
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.commands.perform import perform
from apps.core.call import SYSTEM, Call, Door


class Command(BaseCommand):
    help = "导入代码表（lists.csv 和 codes.csv）；内容没有变化时重复导入没有副作用"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "fixtures/codes", help="代码表所在目录")

    def handle(self, *_: Any, folder: Path, **__: Any) -> None:
        told = {name: base64.b64encode((folder / f"{name}.csv").read_bytes()).decode() for name in ("lists", "codes")}
        outcome = perform("registry.load_codes", None, told, call=Call(SYSTEM, timezone.now(), Door.SHELL))
        if not outcome.applied:
            lines = [f"第 {bad['line']} 行 {bad['column']}：{bad['reason']}" for bad in outcome.answer.get("lines", [])]
            raise CommandError("\n".join([outcome.answer["message"], *lines]))
        self.stdout.write(f"{outcome.answer['lists']} 张代码表，新增 {len(outcome.answer['new'])} 张")
