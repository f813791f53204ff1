"""The socket door: what a browser says on /ws/ and what becomes of it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from django.conf import settings
from django.http import parse_cookie

from apps.core.refusal import Refusal, invalid
from apps.journal.catchup import Ask
from apps.realtime import frames
from apps.realtime.batches import Busy
from apps.realtime.codes import Close
from apps.realtime.flood import Bucket
from apps.realtime.following import start
from apps.realtime.hub import Hub, hub_here
from apps.realtime.orders import obey, read
from apps.realtime.origins import Headers, header, is_ours
from apps.realtime.pressure import Message, Send
from apps.realtime.seats import Seat

LARGEST = 64 * 1024
FRESH = 2.0
Receive = Callable[[], Awaitable[Message]]
log = logging.getLogger(__name__)


async def socket(scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
    """A plain ASGI application: Channels' consumer costs a second task per socket and a thread hop per message."""
    await receive()
    if not is_ours(scope["headers"]):
        await send({"type": "websocket.close", "code": Close.NO_SESSION})
        return
    # Accepted before it is known who it is: a browser is told the code of a close, but not of a refused handshake.
    await send({"type": "websocket.accept"})
    seat = Seat(send, session=_session_key(scope["headers"]))
    await Conversation(hub_here(start), seat).hold(receive)


def _session_key(headers: Headers) -> str:
    return parse_cookie(header(headers, b"cookie")).get(settings.SESSION_COOKIE_NAME, "")


class Conversation:
    __slots__ = ("_admitted_at", "_bucket", "_hub", "_loop", "_seat")

    def __init__(self, hub: Hub, seat: Seat) -> None:
        self._hub = hub
        self._seat = seat
        self._loop = asyncio.get_running_loop()
        self._bucket = Bucket(self._loop.time())
        self._admitted_at = 0.0

    async def hold(self, receive: Receive) -> None:
        try:
            if await self._admit():
                await self._listen(receive)
        except Busy:
            self._seat.close(Close.BUSY)
        except Exception:
            log.exception("a socket had to be closed")
            self._seat.close(Close.BUSY)
        finally:
            self._hub.leave(self._seat)

    async def _admit(self) -> bool:
        if not self._seat.session.isalnum():
            self._seat.close(Close.NO_SESSION)
            return False
        self._admitted_at = self._loop.time()
        return await self._hub.admit(self._seat)

    async def _listen(self, receive: Receive) -> None:
        while not self._seat.closed:
            message = await receive()
            if message["type"] != "websocket.receive":
                return
            if not self._bucket.takes(self._loop.time()):
                self._seat.close(Close.FLOOD)
            else:
                await self._take(message.get("text") or "")

    async def _take(self, text: str) -> None:
        if len(text) > LARGEST:
            self._seat.close(Close.TOO_LARGE)
            return
        said = _decoded(text)
        try:
            await self._answer(said)
        except Refusal as refusal:
            self._seat.offer(frames.error(refusal.message))

    async def _answer(self, said: Mapping[str, Any]) -> None:
        match said.get("type"):
            case "here":
                await self._here(said)
            case "command":
                await self._command(said)
            case "ping":
                self._seat.offer(frames.frame("pong", cursor=self._hub.cursor))
            case _:
                raise invalid("type", "没有听懂:应为带 type 的 JSON 对象")

    async def _here(self, said: Mapping[str, Any]) -> None:
        """Asked again who it is, because a resident who has just reported a matter follows one more."""
        if self._loop.time() - self._admitted_at > FRESH and not await self._admit():
            return
        cursor = said.get("cursor")
        ask = Ask(cursor if isinstance(cursor, str) else None, self._seat.admission.rooms)
        self._seat.offer(frames.lacking(await self._hub.pulls.ask(ask)))

    async def _command(self, said: Mapping[str, Any]) -> None:
        order = read(said)
        outcome = await self._hub.in_thread(obey, order, self._seat.session)
        if outcome is None:
            self._hub.place(self._seat, None)
            return
        self._seat.offer(frames.answer(str(order.id), outcome))


def _decoded(text: str) -> dict[str, Any]:
    try:
        said = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}
