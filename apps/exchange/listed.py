"""Cells that name several things, each with something about it in brackets: 残疾人（2024-05-01）、独居老人."""

import re
from collections.abc import Callable, Iterable, Sequence

from apps.registry.identifiers import Wrong

BREAKS = re.compile(r"[、，,；;]")
BRACKETED = re.compile(r"([^()（）]+)[(（]([^()（）]*)[)）]")
MOST = 20
Item = tuple[str, str]


def listed(text: str) -> list[Item]:
    """Each thing with what its brackets hold, or with nothing."""
    pieces = [piece.strip() for piece in BREAKS.split(text)]
    found = [_item(piece) for piece in pieces if piece]
    if len(found) > MOST:
        raise Wrong(f"写了 {len(found)} 项，最多 {MOST} 项")
    return found


def _item(piece: str) -> Item:
    bracketed = BRACKETED.fullmatch(piece)
    return (bracketed[1].strip(), bracketed[2].strip()) if bracketed else (piece, "")


def refuse_twice(names: Sequence[str], *, shown: Callable[[str], str] = str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Wrong(f"“{shown(name)[:20]}”写了两次")
        seen.add(name)


def joined(items: Iterable[Item]) -> str:
    return "、".join(f"{name}（{about}）" if about else name for name, about in items)


def apart(items: Sequence[Item]) -> Item:
    """For two columns: one thing with its own beside it; several with theirs in brackets and nothing beside them."""
    return items[0] if len(items) == 1 else (joined(items), "")


def masked(text: str, mask: Callable[[str], str]) -> str:
    """Of text that may not even be readable as a list."""
    pieces = [_item(piece.strip()) for piece in BREAKS.split(text)]
    return joined((mask(name), about) for name, about in pieces if name)
