"""Two things ASGI leaves to the server and daphne leaves undone: waiting for a slow reader, and closing with any code.

Daphne hands every frame to Twisted, which buffers without end (158 MB for 200 stalled clients, measured), so there the
transport is asked to say when its buffer is full. And it refuses the codes below 3000, 1013 among them.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


class Line:
    """The way to the browser, through a server that does both by itself (uvicorn)."""

    __slots__ = ("_send",)

    def __init__(self, send: Send) -> None:
        self._send = send

    async def send(self, message: Message) -> None:
        await self._send(message)

    async def close(self, code: int) -> None:
        await self._send({"type": "websocket.close", "code": code})


class DaphneLine(Line):
    """Twisted's IPushProducer: paused above 64 KiB of unsent bytes, resumed when they are gone."""

    __slots__ = ("_open", "_protocol")

    def __init__(self, send: Send, protocol: Any) -> None:
        super().__init__(send)
        self._protocol = protocol
        self._open: asyncio.Event | None = None
        # Daphne has taken the transport over from an HTTP channel, which is still registered there.
        protocol.unregisterProducer()
        protocol.registerProducer(self, True)

    async def send(self, message: Message) -> None:
        if self._open is not None:
            await self._open.wait()
        await self._send(message)

    async def close(self, code: int) -> None:
        if self._protocol.state == self._protocol.STATE_OPEN:
            self._protocol.sendCloseFrame(code=code)

    def pauseProducing(self) -> None:  # noqa: N802 -- Twisted's name
        self._open = asyncio.Event()

    def resumeProducing(self) -> None:  # noqa: N802 -- as above
        if self._open is not None:
            self._open.set()
            self._open = None

    stopProducing = resumeProducing  # noqa: N815 -- as above


def line(send: Send) -> Line:
    protocol = next(iter(getattr(send, "args", ())), None)
    return DaphneLine(send, protocol) if hasattr(protocol, "registerProducer") else Line(send)
