"""A bad line: stands between phones and the real server, and does to their questions what lines and servers do."""

import asyncio
import random
import threading
from collections.abc import Callable
from typing import Any

FAULTS = (
    "lost", "answer lost", "twice", "late", "delayed", "cut off", "401", "403", "413", "429", "500", "502",
    "broken inside",
)  # fmt: skip
CLOSED = b"Connection: close\r\n"
NO_SERVER = b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 4\r\n" + CLOSED + b"\r\n502\n"


class Line:
    """`rate` is how often something goes wrong; `poison` names commands that break the server whenever they come."""

    def __init__(self, port: int, seed: int, break_inside: Callable[[], None]) -> None:
        self._server, self._chance, self._break_inside = port, random.Random(seed), break_inside
        self.rate = 0.0
        self.poison: set[str] = set()
        self.done: list[str] = []
        # Of the next question: the server dies of it, somewhere between its statements.
        self.kill: Callable[[], None] | None = None
        # Of the next pull: its answer is overtaken by another's, after this has happened.
        self.overtaken: Callable[[], object] | None = None
        # Of the next push: this happens while the server is between its statements; says whether it was.
        self.amid: Callable[[], bool] | None = None
        self._bag: list[str] = []
        # Nobody waits for their answers any more; they come in after a newer one of their kind.
        self._delayed: list[bytes] = []
        self._under_way = self._pulls = 0
        self._happened = asyncio.Event()
        self._happened.set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._listener: asyncio.Server = self._run(self._listen())
        self.port: int = self._listener.sockets[0].getsockname()[1]

    @property
    def is_quiet(self) -> bool:
        """Nothing is on its way that a phone has given up on: it would come in after what is asked next."""
        return self._under_way == 0

    def close(self) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._answer, "127.0.0.1", 0)

    async def _end(self) -> None:
        self._listener.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = await _whole(reader)
            self._under_way += 1
            try:
                told = await self._over(asked)
            finally:
                self._under_way -= 1
            writer.write(told)
            await writer.drain()
            self._pulls += b"/pull/" in asked
        except (OSError, EOFError):
            pass
        finally:
            writer.close()

    async def _over(self, asked: bytes) -> bytes:
        """What comes back, or nothing where the line ends."""
        fault = self._fault(asked)
        self.done.append(fault)
        if fault in ("lost", "delayed"):
            self._delayed += [asked] * (fault == "delayed")
            return b""
        if fault.isdigit():
            return _refused(int(fault))
        if fault in ("killed", "broken inside"):
            return await self._broken(asked, fault)
        if fault in ("overtaken", "amid"):
            return await (self._hold(asked) if fault == "overtaken" else self._amid(asked))
        return await self._through(asked, fault)

    async def _through(self, asked: bytes, fault: str) -> bytes:
        """The server answers, and what becomes of the answer."""
        if b"/pull/" in asked:
            await self._happened.wait()
        told = await self._forward(asked)
        if fault == "twice":
            told = await self._forward(asked)
        await self._catch_up(asked)
        if fault == "late":
            await asyncio.sleep(self._chance.uniform(0.05, 0.5))
        return {"answer lost": b"", "cut off": _cut(told)}.get(fault, told)

    async def _catch_up(self, asked: bytes) -> None:
        """What was sent before, and to the same address, comes in after it."""
        overtaken = [each for each in self._delayed if _address(each) == _address(asked)]
        for each in overtaken:
            self._delayed.remove(each)
            self.done.append("came late")
            await self._forward(each)

    def _fault(self, asked: bytes) -> str:
        if self.kill is not None and b"/push/" in asked:
            return "killed"
        if self.overtaken is not None and b"/pull/" in asked:
            return "overtaken"
        if self.amid is not None and b"/push/" in asked:
            return "amid"
        if any(command.encode() in asked for command in self.poison) and b"/push/" in asked:
            return "500"
        return self._drawn() if self._chance.random() < self.rate else ""

    def _drawn(self) -> str:
        """Each comes once before one comes again, so that a short day has them all."""
        if not self._bag:
            self._bag = self._chance.sample(FAULTS, len(FAULTS))
        return self._bag.pop()

    async def _broken(self, asked: bytes, fault: str) -> bytes:
        """While the server is at it: its process dies, or the database ends its connections."""
        act, self.kill = (self.kill, None) if fault == "killed" else (self._break_inside, self.kill)
        forwarded = asyncio.create_task(self._forward(asked))
        await asyncio.sleep(self._chance.uniform(0, 0.03))
        if act is not None:
            await asyncio.to_thread(act)
        return await forwarded

    async def _amid(self, asked: bytes) -> bytes:
        happens, self.amid = self.amid, None
        happening = asyncio.create_task(asyncio.to_thread(happens)) if happens else None
        # It makes the server wait where it wants it.
        await asyncio.sleep(0.05)
        told = await self._forward(asked)
        if happening is None or not await happening:
            self.done.remove("amid")
        return told

    async def _hold(self, asked: bytes) -> bytes:
        """Nothing else goes wrong with a pull meanwhile."""
        happens, self.overtaken = self.overtaken, None
        self._happened.clear()
        told, pulls = await self._forward(asked), self._pulls
        if happens is not None:
            await asyncio.to_thread(happens)
        self._happened.set()
        for _ in range(300):
            if self._pulls > pulls:
                # The other tab writes down what it has heard.
                await asyncio.sleep(0.3)
                break
            await asyncio.sleep(0.01)
        return told

    async def _forward(self, asked: bytes) -> bytes:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._server)
            writer.write(asked.replace(b"onnection: keep-alive", b"onnection: close", 1))
            told = await reader.read(-1)
            writer.close()
        except OSError:
            return NO_SERVER
        return told or NO_SERVER


async def _whole(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    body = await reader.readexactly(int(lengths[0].partition(b":")[2])) if lengths else b""
    return head + body


def _address(asked: bytes) -> bytes:
    return asked.partition(b"\r\n")[0]


def _refused(status: int) -> bytes:
    """As a proxy says it, in HTML and not in our words."""
    more = b"Retry-After: 1\r\n" if status == 429 else b""
    head = f"HTTP/1.1 {status} No\r\nContent-Type: text/html\r\nContent-Length: 4\r\n".encode()
    return head + more + CLOSED + b"\r\n<no>"


def _cut(told: bytes) -> bytes:
    head, _, body = told.partition(b"\r\n\r\n")
    return head + b"\r\n\r\n" + body[: len(body) // 2]
