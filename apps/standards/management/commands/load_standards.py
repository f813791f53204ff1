"""The shell's door: the taxonomy and the responsibility matrix from sheets, by the same commands a person would use."""

import base64
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.commands.perform import perform
from apps.core.call import SYSTEM, Call, Door

FIXTURES: Path = settings.BASE_DIR / "fixtures"
SOURCE = "随系统提供的分类标准（2 大项、24 小项、435 子项）"


class Command(BaseCommand):
    help = "导入分类标准和职责清单；内容没有变化时重复导入没有副作用。单位类型须已登记"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--taxonomy", type=Path, default=FIXTURES / "taxonomy.csv", help="分类标准（CSV）")
        parser.add_argument("--matrix", type=Path, default=FIXTURES / "responsibility.csv", help="职责清单（CSV）")
        parser.add_argument("--source", default=SOURCE, help="分类标准的来源")
        parser.add_argument("--from", dest="effective_from", type=date.fromisoformat, help="施行日期，默认为当天")

    def handle(self, *_: Any, taxonomy: Path, matrix: Path, source: str, **options: Any) -> None:
        told: dict[str, Any] = {"sheet": _sheet(taxonomy), "source": source}
        if options["effective_from"]:
            told["effective_from"] = options["effective_from"].isoformat()
        answer = _perform("standards.import_taxonomy", told)
        self.stdout.write(f"{answer['message']}：{answer['categories']} 个子项，{answer['conditions']} 条立案条件")
        answer = _perform("standards.import_responsibility", {"sheet": _sheet(matrix)})
        self.stdout.write(f"职责清单 {answer['lines']} 行，新增 {answer['added']}，停用 {answer['retired']}")


def _sheet(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()


def _perform(name: str, told: dict[str, Any]) -> dict[str, Any]:
    outcome = perform(name, None, told, call=Call(SYSTEM, timezone.now(), Door.SHELL))
    if outcome.applied:
        return outcome.answer
    lines = [f"第 {bad['line']} 行 {bad['column']}：{bad['reason']}" for bad in outcome.answer.get("lines", [])]
    raise CommandError("\n".join([outcome.answer["message"], *lines]))
