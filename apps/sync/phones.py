"""Which phones carry work, for their owner and for whoever answers for them: last heard of, unsent, since when."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.core.masking import mask_phone
from apps.grids.queries import accounts_below
from apps.grids.reach import Reach, posts_of
from apps.sync.models import SyncDevice

Shelf = Literal["unsent", "all", "lost"]
# What a shelf is ordered by, and whether the newest comes first.
ORDER: dict[Shelf, tuple[str, bool]] = {
    "unsent": ("oldest_at", False), "all": ("pulled_at", True), "lost": ("lost_at", True)
}  # fmt: skip
INSIDE: dict[Shelf, Q] = {
    "unsent": Q(pending__gt=0, oldest_at__isnull=False), "all": Q(), "lost": Q(lost_at__isnull=False)
}  # fmt: skip
TAIL = 4
MOST_OWN = 20


def own_phones(account_id: int) -> list[dict[str, Any]]:
    mine = SyncDevice.objects.filter(account_id=account_id).order_by("-pulled_at", "id")
    return [_row(phone) for phone in mine[:MOST_OWN]]


def phones_below(
    reach: Reach, *, on: date, shelf: Shelf, q: str, after: tuple[datetime, UUID] | None
) -> QuerySet[SyncDevice]:
    """Of accounts somebody administers; the longest waiting first, or the last heard of."""
    below = accounts_below(reach, on=on)
    if q:
        tail = Q(phone__endswith=q) if len(q) == TAIL and q.isdecimal() else Q()
        below = below.filter(Q(name__icontains=q) | Q(phone=q) | tail)
    column, is_newest_first = ORDER[shelf]
    found = SyncDevice.objects.filter(INSIDE[shelf], account__in=below).select_related("account")
    if after is not None:
        at, pk = after
        step = "lt" if is_newest_first else "gt"
        found = found.filter(Q(**{f"{column}__{step}": at}) | Q(**{column: at}, pk__gt=pk))
    return found.order_by(f"-{column}" if is_newest_first else column, "id")


def rows_of(phones: Sequence[SyncDevice], on: date) -> list[dict[str, Any]]:
    posts = posts_of([phone.account_id for phone in phones], on)
    return [
        _row(phone)
        | {
            "account": {
                "id": phone.account_id,
                "name": phone.account.name,
                "phone": mask_phone(phone.account.phone),
                "posts": [f"{post.at_name}{post.role.label}" for post in posts[phone.account_id]],
            }
        }
        for phone in phones
    ]


def cursor_of(phone: SyncDevice, shelf: Shelf) -> str:
    return f"{getattr(phone, ORDER[shelf][0]).isoformat()}|{phone.pk}"


def _row(phone: SyncDevice) -> dict[str, Any]:
    return {
        "id": str(phone.pk),
        "sign_in": str(phone.sign_in_id) if phone.sign_in_id else None,
        "label": phone.label,
        "pulled_at": phone.pulled_at,
        "pending": phone.pending,
        "oldest_at": phone.oldest_at,
        "evicted": phone.evicted,
        "lost_at": phone.lost_at,
    }
