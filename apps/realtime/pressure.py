"""A `send` that waits for a slow reader.

Uvicorn's does. Daphne's hands every frame to Twisted, which buffers without end (158 MB for 200 stalled clients,
measured), so there the transport is asked to say when its buffer is full.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


class Valve:
    """Twisted's IPushProducer: paused above 64 KiB of unsent bytes, resumed when they are gone."""

    __slots__ = ("_open", "_send")

    def __init__(self, send: Send) -> None:
        self._send = send
        self._open: asyncio.Event | None = None

    async def __call__(self, message: Message) -> None:
        if self._open is not None:
            await self._open.wait()
        await self._send(message)

    def pauseProducing(self) -> None:  # noqa: N802 -- Twisted's name
        self._open = asyncio.Event()

    def resumeProducing(self) -> None:  # noqa: N802
        if self._open is not None:
            self._open.set()
            self._open = None

    stopProducing = resumeProducing  # noqa: N815


def patient(send: Send) -> Send:
    protocol = next(iter(getattr(send, "args", ())), None)
    if not hasattr(protocol, "registerProducer"):
        return send
    valve = Valve(send)
    # Daphne has taken the transport over from an HTTP channel, which is still registered there.
    protocol.unregisterProducer()
    protocol.registerProducer(valve, True)
    return valve
