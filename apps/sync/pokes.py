"""How far the scopes have come of which a room of the socket hears."""

from collections.abc import Collection, Mapping

from apps.sync import feed
from apps.sync.enums import ScopeKind


def versions(rooms: Collection[str]) -> Mapping[str, Mapping[str, int]]:
    """One statement; a scope no phone carries is not told."""
    named = {room: _scope_of(room) for room in rooms}
    heads = feed.heads(list(named.values()))
    return {room: {scope: heads[scope].version} for room, scope in named.items() if scope in heads}


def _scope_of(room: str) -> str:
    """A grid's or a unit's room is its scope; what somebody alone is told belongs to their own."""
    kind, _, number = room.partition(":")
    return f"{ScopeKind.WORKER}:{number}" if kind == "account" else room
