"""Rounds within sight, newest first. Row-level security repeats who may see them."""

from typing import Any

from django.db.models import Q, QuerySet

from apps.accounts.models import Account
from apps.core.call import Call
from apps.grids.reach import Reach
from apps.patrols.models import Patrol
from apps.registry.reaching import COLUMNS, within
from apps.registry.rules import DESK


def seen_by(call: Call, reach: Reach) -> QuerySet[Patrol]:
    """One's own, and those of the divisions whose desk one is."""
    inside = Q(by=call.actor.id)
    for level, column in COLUMNS.items():
        ids = {post.at_id for post in reach.posts if post.level == level and post.role in DESK}
        if ids:
            inside |= Q((f"{column}__in", sorted(ids)))
    return Patrol.objects.filter(inside)


def narrowed(
    found: QuerySet[Patrol], *, grid: int | None = None, division: int | None = None, q: str = ""
) -> QuerySet[Patrol]:
    """Those of a grid or a division, and of whoever is called something like that."""
    found = found.filter(within(grid=grid, division=division))
    if not q:
        return found
    # Asked first: told who they are, the planner knows whether to begin with the walkers or with the newest rounds.
    return found.filter(by__in=list(Account.objects.filter(name__icontains=q).values_list("pk", flat=True)))


def newest(found: QuerySet[Patrol], *, cursor: str, limit: int) -> tuple[list[dict[str, Any]], str | None]:
    """A page of rows, and the id behind which the next one begins."""
    if cursor and (last := found.filter(pk=cursor).values_list("begun_at", flat=True).first()):
        found = found.filter(Q(begun_at__lt=last) | Q(pk__lt=cursor), begun_at__lte=last)
    found = found.select_related("by", "grid").defer("track", "grid__outline", "grid__centre")
    rows = [row_of(patrol) for patrol in found.order_by("-begun_at", "-pk")[: limit + 1]]
    return rows[:limit], str(rows[limit - 1]["id"]) if len(rows) > limit else None


def row_of(patrol: Patrol) -> dict[str, Any]:
    """Without its track; seconds of one that is still going on are null."""
    ended = patrol.ended_at
    return {
        "id": str(patrol.pk),
        "by": {"id": patrol.by_id, "name": patrol.by.name},
        "grid": {"id": patrol.grid_id, "name": patrol.grid.name},
        "begun_at": patrol.begun_at,
        "ended_at": ended,
        "seconds": round((ended - patrol.begun_at).total_seconds()) if ended else None,
        "metres": patrol.metres,
    }
