"""A phone of script/bench_sync.py: says on the wire what pwa/src/sync says, and keeps no more than its cursors."""

import asyncio
import gzip
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from websockets.asyncio.client import connect

from script.lib.loop_load import PASSWORD, Line, Person

PATIENCE = 60.0
Command = dict[str, Any]


@dataclass
class Phone:
    """`source` is its address, of 127.0.0.0/8: the server counts sign-ins by address."""

    port: int
    person: Person
    source: str
    device: str = field(default_factory=lambda: str(uuid.uuid4()))
    cursors: dict[str, tuple[int, int] | None] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    grid: str = ""
    seq: int = 0
    is_listening: bool = False
    loaded_bytes: int = 0

    async def sign_in(self) -> int:
        """The status of the worse of two answers; 599 of one that did not come."""
        try:
            async with asyncio.timeout(PATIENCE):
                line = await Line.to(self.port, self.source)
                asked, _ = await line.hear(self.person, "GET", "/api/session/")
                told = {"phone": self.person.phone, "password": PASSWORD}
                done, _ = await line.hear(self.person, "POST", "/api/session/", told)
                line.close()
                return max(asked, done)
        except (OSError, TimeoutError, EOFError):
            return 599

    async def first_load(self) -> tuple[int, float]:
        """Rows, and seconds: what it may carry and where that is, and each scope whole."""
        line, began, rows = await Line.to(self.port, self.source), time.perf_counter(), 0
        self.cursors = {}
        told = await self._pull(line, learn=True)
        self.grid = next(one["scope"] for one in told["mine"] if one["kind"] == "grid")
        for answer in told["scopes"]:
            body = await line.ask(self.person, "GET", answer["snapshot"])
            # As the front packs it for a browser, which asks for that.
            self.loaded_bytes += len(gzip.compress(body, 5))
            head, *parts, last = (orjson.loads(one) for one in body.splitlines())
            self.cursors[head["scope"]] = (head["epoch"], head["version"])
            rows += last["count"]
            if head["scope"] == self.grid:
                self.people = [row["id"] for part in parts for row in part["rows"] if row["kind"] == "person"]
        line.close()
        return rows, time.perf_counter() - began

    async def poll(self, line: Line) -> dict[str, Any]:
        """Until nothing more is told; cursors move, rows are thrown away."""
        while True:
            answer = await self._pull(line)
            for scope in answer["scopes"]:
                self.cursors[scope["scope"]] = (scope["epoch"], scope["version"])
            if not any(scope.get("more") for scope in answer["scopes"]):
                return answer

    async def _pull(self, line: Line, *, learn: bool = False) -> dict[str, Any]:
        asks = [
            {"scope": scope, "epoch": at[0] if at else None, "version": at[1] if at else None, "digest": None}
            for scope, at in self.cursors.items()
        ]
        told = {
            "app": "bench",
            "scopes": asks,
            "learn": learn,
            "pending": {"count": 0, "oldest_at": None},
            "storage": {"persisted": True, "quota": 10**9, "usage": 10**6},
            "outcomes_after": (datetime.now(UTC) - timedelta(minutes=10)).isoformat(),
        }
        return await self._say(line, "pull", told)

    async def push(self, line: Line, commands: list[Command]) -> None:
        told = {"device_time": datetime.now(UTC).isoformat(), "commands": commands}
        for outcome in (await self._say(line, "push", told))["outcomes"]:
            if outcome["status"] not in ("applied", "merged"):
                raise RuntimeError(f"not done: {outcome}")

    async def _say(self, line: Line, door: str, told: dict[str, Any]) -> dict[str, Any]:
        said = {"protocol": 1, "device": self.device, **told}
        answer: dict[str, Any] = orjson.loads(await line.ask(self.person, "POST", f"/api/sync/{door}/", said))
        return answer

    def command(self, kind: str, data: dict[str, Any], *, command_id: str = "", row: str | None = None) -> Command:
        self.seq += 1
        at = datetime.now(UTC).isoformat()
        nothing: dict[str, Any] = {"base_rev": None, "old": {}, "expected_state": None, "needs": [], "photos": []}
        told = {"id": command_id or str(uuid.uuid4()), "seq": self.seq, "kind": kind, "v": 1, "row": row, "data": data}
        return told | nothing | {"occurred_at": at}

    async def listen(self, poked: "asyncio.Queue[tuple[Phone, dict[str, int]]]") -> None:
        """A real socket; what it is poked with goes into the queue."""
        headers = {"Cookie": self.person.cookies}
        origin: Any = f"http://127.0.0.1:{self.port}"
        url = f"ws://127.0.0.1:{self.port}/ws/"
        async with connect(url, additional_headers=headers, origin=origin, compression=None) as socket:
            await socket.send('{"type":"here","cursor":null}')
            self.is_listening = True
            async for frame in socket:
                said = orjson.loads(frame)
                if said["type"] == "poke":
                    poked.put_nowait((self, said["scopes"]))
