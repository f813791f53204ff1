"""The shell's door: what workers read to begin with."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.commands.perform import perform
from apps.core.call import SYSTEM, Call, Door

FIXTURE: Path = settings.BASE_DIR / "fixtures" / "articles.json"


class Command(BaseCommand):
    help = "导入学习内容；已有同名的不动"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=FIXTURE, help="学习内容（JSON）")

    def handle(self, *_: Any, file: Path, **__: Any) -> None:
        told = json.loads(file.read_text(encoding="utf-8"))
        call = Call(SYSTEM, timezone.now(), Door.SHELL)
        outcome = perform("article.load", None, {"articles": told["articles"]}, call=call)
        if not outcome.applied:
            raise CommandError(outcome.answer["message"])
        self.stdout.write(f"学习内容，新增 {outcome.answer['added']} 篇")
