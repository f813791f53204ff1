"""Through whose eyes a row is told, and small ways to read what hangs on many rows at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from apps.core.call import Call
from apps.grids.enums import Role
from apps.grids.reach import Reach, reach_of
from apps.registry.models import FieldSource

Bodies = dict[str, dict[str, Any]]
Row = TypeVar("Row")
# Whose work is done where there may be no line.
CARRIED = {("grid", Role.WORKER), ("unit", Role.HANDLER)}


@dataclass(frozen=True)
class Looker:
    """Sees as the worker of the grids and the handler of the units named, whatever other posts the account has."""

    call: Call
    reach: Reach

    def of_grid(self, grid_id: int) -> "Looker":
        """A row belongs to one grid's scope, so what it shows depends on that grid's rows only."""
        return Looker(self.call, Reach(tuple(p for p in self.reach.posts if (p.at_kind, p.at_id) == ("grid", grid_id))))


def looker_of(call: Call) -> Looker:
    posts = reach_of(call.actor, call.at).posts
    return Looker(call, Reach(tuple(post for post in posts if (post.at_kind, post.role) in CARRIED)))


def grouped(rows: Iterable[Row], key: Callable[[Row], Any], *, at_most: int | None = None) -> Mapping[Any, list[Row]]:
    """In the order they come; of each no more than so many."""
    told: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        kept = told[key(row)]
        if at_most is None or len(kept) < at_most:
            kept.append(row)
    return told


def sources_by_id(kind: str, ids: Sequence[UUID]) -> Mapping[UUID, list[dict[str, Any]]]:
    known = FieldSource.objects.filter(subject_kind=kind, subject_id__in=ids).order_by("subject_id", "field")
    told: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for pk, field, source, at in known.values_list("subject_id", "field", "source", "confirmed_at"):
        told[pk].append({"field": field, "source": source, "confirmed_at": at})
    return told
