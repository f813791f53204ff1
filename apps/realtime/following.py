"""Tells this process's sockets what happened: at once by way of Redis, and for certain by way of the journal.

Redis is fast and may lose. So every few seconds, and whenever the subscription had to begin anew, the journal is read
on from where it was last read, one statement per process, and what Redis did not bring is told then.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

from django.conf import settings

from apps.journal.catchup import Lack, Since, since
from apps.realtime import frames
from apps.realtime.admission import Admission, admit
from apps.realtime.hub import Hub
from apps.realtime.listening import heard
from apps.realtime.pokes import Poker
from apps.realtime.seats import Seat

CHUNK = 500
# Told whether it was called out of turn.
Work = Callable[[bool], Awaitable[None]]
log = logging.getLogger(__name__)


def start(hub: Hub) -> list["asyncio.Task[None]"]:
    follower = Follower(hub)
    every = asyncio.create_task
    return [
        every(follower.listen()),
        every(follower.poker.poke()),
        every(_again(follower.read_on, each=settings.PUSH_READ_SECONDS, sooner=follower.gap)),
        every(_again(partial(inspect, hub), each=settings.PUSH_INSPECT_SECONDS, sooner=follower.unsure)),
    ]


class Follower:
    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self.gap = asyncio.Event()
        self.unsure = asyncio.Event()
        # One message at a time, so that a cursor is never told before what it stands for.
        self._telling = asyncio.Lock()
        self._seen: set[int] = set()
        self._seen_since: set[int] = set()
        self.poker = Poker(hub)

    async def listen(self) -> None:
        async for message in heard():
            if message is None:
                self.gap.set()
                self.unsure.set()
            elif message.get("control") == "drop":
                self._drop(message.get("account"))
            elif isinstance(message.get("rooms"), list):
                await self._tell(message["rooms"], message.get("notice"))

    def _drop(self, account: object) -> None:
        if isinstance(account, int):
            self._hub.drop(account)

    async def _tell(self, rooms: list[str], notice: Any) -> None:
        entry = notice.get("entry") if isinstance(notice, dict) else None
        if entry is not None:
            if entry in self._seen or entry in self._seen_since:
                return
            self._seen_since.add(entry)
        self.poker.hear(rooms)
        async with self._telling:
            await self._hub.tell(rooms, notice)

    async def read_on(self, gap: bool) -> None:
        """Everything below the new cursor has been told when it is set, so it will never be read again."""
        self._seen |= self._seen_since
        self._seen_since = set()
        news = await self._hub.in_thread(since, [self._hub.cursor])
        complete = self._hub.cursor is None or news.covers(self._hub.cursor)
        async with self._telling:
            await self._tell_unseen(news if complete else None)
            self._hub.cursor = news.cursor
            if gap and not complete:
                await self._hub.tell_all_to_reload()
        self._seen = {told.entry for told in news.told}

    async def _tell_unseen(self, news: Since | None) -> None:
        for told in news.told if news else ():
            if told.entry not in self._seen and told.entry not in self._seen_since:
                self._seen.add(told.entry)
                self.poker.hear(told.rooms)
                await self._hub.tell(told.rooms, told.notice)


async def inspect(hub: Hub, _: bool) -> None:
    """A posting whose last day has passed says nothing by itself, so every seat is asked about again."""
    seats = list(hub.seats)
    for begin in range(0, len(seats), CHUNK):
        part = seats[begin : begin + CHUNK]
        admissions = await hub.in_thread(admit, [seat.session for seat in part])
        for seat, admission in zip(part, admissions, strict=True):
            if seat in hub.seats:
                _inspect_one(hub, seat, admission)


def _inspect_one(hub: Hub, seat: Seat, admission: Admission | None) -> None:
    rooms = seat.admission.rooms
    if hub.place(seat, admission) and seat.admission.rooms != rooms:
        # What lies in a room newly gained was never told to this client.
        seat.offer(frames.lacking(Lack(hub.cursor or "", complete=False)))


async def _again(work: Work, *, each: float, sooner: asyncio.Event) -> None:
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(sooner.wait(), each)
        urged = sooner.is_set()
        sooner.clear()
        try:
            await work(urged)
        except Exception:
            log.exception("not done this time")
            await asyncio.sleep(1)
            if urged:
                sooner.set()
