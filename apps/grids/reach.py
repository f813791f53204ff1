"""The one function that says where a person acts, and as what."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

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
PLACES = ("grid", "division", "unit")


def reach_of(actor: Actor, at: datetime) -> Reach:
    """One statement. A reporter, the clock and the shell stand nowhere: their rights are rules of their own."""
    if actor.kind != ActorKind.PERSON or actor.id is None:
        return NOWHERE
    day = timezone.localdate(at)
    postings = Posting.objects.on(day).filter(account_id=actor.id, account__is_active=True)
    return Reach(tuple(_posts(postings.select_related("grid", "division", "unit").order_by("id"))))


def rooms_of(account_ids: Collection[int], at: datetime) -> dict[int, list[str]]:
    """The rooms of many people's reach in one statement, for the sockets; who stands nowhere is not in it."""
    rooms: dict[int, list[str]] = defaultdict(list)
    postings = Posting.objects.on(timezone.localdate(at)).filter(account_id__in=account_ids, account__is_active=True)
    for account_id, *places in postings.values_list("account_id", "grid_id", "division_id", "unit_id").distinct():
        rooms[account_id] += [f"{kind}:{at_id}" for kind, at_id in zip(PLACES, places, strict=True) if at_id]
    return rooms


def _posts(postings: Iterable[Posting]) -> Iterable[Post]:
    for posting in postings:
        role = Role(posting.role)
        if posting.grid is not None:
            yield Post(role, "grid", posting.grid.pk, posting.grid.name, Level.GRID)
        elif posting.division is not None:
            yield Post(role, "division", posting.division.pk, posting.division.name, Level(posting.division.level))
        elif posting.unit is not None:
            yield Post(role, "unit", posting.unit.pk, posting.unit.name, None)
