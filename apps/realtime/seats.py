"""One open socket as the hub sees it: frames are offered to it and it never makes anybody wait."""

import asyncio
from collections import deque
from collections.abc import Awaitable

from apps.realtime.admission import Admission
from apps.realtime.codes import Close
from apps.realtime.eager import Started, begin, finish
from apps.realtime.pressure import Message, Send, line

# Characters. A notice is one object however many wait for it, so this costs little more than a reference each.
LATE = 1024 * 1024
# A task nobody refers to may be collected while it runs.
_running: set[asyncio.Task[None]] = set()


class Seat:
    __slots__ = ("_late", "_line", "_owed", "admission", "closed", "session")

    def __init__(self, send: Send, *, session: str) -> None:
        self._line = line(send)
        self._late: deque[Message] | None = None
        self._owed = 0
        self.session = session
        self.admission = Admission()
        self.closed = False

    def offer(self, frame: Message) -> None:
        """Sends now if the reader keeps up; else keeps a few, and closes when those are too many.

        The client of a closed socket comes back and pulls what it lacks; a dropped frame would be lost.
        """
        if self.closed:
            return
        if self._late is None:
            self._begin(frame)
        elif self._owed < LATE:
            self._late.append(frame)
            self._owed += len(frame["text"])
        else:
            self.close(Close.BUSY)

    def close(self, code: Close) -> None:
        if self.closed:
            return
        self.closed = True
        _keep(_quietly(self._line.close(code)))

    def _begin(self, frame: Message) -> None:
        try:
            started = begin(self._line.send(frame))
        except (OSError, RuntimeError):
            self.closed = True
            return
        if started is not None:
            self._late = deque()
            _keep(_quietly(self._catch_up(started)))

    async def _catch_up(self, started: Started) -> None:
        await finish(started)
        while self._late and not self.closed:
            frame = self._late.popleft()
            self._owed -= len(frame["text"])
            await self._line.send(frame)
        self._late = None


async def _quietly(sending: Awaitable[None]) -> None:
    """A peer that has gone is the consumer's affair; it hears of it in its own turn."""
    try:
        await sending
    except (OSError, RuntimeError):
        return


def _keep(sending: "asyncio.Future[None] | Awaitable[None]") -> None:
    task = asyncio.ensure_future(sending)
    _running.add(task)
    task.add_done_callback(_running.discard)
