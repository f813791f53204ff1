"""Eight people at once over HTTP, each on a connection that stays: as little of a client as will do."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

import orjson

AT_ONCE = 8
PASSWORD = "demo-2026"  # noqa: S105 -- printed in the README
ASKED = "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n{headers}\r\n"
SAID = "X-CSRFToken: {csrf}\r\nIdempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n"


class Line:
    """One connection to the server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @staticmethod
    async def to(port: int, source: str = "127.0.0.1") -> "Line":
        """From an address of one's own of 127.0.0.0/8, where the server counts by address."""
        return Line(*await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0)))

    async def ask(self, person: "Person", method: str, path: str, said: object = None) -> bytes:
        """The answer's body; anything but a yes ends the measurement."""
        status, answer = await self.hear(person, method, path, said)
        if status // 100 != 2:
            raise RuntimeError(f"{method} {path}: {status} {answer.decode()[:500]}")
        return answer

    async def hear(self, person: "Person", method: str, path: str, said: object = None) -> tuple[int, bytes]:
        body = b"" if said is None else orjson.dumps(said)
        headers = "" if said is None else SAID.format(csrf=person.csrf, key=uuid4(), length=len(body))
        asked = ASKED.format(method=method, path=path, cookies=person.cookies, headers=headers)
        self._writer.write(asked.encode() + body)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode()
        answer = await (self._pieces() if "chunked" in head.lower() else self._sized(head))
        person.take_cookies(head)
        return int(head[9:12]), answer

    async def _sized(self, head: str) -> bytes:
        return await self._reader.readexactly(int(_header(head, "content-length")))

    async def _pieces(self) -> bytes:
        """Chunked: the length of each piece in hexadecimal, a line break after it; an empty one is the last."""
        answer = b""
        while length := int(await self._reader.readline(), 16):
            answer += (await self._reader.readexactly(length + 2))[:-2]
        await self._reader.readline()
        return answer

    def close(self) -> None:
        self._writer.close()


def _header(head: str, name: str) -> str:
    return next(line.partition(":")[2].strip() for line in head.splitlines() if line.lower().startswith(name + ":"))


@dataclass
class Person:
    """Somebody signed in."""

    phone: str
    jar: SimpleCookie = field(default_factory=SimpleCookie)
    cookies: str = ""
    csrf: str = ""

    def take_cookies(self, head: str) -> None:
        if "\r\nset-cookie:" not in head.lower():
            return
        for line in head.splitlines():
            if line.lower().startswith("set-cookie:"):
                self.jar.load(line.partition(":")[2].strip())
        self.cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.jar.items())
        self.csrf = self.jar["csrftoken"].value

    async def sign_in(self, port: int) -> "Person":
        line = await Line.to(port)
        await line.ask(self, "GET", "/api/session/")
        await line.ask(self, "POST", "/api/session/", {"phone": self.phone, "password": PASSWORD})
        line.close()
        return self


@dataclass(frozen=True)
class Measured:
    """How long each took (seconds), how long all of it took, and this client's part of one processor."""

    each: list[float]
    wall: float
    client: float

    @property
    def per_second(self) -> float:
        return len(self.each) / self.wall

    @property
    def median_ms(self) -> float:
        return sorted(self.each)[len(self.each) // 2] * 1000


Work = Callable[[Line], Awaitable[Any]]
# nginx ends a connection after 1,000 questions.
LASTS = 900


async def measure(port: int, work: Work, *, seconds: float, at_once: int = AT_ONCE) -> Measured:
    """So many lines repeat the work until the time is over; what is then in flight is finished and counted."""
    lines = [await Line.to(port) for _ in range(at_once)]
    began, began_cpu = time.perf_counter(), time.process_time()
    each: list[float] = []

    async def repeat(line: Line) -> None:
        left = LASTS
        while (start := time.perf_counter()) < began + seconds:
            if left == 0:
                line.close()
                line, left = await Line.to(port), LASTS
                continue
            await work(line)
            each.append(time.perf_counter() - start)
            left -= 1
        line.close()

    await asyncio.gather(*map(repeat, lines))
    wall = time.perf_counter() - began
    return Measured(each, wall, (time.process_time() - began_cpu) / wall)
