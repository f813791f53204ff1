"""Everyone connected to this process. One hub per event loop, started by its first socket."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from typing import ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from apps.journal.catchup import Ask, Lack, lacking
from apps.realtime import frames
from apps.realtime.admission import Admission, admit
from apps.realtime.batches import Batch, with_connection
from apps.realtime.codes import Close
from apps.realtime.rooms import Rooms
from apps.realtime.seats import Seat

SLICE = 256
CONNECTING = 2_000
PULLING = 4_000
THREADS = 4
P = ParamSpec("P")
T = TypeVar("T")


class Hub:
    def __init__(self) -> None:
        self.seats: set[Seat] = set()
        self.rooms: Rooms[Seat] = Rooms()
        # How far the journal has been told to everyone here; None until the first look at it.
        self.cursor: str | None = None
        self.admissions: Batch[str, Admission | None] = Batch(admit, size=200, most=CONNECTING)
        self.pulls: Batch[Ask, Lack] = Batch(lacking, size=200, most=PULLING)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="socket")
        self._dropped: dict[int, float] = {}
        self.tasks: list[asyncio.Task[None]] = []

    async def admit(self, seat: Seat) -> bool:
        """Asks again what the seat's session stands for. A drop told meanwhile may be newer than the answer."""
        asked_at = asyncio.get_running_loop().time()
        admission = await self.admissions.ask(seat.session)
        if admission and admission.account and self._dropped.get(admission.account, -1.0) >= asked_at:
            admission = None
        return self.place(seat, admission)

    def place(self, seat: Seat, admission: Admission | None) -> bool:
        """Into the rooms of its admission; a seat that has lost any is closed and has to come in anew."""
        known = seat in self.seats
        if admission is None or (known and not seat.admission.rooms <= admission.rooms):
            self.leave(seat)
            seat.close(Close.WITHDRAWN if known else Close.NO_SESSION)
            return False
        if seat.closed:
            return False
        self.rooms.join(seat, admission.rooms - seat.admission.rooms)
        self.seats.add(seat)
        seat.admission = admission
        return True

    def leave(self, seat: Seat) -> None:
        self.seats.discard(seat)
        self.rooms.leave(seat, seat.admission.rooms)

    def drop(self, account: int) -> None:
        now = asyncio.get_running_loop().time()
        self._dropped = {who: at for who, at in self._dropped.items() if at > now - 60} | {account: now}
        for seat in self.rooms.seats([f"account:{account}"]):
            self.place(seat, None)

    async def tell(self, rooms: Iterable[str], said: object) -> None:
        seats = self.rooms.seats(rooms)
        if seats:
            await self.offer(seats, frames.notice(said, cursor=self.cursor))

    async def tell_all_to_reload(self) -> None:
        await self.offer(self.seats, frames.lacking(Lack(self.cursor or "", complete=False)))

    async def offer(self, seats: Iterable[Seat], frame: frames.Frame) -> None:
        """In slices, so that a message to all does not keep the rest of the process waiting."""
        everyone = iter(list(seats))
        while part := list(islice(everyone, SLICE)):
            for seat in part:
                seat.offer(frame)
            if len(part) == SLICE:
                await asyncio.sleep(0)

    async def in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        call = partial(work, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._threads, with_connection, call)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub_here(start: Callable[[Hub], list["asyncio.Task[None]"]]) -> Hub:
    """This event loop's hub; `start` is called for a new one and its tasks are kept with it."""
    loop = asyncio.get_running_loop()
    hub = _hubs.get(loop)
    if hub is None:
        hub = _hubs[loop] = Hub()
        hub.tasks = start(hub)
    return hub
