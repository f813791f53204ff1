"""N browsers in one event loop: as little of a WebSocket client as will do, so that what is measured is the server."""

import asyncio
import os
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
from redis import asyncio as redis

AT_ONCE = 100
SINGLES = 300
ROUNDS = 5
BURST = 2_000
EVERYBODY = "division:1"
Figures = dict[str, float]


class Browser(asyncio.Protocol):
    def __init__(self, cookie: str, port: int, heard: Callable[[bytes], None]) -> None:
        self._hello = (
            f"GET /ws/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nCookie: sessionid={cookie}\r\n\r\n"
        ).encode()
        self._heard = heard
        self._kept = b""
        self._open = False
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self._hello)

    def data_received(self, data: bytes) -> None:
        self._kept += data
        if not self._open:
            if b"\r\n\r\n" not in self._kept:
                return
            head, self._kept = self._kept.split(b"\r\n\r\n", 1)
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                self._fail(head.decode())
                return
            self._open = True
            self.transport.write(_masked(1, b'{"type":"here","cursor":null}'))
        for opcode, payload in self._frames():
            self._take(opcode, payload)

    def connection_lost(self, _: Exception | None) -> None:
        self._fail("closed by the server")

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == 9:
            self.transport.write(_masked(10, payload))
        elif opcode == 8:
            self._fail(f"closed with {int.from_bytes(payload[:2])}")
        elif self.ready.done():
            self._heard(payload)
        else:
            self.ready.set_result(None)

    def _fail(self, why: str) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(why))

    def _frames(self) -> Iterator[tuple[int, bytes]]:
        while len(self._kept) >= 2:
            begin, size = 2, self._kept[1]
            if size > 125:
                begin = 4 if size == 126 else 10
                size = int.from_bytes(self._kept[2:begin])
            if len(self._kept) < begin + size:
                return
            opcode, payload = self._kept[0] & 15, self._kept[begin : begin + size]
            self._kept = self._kept[begin + size :]
            yield opcode, payload


def _masked(opcode: int, payload: bytes) -> bytes:
    return bytes([128 | opcode, 128 | len(payload)]) + bytes(4) + payload


class Bench:
    """One server and everybody connected to it."""

    def __init__(self, port: int, pid: int, *, channel: str, rooms: list[str], cookies: list[str]) -> None:
        self._port = port
        self._pid = pid
        self._channel = channel
        self._rooms = rooms
        self._cookies = cookies
        self._redis = redis.Redis.from_url(os.environ["REDIS_URL"])
        self._count = 0
        self._awaited = 0
        self._all = asyncio.Event()
        self._browsers: list[Browser] = []

    async def run(self) -> Figures:
        figures = await self._connect()
        figures |= await self._singles()
        to_all = [await self._told(EVERYBODY, len(self._browsers)) for _ in range(ROUNDS)]
        figures["all_last"] = statistics.median(to_all)
        figures["burst_lost"] = await self._burst()
        for browser in self._browsers:
            browser.transport.abort()
        await self._redis.aclose()
        return figures

    async def _connect(self) -> Figures:
        await self._one(self._cookies[0])
        before, began = self._resident(), time.perf_counter()
        waiting = list(self._cookies[1:])

        async def visitor() -> None:
            while waiting:
                await self._one(waiting.pop())

        await asyncio.gather(*[visitor() for _ in range(AT_ONCE)])
        took, made = time.perf_counter() - began, len(self._cookies) - 1
        return {"connect": made / took, "size": (self._resident() - before) / made / 1024}

    async def _one(self, cookie: str) -> None:
        loop = asyncio.get_running_loop()
        _, browser = await loop.create_connection(
            lambda: Browser(cookie, self._port, self._heard), "127.0.0.1", self._port
        )
        await asyncio.wait_for(browser.ready, 30)
        self._browsers.append(browser)

    def _resident(self) -> int:
        return int(Path(f"/proc/{self._pid}/statm").read_text().split()[1]) * resource.getpagesize()

    async def _singles(self) -> Figures:
        took = []
        for _ in range(SINGLES):
            await asyncio.sleep(0.005)
            took.append(await self._told(random.choice(self._rooms), 1))  # noqa: S311 -- a load, not a secret
        percent = statistics.quantiles(took, n=100)
        return {"one_p50": percent[49], "one_p99": percent[98]}

    async def _told(self, room: str, listeners: int) -> float:
        """Milliseconds from saying it to the last one hearing it."""
        self._await(listeners)
        began = time.perf_counter()
        await self._say(room, 0)
        await asyncio.wait_for(self._all.wait(), 30)
        return (time.perf_counter() - began) * 1000

    async def _burst(self) -> float:
        self._await(BURST)
        pipe = self._redis.pipeline(transaction=False)
        for number in range(BURST):
            pipe.publish(self._channel, self._message(self._rooms[0], number))
        await pipe.execute()
        try:
            await asyncio.wait_for(self._all.wait(), 30)
        except TimeoutError:
            return self._awaited - self._count
        return 0

    def _await(self, count: int) -> None:
        self._count, self._awaited = 0, count
        self._all.clear()

    async def _say(self, room: str, number: int) -> None:
        await self._redis.publish(self._channel, self._message(room, number))

    def _message(self, room: str, number: int) -> bytes:
        facts = {"verb": "event.accept", "kind": "event", "number": f"2026-{number:06}", "state": "ACCEPTED", "grid": 7}
        return orjson.dumps({"rooms": [room], "notice": facts})

    def _heard(self, _: bytes) -> None:
        self._count += 1
        if self._count == self._awaited:
            self._all.set()
