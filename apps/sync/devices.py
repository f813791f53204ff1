"""What a phone says of itself at each pull, and which scopes it was given and has not given back."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from apps.accounts.models import Device
from apps.sync.models import Holding, SyncDevice


class OtherAccount(Exception):
    """An outbox is pushed as nobody but whoever filled it."""


class LostPhone(Exception):
    """Reported lost, and not found yet."""


# What it held when it was last heard of, in the same statement: every poll asks this (glance.py).
KNOWN = """
SELECT account_id, lost_at, pulled_at, app, pending, oldest_at, persisted, quota, usage, evicted,
       ARRAY(SELECT scope FROM sync_holding WHERE device_id = device.id AND purged_at IS NULL)
  FROM sync_syncdevice device WHERE id = %s
"""
FACTS = ("app", "pending", "oldest_at", "persisted", "quota", "usage", "evicted")
# A phone that polls and has nothing new to say is written down this seldom: a write has to reach the disk.
HEARD_EVERY = timedelta(minutes=5)


def noted(device: UUID, account_id: int, *, at: datetime, told: dict[str, Any], known: Any) -> set[str]:
    """The scopes it holds; `known` is the row of KNOWN, if there is one.

    One outbox is one account's; a device that another one signed in on has another id.
    """
    facts = _facts(told)
    owner, lost_at, heard_at, *before, held = known or _new(device, account_id, facts | {"pulled_at": at})
    _refuse(owner, lost_at, account_id)
    if heard_at < at - HEARD_EVERY or facts.items() - dict(zip(FACTS, before, strict=True)).items():
        SyncDevice.objects.filter(pk=device).update(pulled_at=at, **facts)
    return set(held)


def _known(device: UUID) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [device])
        return cursor.fetchone()


def _new(device: UUID, account_id: int, facts: dict[str, Any]) -> Any:
    """Two tabs may tell of a new one at once."""
    SyncDevice.objects.bulk_create([SyncDevice(pk=device, account_id=account_id, **facts)], ignore_conflicts=True)
    return _known(device)


def refuse_other(device: UUID, account_id: int) -> None:
    """Whoever asks: from a phone that was lost nobody is answered."""
    known = SyncDevice.objects.filter(pk=device).values_list("account_id", "lost_at").first()
    if known is None:
        return
    _refuse(*known, account_id)


def _refuse(owner: int, lost_at: datetime | None, account_id: int) -> None:
    if owner != account_id:
        raise OtherAccount
    if lost_at is not None:
        raise LostPhone


def unlocked(device: UUID, session_key: str | None) -> None:
    """So that a lost phone can be shut out of the session it used."""
    signed_in = Device.objects.filter(session_key=session_key or "").first()
    if signed_in is not None:
        SyncDevice.objects.filter(pk=device).update(sign_in=signed_in, label=signed_in.label)


def _facts(told: dict[str, Any]) -> dict[str, Any]:
    pending, storage = told.get("pending") or {}, told.get("storage") or {}
    facts = {
        "app": told.get("app", ""),
        "pending": pending.get("count", 0),
        "oldest_at": pending.get("oldest_at"),
        "persisted": storage.get("persisted"),
        "quota": storage.get("quota"),
        "usage": storage.get("usage"),
    }
    evicted = told.get("evicted")
    return facts | ({"evicted": evicted["count"]} if evicted else {})


def given(device: UUID, scopes: Collection[str], *, at: datetime) -> None:
    """A scope given back and given again is held again."""
    for scope in sorted(scopes):
        Holding.objects.update_or_create(
            device_id=device, scope=scope, defaults={"given_at": at, "purged_at": None, "purged_rows": None}
        )


def gave_back(device: UUID, scope: str, rows: int, *, at: datetime) -> None:
    Holding.objects.filter(device=device, scope=scope, purged_at=None).update(purged_at=at, purged_rows=rows)
