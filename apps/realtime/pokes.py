"""\"Something is new in your grid or unit\": told to those who have it, once for all that happened in half a second.

How far a scope has come is known by the room above this one; config tells it whom to ask (`answered_by`).
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping

from apps.realtime import frames
from apps.realtime.hub import Hub

# Rooms a poke is told to, and how many scopes one message asks about.
ROOMS = ("grid:", "unit:", "account:")
GATHERED_SECONDS = 0.5
AT_ONCE = 500
# Rooms → by room, how far each of its scopes has come.
Versions = Callable[[Collection[str]], Mapping[str, Mapping[str, int]]]
log = logging.getLogger(__name__)
_asked: list[Versions] = []


def answered_by(versions: Versions) -> None:
    _asked[:] = [versions]


class Poker:
    """One for each hub; gathers rooms while it waits, so that a busy minute is two messages a second and no more."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._rooms: set[str] = set()
        self._heard = asyncio.Event()

    def hear(self, rooms: Iterable[str]) -> None:
        """Only what somebody here sits in is worth asking about."""
        self._rooms |= {room for room in rooms if room.startswith(ROOMS) and self._hub.rooms.seats([room])}
        if self._rooms:
            self._heard.set()

    async def poke(self) -> None:
        while True:
            await self._heard.wait()
            await asyncio.sleep(GATHERED_SECONDS)
            self._heard.clear()
            rooms, self._rooms = self._rooms, set()
            try:
                await self._tell(sorted(rooms)[:AT_ONCE])
            except Exception:
                # A lost poke costs a delay: every phone pulls by its own timer too.
                log.exception("nobody was poked")

    async def _tell(self, rooms: list[str]) -> None:
        if not _asked:
            return
        versions = await self._hub.in_thread(_asked[0], rooms)
        for room, scopes in versions.items():
            await self._hub.offer(self._hub.rooms.seats([room]), frames.frame("poke", scopes=dict(scopes)))
