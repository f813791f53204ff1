"""A believable city of made-up people: the shell's door to registry.seed, by districts, stopped and run again."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from apps.commands.perform import perform
from apps.core.call import SYSTEM, Call, Door
from apps.grids.models import Division, Grid
from apps.journal.models import Entry
from apps.registry.models import Person
from apps.registry.sight import sight_of_everything
from apps.registry.synthetic import commands as commands  # noqa: PLC0414 -- registers registry.seed
from apps.registry.synthetic import indexes
from apps.registry.synthetic.lines import TABLES
from apps.registry.synthetic.planning import PEOPLE
from apps.registry.synthetic.seeding import UNDER_POLICY, VERB
from apps.registry.synthetic.workers import working

# Below so many new people, building every index anew takes longer than keeping it.
MANY = 100_000


class Stopped(BaseException):
    """Somebody asked the process to end; what is under way is undone."""


class Command(BaseCommand):
    help = "生成合成城市（人、房、户、单位、部件、服务场所），只用于演示；已有登记的社区不动，可随时中断后继续"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=float, default=1.0, help="人口规模，1 为 410 万人（0.0001–1）")
        parser.add_argument("--street", default="", help="只生成一个街道或社区：行政区划代码，如 420502003000")
        parser.add_argument("--seed", type=int, default=1, help="随机种子，相同则结果相同")
        parser.add_argument("--on", type=date.fromisoformat, help="年龄按哪一天计算；默认为首次生成的日期")
        parser.add_argument("--processes", type=int, default=os.cpu_count(), help="用几个进程生成")

    def handle(self, *_: Any, scale: float, street: str, seed: int, **more: Any) -> None:
        began = time.monotonic()
        on = more["on"] or _first_day()
        areas = _areas(street[:9] if street.endswith("000") else street)
        if not areas:
            raise CommandError("没有可以生成的网格：请先 load_city，或核对 --street")
        with _stoppable(), self._indexed(scale, whole=not street), working(1 if street else more["processes"]):
            for place, (area, name) in enumerate(areas, 1):
                self._fill(f"{name} {place}/{len(areas)}", {"area": area, "scale": scale, "seed": seed, "on": on})
        self.stdout.write(f"完成，用时 {time.monotonic() - began:.0f} 秒")

    def _fill(self, name: str, told: dict[str, Any]) -> None:
        began = time.monotonic()
        told = told | {"on": told["on"].isoformat()}
        outcome = perform(VERB, None, told, call=Call(SYSTEM, timezone.now(), Door.SHELL))
        if not outcome.applied:
            raise CommandError(outcome.answer["message"])
        made, spent = outcome.answer, time.monotonic() - began
        if not made["communities"]:
            self._say(f"{name}：已有登记，未改动")
            return
        people = made.get("person", 0)
        rooms, firms, parts = (made.get(kind, 0) for kind in ("room", "organisation", "part"))
        counts = f"{people} 人，{rooms} 套房屋，{firms} 家单位，{parts} 个部件"
        self._say(f"{name}：{counts}，{spent:.1f} 秒（每秒 {people / spent:.0f} 人）")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    @contextmanager
    def _indexed(self, scale: float, *, whole: bool) -> Iterator[None]:
        """Also pays what a run that was killed has left owing."""
        if whole and PEOPLE * scale >= MANY and _people_fewer_than(PEOPLE * scale / 10) and not indexes.owed():
            self._say(f"导入期间暂时移去 {indexes.drop(TABLES)} 个索引和约束")
        try:
            yield
        finally:
            self._rebuild()

    def _rebuild(self) -> None:
        if not (owed := len(indexes.owed())):
            return
        began = time.monotonic()
        self._say(f"重建 {owed} 个索引和约束……")
        indexes.make(UNDER_POLICY, lambda _: None)
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {', '.join(TABLES)}")
        self._say(f"重建完成，{time.monotonic() - began:.0f} 秒")


def _areas(prefix: str) -> list[tuple[str, str]]:
    """One, or every district with grids."""
    codes = Grid.objects.filter(valid_to=None, code__startswith=prefix).values_list("code", "district_id", "street_id")
    names = dict(Division.objects.values_list("pk", "name"))
    if prefix:
        return [(prefix, names[street]) for _, _, street in codes[:1]]
    return list({code[:6]: names[district] for code, district, _ in codes.order_by("code")}.items())


def _first_day() -> date:
    """A city that was begun is finished as of the same day."""
    first = Entry.objects.filter(verb=VERB).order_by("id").values_list("body", flat=True).first()
    return date.fromisoformat(first["on"]) if first else timezone.localdate()


def _people_fewer_than(limit: float) -> bool:
    with sight_of_everything():
        return len(Person.objects.values_list("pk")[: int(limit) + 1]) <= limit


@contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM and Ctrl-C undo the district under way and put the indexes back; the second one does not wait."""

    def stop(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        raise Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except Stopped:
        raise CommandError("已中断；再次运行将从未完成的区县继续", returncode=143) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
