"""Rooms and seats by themselves, without a server."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from apps.realtime import frames
from apps.realtime.pressure import Message
from apps.realtime.rooms import Rooms
from apps.realtime.seats import LATE, Seat

SEATS, NAMES = st.integers(0, 5), st.lists(st.sampled_from("abcd"), max_size=3)


@given(st.lists(st.tuples(st.booleans(), SEATS, NAMES)), NAMES)
def test_rooms_hold_exactly_those_who_joined_and_did_not_leave(
    moves: list[tuple[bool, int, list[str]]], asked: list[str]
) -> None:
    rooms: Rooms[int] = Rooms()
    inside: set[tuple[str, int]] = set()
    for joins, seat, names in moves:
        pairs = {(name, seat) for name in names}
        if joins:
            rooms.join(seat, names)
            inside |= pairs
        else:
            rooms.leave(seat, names)
            inside -= pairs

    told = rooms.seats(asked)
    assert sorted(told) == sorted({seat for name, seat in inside if name in asked})
    assert set(rooms) == {name for name, _ in inside}


class Browser:
    """What a server's `send` leads to: reads only while its gate is open."""

    def __init__(self) -> None:
        self.heard: list[object] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def send(self, message: Message) -> None:
        await self.gate.wait()
        self.heard.append(message.get("code") or message["text"])


@given(st.lists(st.sampled_from(["offer", "shut", "open", "wait"]), max_size=40))
def test_whatever_the_readers_pace_the_order_is_kept_and_nothing_lost(steps: list[str]) -> None:
    async def play() -> tuple[list[object], list[object]]:
        browser, said = Browser(), list[object]()
        seat = Seat(browser.send, session="")
        for step in steps:
            if step == "offer":
                frame = frames.frame("notice", number=len(said))
                said.append(frame["text"])
                seat.offer(frame)
            elif step == "wait":
                await asyncio.sleep(0)
            else:
                (browser.gate.set if step == "open" else browser.gate.clear)()
        browser.gate.set()
        for _ in range(len(said) + 5):
            await asyncio.sleep(0)
        return browser.heard, said

    heard, said = asyncio.run(play())
    assert heard == said


async def test_a_seat_that_is_owed_too_much_is_closed() -> None:
    browser = Browser()
    seat = Seat(browser.send, session="")
    browser.gate.clear()
    for _ in range(4):
        seat.offer(frames.frame("notice", text="x" * (LATE // 2)))

    assert seat.closed
    browser.gate.set()
    for _ in range(100):
        await asyncio.sleep(0)
    assert 1013 in browser.heard


async def test_a_browser_that_has_gone_makes_no_noise() -> None:
    async def gone(_: Message) -> None:
        raise OSError

    seat = Seat(gone, session="")
    seat.offer(frames.frame("pong"))

    assert seat.closed
