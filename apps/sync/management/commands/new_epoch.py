"""After a backup was restored: every phone compares whole lists again, and offers again what it was answered."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from apps.commands.perform import perform
from apps.core.call import SYSTEM, Call, Door


class Command(BaseCommand):
    help = "恢复备份之后执行一次：所有手机将重新核对资料，并重新提交备份之后办过的事"

    def handle(self, *_: Any, **__: Any) -> None:
        outcome = perform("sync.new_epoch", None, {}, call=Call(SYSTEM, timezone.now(), Door.SHELL))
        self.stdout.write(f"新的同步纪元：{outcome.answer['epoch']}")
