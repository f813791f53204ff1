"""What a poll asks first, in one statement of one moment: who the phone is, how far its scopes are, whether any command
of it was decided. Most polls need nothing else, and asked one by one each question costs as much again as its answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from apps.sync.devices import KNOWN
from apps.sync.feed import Head

GLANCE = f"""
SELECT (SELECT json_object_agg(scope, json_build_array(version, floor, life.epoch)) FROM sync_scope,
               (SELECT COALESCE((SELECT number FROM sync_epoch ORDER BY id LIMIT 1), 1)) AS life (epoch)
         WHERE opened AND scope = ANY(%s)),
       EXISTS (SELECT 1 FROM sync_synccommand
                WHERE worker_id = %s AND at >= %s::timestamptz),
       known.*
  FROM ({KNOWN}) AS known
"""  # noqa: S608 — one constant inside another


@dataclass(frozen=True)
class Glance:
    """`phone` as devices.noted takes it; `heads` of those scopes that are fed."""

    phone: tuple[Any, ...] | None
    heads: dict[str, Head]
    has_news: bool


NOTHING = Glance(None, {}, has_news=True)


def glance(device: UUID, account_id: int, scopes: Sequence[str], *, after: datetime | None) -> Glance:
    """Of a phone that was never heard of nothing is known, not even that there are no news for it."""
    with connection.cursor() as cursor:
        cursor.execute(GLANCE, [list(scopes), account_id, after, device])
        row = cursor.fetchone()
    if row is None:
        return NOTHING
    heads, has_news, *phone = row
    return Glance(tuple(phone), {scope: Head(*at) for scope, at in (heads or {}).items()}, has_news=has_news)
