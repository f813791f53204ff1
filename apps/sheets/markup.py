"""XML of strangers as a stream: defusedxml looks at what stands before the first element, the fast parser at the rest.

Document types and entities can stand nowhere but there, and defusedxml's own parser is five times slower.
"""

from collections.abc import Iterator
from typing import Any, Protocol
from xml.etree.ElementTree import iterparse

from defusedxml.ElementTree import XMLParser

PIECE = 4096


class Source(Protocol):
    def read(self, size: int = -1) -> bytes: ...


class Begun:
    """What the guard builds: nothing, until the first element begins."""

    def __init__(self) -> None:
        self.begun = False

    def start(self, *_: object) -> None:
        self.begun = True

    def close(self) -> None:
        """Nothing was built."""


class Again:
    """Gives back what was read already, then reads on."""

    def __init__(self, first: bytes, rest: Source) -> None:
        self.first = first
        self.rest = rest

    def read(self, size: int = -1) -> bytes:
        if not self.first:
            return self.rest.read(size)
        first, self.first = self.first, b""
        return first


def events(source: Source) -> Iterator[tuple[str, Any]]:
    """Starts and ends of elements, in their order."""
    return iterparse(_guarded(source), events=("start", "end"))  # noqa: S314 -- as above


def _guarded(source: Source) -> Again:
    """Raises as defusedxml does."""
    root, first = Begun(), b""
    guard = XMLParser(target=root, forbid_dtd=True)
    while not root.begun and (piece := source.read(PIECE)):
        guard.feed(piece)
        first += piece
    return Again(first, source)
