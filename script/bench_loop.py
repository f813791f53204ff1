"""The loop under load: reports, moves and lists over HTTP at 100,000 matters, beside their statements in psycopg alone.

Starts what script/server starts, on a folder of its own (var/bench-loop), and stops it. Loopback only.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import time
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import django
import orjson
import psycopg

from script.lib.loop_floor import Recipe, Target, replay
from script.lib.loop_load import AT_ONCE, Line, Measured, Person, Work, measure
from script.lib.others import Load, Watch
from script.lib.served import ROOT, commit, served

VAR = ROOT / "var/bench-loop"
MATTERS = ROOT / "script/lib/loop_matters.sql"
PHONES = {
    "worker": "19900000001",
    "community": "19900000011",
    "street": "19900000021",
    "city": "19900000041",
}
# From the worker's accepting it to the street's: who, what, with which words.
MOVES: list[tuple[str, str, dict[str, str]]] = [
    ("worker", "accept", {}),
    ("worker", "comment", {"note": "已联系物业，约定下午到场"}),
    ("worker", "escalate", {"reason": "需要执法权限，网格无法解决"}),
    ("community", "accept", {}),
    ("community", "escalate", {"reason": "社区协调未果，请街道处理"}),
    ("street", "nudge", {"note": "请尽快处理"}),
    ("street", "accept", {}),
]
LIST = "/api/events/?limit=100"
TEXT = "巷口下水道堵塞，污水漫到人行道上，气味很大，请尽快安排疏通。"
SECONDS = {"create": (5.0, 3.0), "status": (5.0, 3.0), "list": (3.0, 1.5)}


@dataclass(frozen=True)
class Turn:
    """Processor time is what busy neighbours change least; `others` is their share of the machine meanwhile."""

    measured: Measured
    cpu_ms: float
    others: float

    @staticmethod
    def between(before: Load, after: Load, measured: Measured) -> "Turn":
        return Turn(measured, after.ours_since(before) * 1000 / len(measured.each), after.others_since(before))


@dataclass
class Case:
    """One kind of work, measured in turns with its floor so that both meet the same neighbours."""

    name: str
    ours: list[Turn] = field(default_factory=list)
    floor: list[Turn] = field(default_factory=list)


@dataclass
class Bench:
    port: int
    dsn: str
    server: Watch
    rounds: int
    people: dict[str, Person] = field(default_factory=dict)
    reports: list[dict[str, Any]] = field(default_factory=list)
    made: list[str] = field(default_factory=list)

    def run(self) -> tuple[list[Case], int]:
        asyncio.run(self._sign_in())
        recipes = self._captured()
        self._turn(self._create(), 2.0)
        lists = [self._list("street", recipes), self._list("city", recipes)]
        create, targets = Case("create"), list[Target]()
        for _ in range(self.rounds):
            targets += self._both(create, self._create(), [recipes["create"]])
        status = Case("status")
        moves = [recipes[f"move {number}"] for number in range(len(MOVES))]
        for _ in range(self.rounds):
            self._both(status, self._move(), moves, targets)
        return [create, status, *lists], len(recipes["create"].statements)

    async def _sign_in(self) -> None:
        line = await Line.to(self.port)
        for name, phone in PHONES.items():
            self.people[name] = await Person(phone).sign_in(self.port)
        worker = self.people["worker"]
        session = orjson.loads(await line.ask(worker, "GET", "/api/session/"))
        grid = session["account"]["postings"][0]["at_id"]
        centre = orjson.loads(await line.ask(worker, "GET", f"/api/grids/{grid}/"))["centre"]
        kinds = orjson.loads(await line.ask(worker, "GET", "/api/categories/"))
        subs = [sub for major in kinds["majors"] for minor in major["minors"] for sub in minor["subs"]]
        lon, lat = centre["coordinates"] if isinstance(centre, dict) else centre
        self.reports = [{**report_of(sub["id"], n), "lon": lon, "lat": lat} for n, sub in enumerate(subs)]
        line.close()

    def _captured(self) -> dict[str, Recipe]:
        """In process, against the same database: the second of each, so that what a process keeps is there."""
        person_of = {name: import_module("script.lib.loop_capture").Person(phone) for name, phone in PHONES.items()}
        recipes: dict[str, Recipe] = {}
        for _ in range(2):
            recipes["create"] = person_of["worker"].post("/api/events/", self.reports[0])
            for number, (name, verb, said) in enumerate(MOVES):
                address = f"/api/events/{recipes['create'].event}/{verb}/"
                recipes[f"move {number}"] = person_of[name].post(address, said)
            for name in ("street", "city"):
                recipes[name] = person_of[name].get(LIST)
        return recipes

    def _create(self) -> Work:
        async def work(line: Line) -> None:
            told = await line.ask(self.people["worker"], "POST", "/api/events/", random.choice(self.reports))  # noqa: S311
            self.made.append(orjson.loads(told)["id"])

        return work

    def _move(self) -> Work:
        """One move of one matter; each line keeps to its matter until the last of them."""
        under_way: dict[Line, tuple[str, int]] = {}

        async def work(line: Line) -> None:
            event, number = under_way.get(line) or (self.made.pop(), 0)
            name, verb, said = MOVES[number]
            await line.ask(self.people[name], "POST", f"/api/events/{event}/{verb}/", said)
            under_way[line] = (event, number + 1)
            if number + 1 == len(MOVES):
                del under_way[line]

        return work

    def _list(self, name: str, recipes: dict[str, Recipe]) -> Case:
        async def work(line: Line) -> None:
            await line.ask(self.people[name], "GET", LIST)

        case = Case(f"list of {name}")
        for _ in range(self.rounds):
            self._both(case, work, [recipes[name]])
        return case

    def _both(self, case: Case, work: Work, recipes: list[Recipe], targets: list[Target] = []) -> list[Target]:  # noqa: B006
        ours, floor = SECONDS[case.name.split()[0]]
        began = Load.now(self.server)
        measured = self._turn(work, ours)
        between = Load.now(self.server)
        replayed = replay(self.dsn, recipes, seconds=floor, targets=targets)
        case.ours.append(Turn.between(began, between, measured))
        case.floor.append(Turn.between(between, Load.now(self.server), replayed.measured))
        return replayed.made

    def _turn(self, work: Work, seconds: float) -> Measured:
        return asyncio.run(measure(self.port, work, seconds=seconds))


def report_of(category: int, number: int) -> dict[str, Any]:
    return {
        "category": category,
        "text": TEXT,
        "place_text": f"人民路{number}号",
        "crs": "EPSG:4490",
        "channel": "WORKER",
    }


def main() -> None:
    asked = _asked()
    with served(VAR) as there:
        os.environ.update(there.told | {"DEMO": "1", "DB_POOL": "0", "DJANGO_SETTINGS_MODULE": "config.settings"})
        _fill(there.dsn)
        django.setup()
        cases, statements = Bench(there.port, there.dsn, Watch(there.server.pid), asked.rounds).run()
    _print(cases, statements)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _fill(dsn: str) -> None:
    began = time.monotonic()
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(MATTERS.read_text(encoding="utf-8"))
        connection.execute("VACUUM ANALYZE")
    # The server's own user is an ordinary one.
    with psycopg.connect(dsn, user="postgres", autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    print(f"100,000 matters in {time.monotonic() - began:.0f} s")


COLUMNS = ("1/s", "p50 ms", "cpu ms", "client", "others", "floor 1/s", "p50 ms", "cpu ms", "ratio")


def _print(cases: list[Case], statements: int) -> None:
    load, processors = os.getloadavg()[0], os.cpu_count()
    print(f"{AT_ONCE} at once, medians of {len(cases[0].ours)} turns; load {load:.1f} on {processors} processors")
    print(" " * 16 + "".join(f"{column:>10}" for column in COLUMNS))
    figures: dict[str, dict[str, Any]] = {}
    for case in cases:
        name, figure = _figure(case)
        figures[name] = max((figures.get(name, figure), figure), key=lambda one: one["ours"])
    figures["create_sql"] = {"ours": statements, "unit": "statements"}
    print(f"statements of a create: {statements}")
    print(json.dumps({"bench": "loop", "commit": commit(), "figures": figures}))


def _figure(case: Case) -> tuple[str, dict[str, Any]]:
    """Prints the case's line, too. The ratio says how many times the floor is better."""
    ours, floor = _rate(case.ours), _rate(case.floor)
    ours_ms, floor_ms = _p50(case.ours), _p50(case.floor)
    listed = case.name.startswith("list")
    ratio = round(ours_ms / floor_ms if listed else floor / ours, 1)
    client = statistics.median(turn.measured.client for turn in case.ours)
    others = statistics.median(turn.others for turn in case.ours)
    print(
        f"{case.name:16}{ours:10.1f}{ours_ms:10.1f}{_cpu(case.ours):10.2f}{client:10.0%}{others:10.0%}"
        f"{floor:10.1f}{floor_ms:10.1f}{_cpu(case.floor):10.2f}{ratio:10.1f}"
    )
    if listed:
        return "list100", {"ours": round(ours_ms, 1), "floor": round(floor_ms, 1), "unit": "ms_p50", "ratio": ratio}
    return case.name, {"ours": round(ours, 1), "floor": round(floor, 1), "unit": "per_s", "ratio": ratio}


def _rate(turns: list[Turn]) -> float:
    return statistics.median(turn.measured.per_second for turn in turns)


def _p50(turns: list[Turn]) -> float:
    return statistics.median(turn.measured.median_ms for turn in turns)


def _cpu(turns: list[Turn]) -> float:
    return statistics.median(turn.cpu_ms for turn in turns)


if __name__ == "__main__":
    main()
