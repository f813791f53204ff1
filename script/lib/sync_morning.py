"""What the phones of script/bench_sync.py do together: sign in, load, work through a morning, hear of each other."""

import asyncio
import random
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from script.lib.loop_load import Line
from script.lib.sync_phone import Command, Phone

# Between two polls of a phone that nobody pokes (pwa/src/sync/engine.ts: one to five minutes).
POLL_SECONDS = 180.0
# Of a worker, in a busy hour: thirty doors of a morning's round, corrections, a report or two.
COMMANDS_AN_HOUR = 12.0
# Seconds after which news is too late.
LATEST = 10.0
# What a line or a server at its limit answers with.
FAILURES = (OSError, RuntimeError, EOFError)
TEXT = "巷口下水道堵塞，污水漫到人行道上，气味很大，请尽快安排疏通。"


@dataclass
class Timed:
    """Seconds from when each was due, not from when there was time for it; what failed is counted apart."""

    each: list[float] = field(default_factory=list)
    failed: int = 0
    wall: float = 0.0

    def percentile(self, share: float) -> float:
        ordered = sorted(self.each) or [0.0]
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


async def arrive(rate: float, count: int, work: Callable[[int], Awaitable[bool]]) -> Timed:
    """So many a second, whether or not those before are done."""
    timed, began = Timed(), time.perf_counter()

    async def one(number: int) -> None:
        due = began + number / rate
        await asyncio.sleep(due - time.perf_counter())
        done = await work(number)
        timed.each.append(time.perf_counter() - due)
        timed.failed += not done

    await asyncio.gather(*(one(number) for number in range(count)))
    timed.wall = time.perf_counter() - began
    return timed


async def in_turn(phones: list[Phone], at_once: int) -> list[tuple[int, float]]:
    """The first load of all, so many at a time."""
    waiting, told = list(phones), list[tuple[int, float]]()

    async def lane() -> None:
        while waiting:
            told.append(await waiting.pop().first_load())

    await asyncio.gather(*(lane() for _ in range(at_once)))
    return told


def batch(phone: Phone, category: int, place: tuple[float, float], *, begins: str = "") -> list[Command]:
    """Ten commands as a phone brings them that was without a line: a report and words on it, visits, corrections."""
    begins = begins or str(uuid.uuid4())[:34]
    ids = [f"{begins}{number:02d}" for number in range(10)]
    visited = random.choices(phone.people, k=6)  # noqa: S311 -- a load, not a secret
    corrected = random.sample(phone.people, k=2)
    told = [phone.command("event.report", report(category, place), command_id=ids[0])]
    told += [phone.command("event.comment", {"note": "已联系物业，约定下午到场"}, command_id=ids[1], row=ids[0])]
    told += [phone.command("visit.record", visit(who), command_id=ids[2 + n]) for n, who in enumerate(visited)]
    for number, who in enumerate(corrected, start=8):
        told.append(phone.command("person.correct", correction(), command_id=ids[number], row=who))
    return told


def report(category: int, place: tuple[float, float]) -> dict[str, Any]:
    lon, lat = place
    where = {"lon": lon, "lat": lat, "crs": "EPSG:4490", "place_text": "人民路"}
    return {"category": category, "text": TEXT, "channel": "WORKER", **where}


def visit(person: str) -> dict[str, Any]:
    return {"person": person, "kind": "CARE"}


def correction() -> dict[str, Any]:
    return {"work_place": f"第{random.randrange(10**6)}厂"}  # noqa: S311


@dataclass
class Morning:
    """`pace` phones' work is done by each: with eleven, a thousand make the load of eleven thousand."""

    phones: list[Phone]
    pace: float
    seconds: float
    polls: Timed = field(default_factory=Timed)
    pushes: Timed = field(default_factory=Timed)
    seen: Timed = field(default_factory=Timed)
    pokes: int = 0

    async def run(self, pairs: list[tuple[Phone, Phone]], sockets: list[Phone]) -> None:
        """Of each pair the first has a socket and the second works in the same grid; `sockets` are in use, too."""
        poked: asyncio.Queue[tuple[Phone, dict[str, int]]] = asyncio.Queue()
        opening = [*(one for one, _ in pairs), *sockets]
        listening = [asyncio.create_task(phone.listen(poked)) for phone in opening]
        answering = asyncio.create_task(self._answer(poked))
        await _opened(opening)
        await asyncio.gather(self._work(), self._watch(pairs))
        for task in (*listening, answering):
            task.cancel()
        await asyncio.gather(*listening, answering, return_exceptions=True)

    async def _work(self) -> None:
        polls, pushes = 1 / POLL_SECONDS, COMMANDS_AN_HOUR / 3600
        rate = len(self.phones) * self.pace * (polls + pushes)
        tasks: list[asyncio.Task[None]] = []
        began = due = time.perf_counter()
        while (due := due + random.expovariate(rate)) < began + self.seconds:
            await asyncio.sleep(due - time.perf_counter())
            phone = random.choice(self.phones)  # noqa: S311
            pushing = random.random() < pushes / (polls + pushes)  # noqa: S311
            tasks.append(asyncio.create_task(self._round(phone, due, pushing=pushing)))
        await asyncio.gather(*tasks)
        self.polls.wall = self.pushes.wall = time.perf_counter() - began

    async def _round(self, phone: Phone, due: float, *, pushing: bool) -> None:
        timed = self.pushes if pushing else self.polls
        try:
            line = await Line.to(phone.port, phone.source)
            if pushing:
                await phone.push(line, [_one(phone)])
            else:
                await phone.poll(line)
            timed.each.append(time.perf_counter() - due)
            if pushing:
                await phone.poll(line)
            line.close()
        except FAILURES:
            timed.failed += 1

    async def _watch(self, pairs: list[tuple[Phone, Phone]]) -> None:
        until = time.perf_counter() + self.seconds
        while pairs and time.perf_counter() < until:
            phone, colleague = random.choice(pairs)  # noqa: S311
            try:
                self.seen.each.append(await _seen(phone, colleague))
            except FAILURES:
                self.seen.failed += 1

    async def _answer(self, poked: "asyncio.Queue[tuple[Phone, dict[str, int]]]") -> None:
        async with asyncio.TaskGroup() as tasks:
            while True:
                phone, scopes = await poked.get()
                self.pokes += 1
                if any((phone.cursors.get(scope) or (0, -1))[1] < version for scope, version in scopes.items()):
                    tasks.create_task(_pull(phone))


async def _opened(phones: list[Phone]) -> None:
    """A morning does not begin with all sockets in one second: their opening is waited for, and not counted."""
    until = time.perf_counter() + LATEST
    while not all(phone.is_listening for phone in phones) and time.perf_counter() < until:  # noqa: ASYNC110
        await asyncio.sleep(0.1)


async def _seen(phone: Phone, colleague: Phone) -> float:
    """Seconds from the answer to one's correction until the other has it; TimeoutError, an OSError, after ten."""
    before = phone.cursors[phone.grid]
    line = await Line.to(phone.port, colleague.source)
    who = random.choice(colleague.people)  # noqa: S311
    await colleague.push(line, [colleague.command("person.correct", correction(), row=who)])
    line.close()
    done = time.perf_counter()
    while phone.cursors[phone.grid] == before:
        if time.perf_counter() > done + LATEST:
            raise TimeoutError
        await asyncio.sleep(0.005)
    return time.perf_counter() - done


async def _pull(phone: Phone) -> None:
    """What fails is asked again with the next poke; the phone that waits for it counts it as not seen."""
    with suppress(*FAILURES):
        line = await Line.to(phone.port, phone.source)
        await phone.poll(line)
        line.close()


def _one(phone: Phone) -> Command:
    who = random.choice(phone.people)  # noqa: S311
    if random.random() < 0.75:  # noqa: S311
        return phone.command("visit.record", visit(who))
    return phone.command("person.correct", correction(), row=who)
