"""The registry of a whole city: searches, pages, lists and sheets over HTTP, beside their statements in psycopg alone.

How long one waits is measured with one at work on each processor; more would measure the queue before them.

Starts what script/server starts, on a folder of its own (var/bench-registry/SCALE, kept for the next run), makes the
synthetic city there unless it is there already, and stops everything. Loopback only.
"""

import argparse
import asyncio
import json
import logging
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from urllib.parse import quote

import django
import psycopg

from script.lib import registry_sheets as sheets
from script.lib.loop_floor import Recipe, replay
from script.lib.loop_load import Line, Measured, Person, Work, measure
from script.lib.others import Load, Watch
from script.lib.served import ROOT, Served, commit, served

CITY, STREET, LEAD = "19900000043", "19900000021", "19900000023"
SAMPLES, SECONDS, FLOOR_SECONDS = 24, 4.0, 2.5
AT_ONCE = 2
STREET_CODE = "420502003000"
PICKED = {
    "room": "SELECT id FROM registry_room TABLESAMPLE SYSTEM (1) LIMIT %s",
    "person": "SELECT id FROM registry_person TABLESAMPLE SYSTEM (1) LIMIT %s",
    "grid": "SELECT DISTINCT grid_id FROM registry_person TABLESAMPLE SYSTEM (1) LIMIT %s",
}
NAMES = ("王伟", "李娜", "张丽", "刘洋", "陈浩", "杨秀英", "黄子", "赵国", "周", "吴梓轩", "徐桂", "孙宇")
LETTERS = ("ww", "ln", "zl", "ly", "chx", "yxy", "hzx", "zg", "wzx", "xg", "sy", "zhm")


@dataclass
class Case:
    """One kind of reading, measured in turns with its floor so that both meet the same neighbours."""

    name: str
    addresses: list[str]
    ours: list[Measured] = field(default_factory=list)
    floor: list[Measured] = field(default_factory=list)
    others: list[float] = field(default_factory=list)

    def figure(self) -> dict[str, Any]:
        ours, floor = _percentiles(self.ours), _percentiles(self.floor)
        return {
            "ours": ours[1],
            "floor": floor[1],
            "unit": "ms_p95",
            "ratio": round(ours[1] / floor[1], 1),
            "p50": ours[0],
            "floor_p50": floor[0],
            "ratio_p50": round(ours[0] / floor[0], 1),
        }


def _percentiles(turns: list[Measured]) -> tuple[float, float]:
    each = sorted(took * 1000 for turn in turns for took in turn.each)
    return round(each[len(each) // 2], 2), round(each[len(each) * 95 // 100], 2)


def main() -> None:
    asked = _asked()
    var = ROOT / f"var/bench-registry/{asked.scale:g}"
    with served(var) as there:
        os.environ.update(there.told | {"DEMO": "1", "DB_POOL": "0", "DJANGO_SETTINGS_MODULE": "config.settings"})
        loaded = _load(asked.scale)
        django.setup()
        logging.getLogger("httpx").setLevel(logging.WARNING)
        counts = _counts(there.dsn)
        print("  ".join(f"{name} {many:,}" for name, many in counts.items()))
        cases = _read(there, asked.rounds, asked.at_once)
        figures = {case.name: case.figure() for case in cases}
        figures |= _sheets(there, asked.rows)
    _print(cases, figures, asked.at_once)
    told = {"scale": asked.scale, "at_once": asked.at_once, "load_s": loaded, "rows": counts, "figures": figures}
    print(json.dumps({"bench": "registry", "commit": commit(), **told}))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--scale", type=float, default=1.0, help="of the synthetic city (default 1: 4.1 million people)"
    )
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="how many ask, an even number")
    parser.add_argument("--rows", type=int, default=20_000, help="of the sheet that is imported")
    return parser.parse_args()


def _load(scale: float) -> float:
    """Nothing to do where it is loaded already."""
    began = time.monotonic()
    environment = os.environ | {"DB_POOL": "0"}
    order = [sys.executable, "manage.py", "seed", "--scale", str(scale)]
    subprocess.run(order, cwd=ROOT, env=environment, check=True)
    return round(time.monotonic() - began, 1)


def _counts(dsn: str) -> dict[str, int]:
    with psycopg.connect(dsn) as connection:
        connection.execute(sheets.EVERYTHING)
        found = {}
        for name in ("person", "room", "household", "tenure", "personrole", "organisation", "part"):
            (found[name],) = connection.execute(f"SELECT count(*) FROM registry_{name}").fetchone() or (0,)  # noqa: S608
    return found


def _read(there: Served, rounds: int, at_once: int) -> list[Case]:
    person = asyncio.run(Person(CITY).sign_in(there.port))
    cases = _cases(_picked(there.dsn))
    capture = import_module("script.lib.loop_capture").Person(CITY)
    watch = Watch(there.server.pid)
    for case in cases:
        # The second of each, so that what a process keeps is there.
        recipes: list[Recipe] = [[capture.get(address) for _ in range(2)][1] for address in case.addresses]
        _turn(there.port, person, case, 1.0, at_once)
        for _ in range(rounds):
            before = Load.now(watch)
            case.ours.append(_turn(there.port, person, case, SECONDS, at_once))
            case.floor.append(replay(there.dsn, recipes, seconds=FLOOR_SECONDS, at_once=at_once).measured)
            case.others.append(Load.now(watch).others_since(before))
    return cases


def _picked(dsn: str) -> dict[str, list[Any]]:
    with psycopg.connect(dsn) as connection:
        connection.execute(sheets.EVERYTHING)
        return {name: [row[0] for row in connection.execute(sql, [SAMPLES])] for name, sql in PICKED.items()}


def _cases(picked: dict[str, list[Any]]) -> list[Case]:
    people = "/api/registry/people/?limit=50&q="
    return [
        # A code list of six lines: what a session, an account and an answer cost before anything is looked for.
        Case("door", ["/api/registry/codes/SEX/"]),
        Case("name_search", [people + quote(name) for name in NAMES]),
        Case("pinyin_search", [people + letters for letters in LETTERS]),
        Case("house", [f"/api/registry/rooms/{pk}/" for pk in picked["room"]]),
        Case("person", [f"/api/registry/people/{pk}/" for pk in picked["person"]]),
        Case("grid_list", [f"/api/registry/people/?limit=100&grid={pk}" for pk in picked["grid"]]),
        # The map's half of one query: there are no tiles of people.
        Case("tile", [f"/api/registry/points/?of=people&grid={pk}" for pk in picked["grid"]]),
    ]


def _turn(port: int, person: Person, case: Case, seconds: float, at_once: int) -> Measured:
    async def work(line: Line) -> None:
        await line.ask(person, "GET", random.choice(case.addresses))  # noqa: S311

    doing: Work = work
    return asyncio.run(measure(port, doing, seconds=seconds, at_once=at_once))


def _sheets(there: Served, rows: int) -> dict[str, dict[str, Any]]:
    desk, lead = sheets.Desk(there.port, STREET), sheets.Desk(there.port, LEAD)
    with psycopg.connect(there.dsn) as connection:
        connection.execute(sheets.EVERYTHING)
        (street,) = connection.execute(
            "SELECT division_id FROM grids_divisioncode WHERE code = %s", [STREET_CODE]
        ).fetchone() or (0,)
        plates = connection.execute(
            "SELECT plate_code FROM registry_room WHERE street_id = %s AND plate_code IS NOT NULL", [street]
        ).fetchall()
    leaving = sheets.export_over_http(desk, lead, street)
    leaving_alone = sheets.export_alone(there.dsn, *_export_sql(street))
    coming = sheets.import_over_http(desk, sheets.sheet_of([plate for (plate,) in plates], rows), rows)
    coming_alone = sheets.import_alone(there.dsn, street)
    return {"import_rows": _speeds(coming, coming_alone), "export_rows": _speeds(leaving, leaving_alone)}


def _export_sql(street: int) -> tuple[str, Any]:
    """What the application asks for the same sheet."""
    kinds, presets = import_module("apps.exchange.enums").Kind, import_module("apps.exchange.presets").PRESETS
    leaving = presets[kinds.PEOPLE].leaving
    sql, params = leaving.query({"street": street}, full=False).query.sql_with_params()
    return sql, params


def _speeds(ours: sheets.Speed, floor: sheets.Speed) -> dict[str, Any]:
    ratio = round(floor.per_second / ours.per_second, 1)
    return {"ours": round(ours.per_second), "floor": round(floor.per_second), "unit": "rows_per_s", "ratio": ratio}


COLUMNS = ("p50 ms", "p95 ms", "1/s", "others", "floor p50", "p95 ms", "ratio p50", "p95")


def _print(cases: list[Case], figures: dict[str, dict[str, Any]], at_once: int) -> None:
    load, processors = os.getloadavg()[0], os.cpu_count()
    print(f"{at_once} at once, {len(cases[0].ours)} turns; load {load:.1f} on {processors} processors")
    print(" " * 16 + "".join(f"{column:>10}" for column in COLUMNS))
    for case in cases:
        figure = figures[case.name]
        rate = sum(turn.per_second for turn in case.ours) / len(case.ours)
        others = max(case.others)
        print(
            f"{case.name:16}{figure['p50']:10.1f}{figure['ours']:10.1f}{rate:10.1f}{others:10.0%}"
            f"{figure['floor_p50']:10.1f}{figure['floor']:10.1f}{figure['ratio_p50']:10.1f}{figure['ratio']:10.1f}"
        )
    for name in ("import_rows", "export_rows"):
        told = figures[name]
        print(f"{name:16}{told['ours']:10,} rows/s, floor {told['floor']:,}, ratio {told['ratio']}")


if __name__ == "__main__":
    main()
