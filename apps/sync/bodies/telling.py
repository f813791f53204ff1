"""Bodies of any kind: those that are asked for and may be told, read in a fixed number of statements a kind."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from apps.registry.sight import sight, sight_of_everything
from apps.sync.bodies import handing, matters, people, places, reading, rounds
from apps.sync.bodies.looking import Bodies, Looker
from apps.sync.bodies.reference import reference
from apps.sync.enums import ScopeKind
from apps.sync.scopes import Scope

Teller = Callable[[Sequence[UUID], Looker], Bodies]
# A worker's own, whatever became of the grid they belong to.
OWN: dict[str, Callable[[Sequence[UUID], int], Bodies]] = {
    "visit": people.visits,
    "patrol": rounds.patrols,
    "mark": reading.marks,
    "receipt": handing.receipts,
}
REGISTRY: dict[str, Teller] = {
    "person": people.people,
    "room": places.rooms,
    "building": places.buildings,
    "organisation": people.organisations,
    "part": places.parts,
    "handover": handing.notes,
}


def bodies(scope: Scope, wanted: Sequence[tuple[str, str]], looker: Looker) -> dict[tuple[str, str], Any]:
    """By kind and id; what is no longer there is not in it."""
    by_kind: dict[str, list[str]] = {}
    for kind, row_id in wanted:
        by_kind.setdefault(kind, []).append(row_id)
    return {
        (kind, row_id): body
        for kind, ids in by_kind.items()
        for row_id, body in _of_kind(scope, kind, ids, looker).items()
    }


def _of_kind(scope: Scope, kind: str, ids: list[str], looker: Looker) -> dict[str, Any]:
    if scope.kind == ScopeKind.REF:
        return reference(kind, ids)
    if kind == "grid":
        return places.grids([int(pk) for pk in ids])
    rows = [UUID(pk) for pk in ids]
    if kind == "event":
        return matters.events(rows, looker)
    if kind in OWN:
        with sight_of_everything():
            return OWN[kind](rows, scope.number)
    own = looker.of_grid(scope.number)
    with sight(own.reach):
        return REGISTRY[kind](rows, own)
