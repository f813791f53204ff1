"""The one function that says where a person acts, and as what."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
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
# Asked with every request, and Django takes three times as long to write it as PostgreSQL to answer it.
POSTS = """
SELECT posting.role, posting.grid_id, grid.name, posting.division_id, division.name, division.level,
       posting.unit_id, unit.name
FROM grids_posting posting
JOIN accounts_account account ON account.id = posting.account_id AND account.is_active
LEFT JOIN grids_grid grid ON grid.id = posting.grid_id
LEFT JOIN grids_division division ON division.id = posting.division_id
LEFT JOIN grids_unit unit ON unit.id = posting.unit_id
WHERE posting.account_id = %s AND posting.valid_from <= %s AND (posting.valid_to IS NULL OR posting.valid_to > %s)
ORDER BY posting.id
"""
PLACES = ("grid", "division", "unit")


def reach_of(actor: Actor, at: datetime) -> Reach:
    """One statement. A reporter, the clock and the shell stand nowhere: their rights are rules of their own."""
    if actor.kind != ActorKind.PERSON or actor.id is None:
        return NOWHERE
    day = timezone.localdate(at)
    with connection.cursor() as cursor:
        cursor.execute(POSTS, [actor.id, day, day])
        return Reach(tuple(_post(row) for row in cursor.fetchall()))


COLUMNS = (
    "role", "grid_id", "grid__name", "division_id", "division__name", "division__level", "unit_id", "unit__name",
)  # fmt: skip


def posts_of(account_ids: Collection[int], on: date) -> dict[int, list[Post]]:
    """Of many people in one statement."""
    posts: dict[int, list[Post]] = defaultdict(list)
    held = Posting.objects.on(on).filter(account__in=account_ids).order_by("id")
    for account_id, *row in held.values_list("account_id", *COLUMNS):
        posts[account_id].append(_post(tuple(row)))
    return posts


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
