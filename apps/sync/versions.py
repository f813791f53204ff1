"""What apps of earlier days wrote down, read as an app of today would have written it (S-45).

What waits on a phone is older than the app that sends it. Whoever changes what a command's `data`, `old` or `needs`
mean, in a way the form of the day before would misread, raises the kind's `v` on the phone and adds a step here.
"""

from collections.abc import Callable, Mapping
from typing import Any

Said = Mapping[str, Any]

# (kind, v) → a command of that version as the next version says it. A step is small and is never taken out again:
# a phone may lie in a drawer for half a year, and which version is the newest is read from here.
UPCASTS: dict[tuple[str, int], Callable[[Said], Said]] = {}


def newest(kind: str) -> int:
    return 1 + max((v for known, v in UPCASTS if known == kind), default=0)


def as_of_today(said: Said) -> dict[str, Any]:
    """One of a version that is not known here stays as it came."""
    told = dict(said)
    for v in range(told["v"], newest(told["kind"])):
        told = {**UPCASTS[told["kind"], v](told), "v": v + 1}
    return told


def is_ahead(said: Said) -> bool:
    """Written by an app newer than this server, which was set back or is brought up to date machine by machine."""
    return bool(said["v"] > newest(said["kind"]))
