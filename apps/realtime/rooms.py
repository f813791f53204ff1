"""Which seats are in which rooms of this process."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

SeatT = TypeVar("SeatT")


class Rooms(Generic[SeatT]):
    def __init__(self) -> None:
        self._seats: dict[str, set[SeatT]] = {}

    def join(self, seat: SeatT, rooms: Iterable[str]) -> None:
        for room in rooms:
            self._seats.setdefault(room, set()).add(seat)

    def leave(self, seat: SeatT, rooms: Iterable[str]) -> None:
        for room in rooms:
            seats = self._seats.get(room)
            if seats is None:
                continue
            seats.discard(seat)
            if not seats:
                del self._seats[room]

    def seats(self, rooms: Iterable[str]) -> list[SeatT]:
        """Everyone in any of the rooms, each once."""
        found = [self._seats[room] for room in rooms if room in self._seats]
        return list(found[0] if len(found) == 1 else set().union(*found))

    def __iter__(self) -> Iterator[str]:
        return iter(self._seats)
