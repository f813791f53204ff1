"""The shell's door to the code lists and retention rules of fixtures/codes, or of another folder. Safe to repeat."""

import base64
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.commands.perform import perform
from apps.core.call import SYSTEM, Call, Door


class Command(BaseCommand):
    help = "导入代码表和保留期限（lists.csv、codes.csv、retention.csv）；内容没有变化时重复导入没有副作用"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "fixtures/codes", help="代码表所在目录")

    def handle(self, *_: Any, folder: Path, **__: Any) -> None:
        answer = _applied("registry.load_codes", {name: _sheet(folder, name) for name in ("lists", "codes")})
        self.stdout.write(f"{answer['lists']} 张代码表，新增 {len(answer['new'])} 张")
        answer = _applied("registry.load_rules", {"rules": _sheet(folder, "retention")})
        self.stdout.write(f"{answer['rules']} 条保留期限{'' if answer['changed'] else '，没有变化'}")


def _sheet(folder: Path, name: str) -> str:
    return base64.b64encode((folder / f"{name}.csv").read_bytes()).decode()


def _applied(name: str, told: dict[str, Any]) -> dict[str, Any]:
    outcome = perform(name, None, told, call=Call(SYSTEM, timezone.now(), Door.SHELL))
    if outcome.applied:
        return outcome.answer
    lines = [f"第 {bad['line']} 行 {bad['column']}：{bad['reason']}" for bad in outcome.answer.get("lines", [])]
    raise CommandError("\n".join([outcome.answer["message"], *lines]))
