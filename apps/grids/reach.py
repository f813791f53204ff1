"""The one function that says where a person acts, and as what."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from apps.core.call import Actor, ActorKind
from apps.grids.enums import Level, Role
from apps.grids.models import Posting


@dataclass(frozen=True)
class Post:
    """One posting with the names a screen shows; `level` is None at a unit."""

    role: Role
    at_kind: str
    at_id: int
    at_name: str
    level: Level | None


@dataclass(frozen=True)
class Reach:
    posts: tuple[Post, ...] = ()

    def ids(self, at_kind: str, *roles: Role) -> frozenset[int]:
        """Grids, divisions or units held in one of these roles; in any role when none is named."""
        return frozenset(p.at_id for p in self.posts if p.at_kind == at_kind and (not roles or p.role in roles))

    def has(self, *roles: Role) -> bool:
        return any(post.role in roles for post in self.posts)

    @property
    def rooms(self) -> list[str]:
        return sorted({f"{post.at_kind}:{post.at_id}" for post in self.posts})


NOWHERE = Reach()
# Names only: an outline is thousands of vertices.
COLUMNS = (
    "role",
    "grid_id",
    "grid__name",
    "division_id",
    "division__name",
    "division__level",
    "unit_id",
    "unit__name",
)
PLACES = ("grid", "division", "unit")


def reach_of(actor: Actor, at: datetime) -> Reach:
    """One statement. A reporter, the clock and the shell stand nowhere: their rights are rules of their own."""
    if actor.kind != ActorKind.PERSON or actor.id is None:
        return NOWHERE
    day = timezone.localdate(at)
    postings = Posting.objects.on(day).filter(account_id=actor.id, account__is_active=True)
    return Reach(tuple(_post(row) for row in postings.order_by("id").values_list(*COLUMNS)))


def rooms_of(account_ids: Collection[int], at: datetime) -> dict[int, list[str]]:
    """The rooms of many people's reach in one statement, for the sockets; who stands nowhere is not in it."""
    rooms: dict[int, list[str]] = defaultdict(list)
    postings = Posting.objects.on(timezone.localdate(at)).filter(account_id__in=account_ids, account__is_active=True)
    for account_id, *places in postings.values_list("account_id", "grid_id", "division_id", "unit_id").distinct():
        rooms[account_id] += [f"{kind}:{at_id}" for kind, at_id in zip(PLACES, places, strict=True) if at_id]
    return rooms


def _post(row: tuple[Any, ...]) -> Post:
    role, grid_id, grid_name, division_id, division_name, level, unit_id, unit_name = row
    if grid_id:
        return Post(Role(role), "grid", grid_id, grid_name, Level.GRID)
    if division_id:
        return Post(Role(role), "division", division_id, division_name, Level(level))
    return Post(Role(role), "unit", unit_id, unit_name, None)
