"""Puts everything sealed under the newest of SEALING_KEYS (the last) and SEALING_CIPHER.

May be stopped at any time and run again.
"""

import signal
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from apps.core.call import SYSTEM, Call, Door
from apps.journal.actions import Subject, write
from apps.registry.rotation import Sealed, columns, left, reseal


class Command(BaseCommand):
    help = "用 SEALING_KEYS 中最新的密钥（最后一个）重新加密；可随时停止（Ctrl-C 或 SIGTERM），再次运行时继续"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=1000, help="每批条数，默认 1000")

    def handle(self, *_: Any, batch: int, **__: Any) -> None:
        self.stopped = False
        before = {name: signal.signal(name, self._stop) for name in (signal.SIGTERM, signal.SIGINT)}
        try:
            done = sum(self._column(sealed, batch) for sealed in columns() if not self.stopped)
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)
        self._tell(done)

    def _stop(self, _: int, __: FrameType | None) -> None:
        self.stopped = True

    def _column(self, sealed: Sealed, batch: int) -> int:
        todo, done = left(sealed), 0
        after: Any = None
        while todo and not self.stopped:
            count, after = reseal(sealed, after=after, many=batch)
            done += count
            self.stdout.write(f"{sealed}: {done}/{todo}")
            if after is None:
                break
        return done

    def _tell(self, done: int) -> None:
        newest = len(settings.SEALING_KEYS)
        if done:
            call = Call(SYSTEM, timezone.now(), Door.SHELL)
            body = {"resealed": done, "key": newest, "cipher": settings.SEALING_CIPHER, "finished": not self.stopped}
            write(call=call, verb="registry.rotate_keys", subject=Subject("keys", newest), body=body, notice={})
        self.stdout.write(
            f"{'已停止' if self.stopped else '完成'}：{done} 条改用第 {newest} 把密钥和 {settings.SEALING_CIPHER}"
        )
