"""A thousand phones' morning on one machine: sign-in, first load, polls, commands, pokes; beside the same SQL alone.

Starts what script/server starts, on a folder of its own (var/bench-sync, kept for the next run), and stops it. Loopback
only. With `--pace` each phone does the work of so many; what is extrapolated to the whole city is shown.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import time
from dataclasses import dataclass, field
from typing import Any

import django
import orjson
import psycopg

from script.lib.loop_floor import Recipe, replay
from script.lib.loop_load import AT_ONCE, Line, Measured, Person, Work, measure
from script.lib.others import Load, Watch
from script.lib.served import ROOT, Served, commit, served
from script.lib.sync_browser import first_loads
from script.lib.sync_floor import Captured
from script.lib.sync_morning import Morning, Timed, arrive, batch, in_turn
from script.lib.sync_offline import at_hand
from script.lib.sync_phone import Phone

VAR = ROOT / "var/bench-sync"
PHONES = ROOT / "script/lib/sync_phones.sql"
CITY = 11_000
STORM_SECONDS = 300
BATCH = 10
SECONDS, FLOOR_SECONDS = 4.0, 2.5
MOST_WATCHED = 20
BIGGEST = """
SELECT account.phone, posting.grid_id FROM grids_posting posting
  JOIN accounts_account account ON account.id = posting.account_id AND account.is_demo
 WHERE posting.role = 'WORKER' AND posting.valid_to IS NULL
 ORDER BY (SELECT count(*) FROM registry_person WHERE grid_id = posting.grid_id) DESC LIMIT 1
"""
TABLES = "SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"


@dataclass
class Told:
    """A figure with its lower bound; `lines` explain it."""

    name: str
    figure: dict[str, Any]
    line: str


@dataclass
class Bench:
    there: Served
    asked: argparse.Namespace
    phones: list[Phone] = field(default_factory=list)
    colleagues: list[Phone] = field(default_factory=list)
    categories: list[int] = field(default_factory=list)
    places: dict[str, tuple[float, float]] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    def run(self) -> list[Told]:
        devices = self.asked.devices
        self.phones = [self._phone(f"187{n:08}", n) for n in range(1, devices + 1)]
        self.colleagues = [self._phone(f"186{n:08}", n) for n in range(1, min(MOST_WATCHED, devices) + 1)]
        asyncio.run(self._log_on())
        asyncio.run(self._first_load())
        self._poll()
        self._commands()
        asyncio.run(self._morning())
        return self.told

    def _phone(self, phone: str, number: int) -> Phone:
        return Phone(
            self.there.port, Person(phone), f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"
        )

    async def _log_on(self) -> None:
        statuses: list[int] = []

        async def one(number: int) -> bool:
            statuses.append(await self.phones[number].sign_in())
            return statuses[-1] == 200

        before, own = Load.now(self._watch), time.process_time()
        storm = await arrive(CITY / STORM_SECONDS, len(self.phones), one)
        cpu = Load.now(self._watch).ours_since(before) - (time.process_time() - own)
        for colleague in self.colleagues:
            await colleague.sign_in()
        bad = sum(status >= 500 for status in statuses)
        rate = len(self.phones) / storm.wall
        figure = {"ours": bad, "floor": 0, "unit": "5xx", "per_s": round(rate, 1), "other_errors": storm.failed - bad}
        figure |= {"p99_ms": round(storm.percentile(0.99)), "cpu_ms": round(cpu * 1000 / len(self.phones), 1)}
        figure["all_in_s"] = round(CITY / rate)
        line = (
            f"{len(self.phones)} log-ons at {CITY}/{STORM_SECONDS} s = {CITY / STORM_SECONDS:.1f} a second: done in"
            f" {storm.wall:.1f} s ({rate:.1f}/s), so {CITY} in {CITY}/{rate:.1f} = {CITY / rate:.0f} s;"
            f" p50 {storm.percentile(0.5):.0f} p99 {storm.percentile(0.99):.0f} ms; {bad} × 5xx, {storm.failed - bad}"
            f" other; server {figure['cpu_ms']} ms of processor each, × {CITY} = {cpu / len(self.phones) * CITY:.0f} s"
        )
        self.told.append(Told("logon_errors", figure, line))

    @property
    def _watch(self) -> Watch:
        return Watch(self.there.server.pid)

    async def _first_load(self) -> None:
        began = time.perf_counter()
        small = await in_turn([*self.phones, *self.colleagues], AT_ONCE)
        wall = time.perf_counter() - began
        with psycopg.connect(self.there.dsn) as connection:
            connection.execute("SELECT set_config('grid.sees', '{0}', true)")
            phone, _ = connection.execute(BIGGEST).fetchone() or ("19900000001", 0)
        big = self._phone(phone, 0)
        await big.sign_in()
        loads = [await big.first_load() for _ in range(5)]
        server = statistics.median(seconds for _, seconds in loads)
        packed = big.loaded_bytes / len(loads)
        origin = f"http://127.0.0.1:{self.there.port}"
        seen = await asyncio.to_thread(first_loads, origin, phone, self.asked.browser)
        whole = statistics.median(seen) if seen else None
        figure = {
            "ours": round(whole, 2) if whole else None,
            "floor": round(server, 2),
            "unit": "s",
            "rows": loads[0][0],
        }
        figure |= {"kb": round(packed / 1024), "ratio": round(whole / server, 1) if whole else None}
        line = (
            f"{loads[0][0]} rows, {packed / 1024:.0f} KB packed: asked and answered in {server:.2f} s; in Chromium at"
            f" 4G and 6 × slower {'  '.join(f'{one:.2f}' for one in seen) or '(no Chromium)'} s."
            f" {len(small)} phones of {small[0][0]} rows, {AT_ONCE} at once: {len(small) / wall:.1f} a second"
        )
        self.told.append(Told("first_load", figure, line))
        if self.asked.browser:
            self.told += _at_hand_told(await asyncio.to_thread(at_hand, origin, phone))

    def _poll(self) -> None:
        """One after the other, and two at once: then each processor has one, and the load's own process beside them."""
        phones = random.sample(self.phones, min(50, len(self.phones)))

        async def work(line: Line) -> None:
            await random.choice(phones).poll(line)  # noqa: S311

        recipes = [Captured(phone).poll() for phone in phones[:8]]
        alone, floor = self._both(work, recipes, 1)
        two, floor_of_two = self._both(work, recipes, 2)
        self.told += [_percentiles("poll", alone, floor, 1), _percentiles("poll_two", two, floor_of_two, 2)]

    def _commands(self) -> None:
        asyncio.run(self._prepare())
        waiting = random.sample(self.phones, len(self.phones))

        async def work(line: Line) -> None:
            phone = waiting.pop(0)
            await phone.push(line, batch(phone, random.choice(self.categories), self._place(phone)))  # noqa: S311
            waiting.append(phone)

        recipes = [Captured(phone).push(self.categories[0], self._place(phone)) for phone in self.phones[:24]]
        ours, floor = self._both(work, recipes, AT_ONCE)
        mine, least = ours.per_second * BATCH, floor.per_second * BATCH
        figure = {"ours": round(mine, 1), "floor": round(least, 1), "unit": "per_s", "ratio": round(least / mine, 1)}
        figure["statements"] = round(statistics.mean(len(recipe.statements) for recipe in recipes) / BATCH, 1)
        line = (
            f"{mine:.0f} a second in batches of {BATCH}, {AT_ONCE} at once; lower bound {least:.0f}, ratio"
            f" {least / mine:.1f}; {figure['statements']} statements each"
        )
        self.told.append(Told("commands", figure, line))

    def _place(self, phone: Phone) -> tuple[float, float]:
        return self.places[phone.grid.partition(":")[2]]

    async def _prepare(self) -> None:
        line = await Line.to(self.there.port)
        kinds = orjson.loads(await line.ask(self.phones[0].person, "GET", "/api/categories/"))
        self.categories = [sub["id"] for major in kinds["majors"] for minor in major["minors"] for sub in minor["subs"]]
        with psycopg.connect(self.there.dsn) as connection:
            found = connection.execute("SELECT id, ST_X(centre), ST_Y(centre) FROM grids_grid")
            self.places = {str(pk): (lon, lat) for pk, lon, lat in found}
        line.close()

    def _both(self, work: Work, recipes: list[Recipe], at_once: int) -> tuple[Measured, Measured]:
        """In turns, so that both meet the same neighbours."""
        asyncio.run(measure(self.there.port, work, seconds=1.0, at_once=at_once))
        ours, floor = list[Measured](), list[Measured]()
        for _ in range(self.asked.rounds):
            ours.append(asyncio.run(measure(self.there.port, work, seconds=SECONDS, at_once=at_once)))
            floor.append(replay(self.there.dsn, recipes, seconds=FLOOR_SECONDS, at_once=at_once).measured)
        return _together(ours), _together(floor)

    async def _morning(self) -> None:
        """Those watched are at no other work, so that what they hear of is their colleague's."""
        watched = len(self.colleagues)
        pairs = list(zip(self.phones[:watched], self.colleagues, strict=True))
        sockets = self.phones[watched : max(watched, int(len(self.phones) * self.asked.sockets))]
        morning = Morning(self.phones[watched:] or self.phones, self.asked.pace, self.asked.minutes * 60)
        before, own = Load.now(self._watch), time.process_time()
        await morning.run(pairs, sockets)
        after, client = Load.now(self._watch), time.process_time() - own
        cpu = after.ours_since(before) - client
        self.told += _morning_told(morning, cpu, after.others_since(before), len(pairs) + len(sockets))


def _together(turns: list[Measured]) -> Measured:
    each = [took for turn in turns for took in turn.each]
    return Measured(each, sum(turn.wall for turn in turns), statistics.mean(turn.client for turn in turns))


def _percentiles(name: str, ours: Measured, floor: Measured, at_once: int) -> Told:
    mine, least = Timed(ours.each), Timed(floor.each)
    p50, p99 = mine.percentile(0.5), mine.percentile(0.99)
    figure = {"ours": round(p99, 1), "floor": round(least.percentile(0.99), 1), "unit": "ms_p99"}
    figure |= {"ratio": round(p99 / least.percentile(0.99), 1), "p50": round(p50, 1)}
    figure |= {"floor_p50": round(least.percentile(0.5), 1), "per_s": round(ours.per_second, 1)}
    line = (
        f"nothing new: p50 {p50:.1f} p99 {p99:.1f} ms, {at_once} at once; lower bound"
        f" {figure['floor_p50']} and {figure['floor']} ms"
    )
    return Told(name, figure, line)


def _at_hand_told(took: dict[str, list[float]]) -> list[Told]:
    """Nothing of it is asked of a server, so that there is no lower bound."""
    each = {name: Timed([one / 1000 for one in values]) for name, values in took.items()}
    figures = {
        name: {"ours": round(one.percentile(0.95)), "floor": None, "unit": "ms_p95"} for name, one in each.items()
    }
    return [
        Told(f"{name}_offline", figure | {"p50": round(each[name].percentile(0.5))}, _at_hand_line(each[name]))
        for name, figure in figures.items()
    ]


def _at_hand_line(one: Timed) -> str:
    return f"without a line: p50 {one.percentile(0.5):.0f} p95 {one.percentile(0.95):.0f} ms of {len(one.each)}"


def _morning_told(morning: Morning, cpu: float, others: float, sockets: int) -> list[Told]:
    polls, pushes, seen = morning.polls, morning.pushes, morning.seen
    failed = polls.failed + pushes.failed
    busy, phones = cpu / polls.wall, len(morning.phones) * morning.pace
    line = (
        f"{len(polls.each) / polls.wall:.1f} polls/s p50 {polls.percentile(0.5):.1f} p99 {polls.percentile(0.99):.1f}"
        f" ms, {len(pushes.each) / pushes.wall:.1f} commands/s p50 {pushes.percentile(0.5):.1f} p99"
        f" {pushes.percentile(0.99):.1f} ms, {morning.pokes} pokes to {sockets} sockets; {failed} failed; server"
        f" {busy:.2f} processors, others {others:.0%}; {len(morning.phones)} phones × pace {morning.pace:.0f} ="
        f" the work of {phones:.0f}, so that of {CITY} takes {busy:.2f} × {CITY} / {phones:.0f} ="
        f" {busy * CITY / phones:.1f} processors"
    )
    busy_figure = {"ours": round(polls.percentile(0.99), 1), "floor": None, "unit": "ms_p99", "failed": failed}
    busy_figure |= {"processors": round(busy, 2), "phones": round(phones)}
    busy_figure["city_processors"] = round(busy * CITY / phones, 1)
    poke = {"ours": round(seen.percentile(0.95)), "floor": None, "unit": "ms_p95", "p50": round(seen.percentile(0.5))}
    words = f"p50 {poke['p50']} p95 {poke['ours']} ms of {len(seen.each)}, {seen.failed} not within ten seconds"
    return [Told("morning", busy_figure, line), Told("poke_to_visible", poke | {"missed": seen.failed}, words)]


def main() -> None:
    asked = _asked()
    with served(VAR) as there:
        os.environ.update(there.told | {"DEMO": "1", "DB_POOL": "0", "DJANGO_SETTINGS_MODULE": "config.settings"})
        _fill(there.dsn, asked.devices)
        django.setup()
        told = Bench(there, asked).run()
    load, processors = os.getloadavg()[0], os.cpu_count()
    print(f"{asked.devices} phones; load {load:.1f} on {processors} processors")
    for one in told:
        print(f"{one.name:16} {one.line}")
    print(json.dumps({"bench": "sync", "commit": commit(), "figures": {one.name: one.figure for one in told}}))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--devices", type=int, default=1_000, help="at most 11,000")
    parser.add_argument("--minutes", type=float, default=1.0, help="of the morning")
    parser.add_argument("--pace", type=float, default=3.0, help="how many phones' work each does")
    parser.add_argument("--sockets", type=float, default=0.3, help="the part of the phones that is looked at")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--browser", type=int, default=3, help="first loads in Chromium")
    return parser.parse_args()


def _fill(dsn: str, devices: int) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("SELECT set_config('bench.devices', %s, false)", [str(devices)])
        connection.execute(PHONES.read_text(encoding="utf-8"))
    with psycopg.connect(dsn, autocommit=True) as connection:
        # By name: another session's temporary table may be gone when plain ANALYZE comes to it.
        (tables,) = connection.execute(TABLES).fetchone() or ("",)
        connection.execute(f"ANALYZE {tables}")


if __name__ == "__main__":
    main()
