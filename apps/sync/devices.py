"""What a phone says of itself at each pull, and which scopes it was given and has not given back."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.accounts.models import Device
from apps.sync.models import Holding, SyncDevice


class OtherAccount(Exception):
    """An outbox is pushed as nobody but whoever filled it."""


class LostPhone(Exception):
    """Reported lost, and not found yet."""


def noted(device: UUID, account_id: int, *, at: datetime, told: dict[str, Any]) -> None:
    """One outbox belongs to one account; a device that another one signed in on has another id."""
    known, made = SyncDevice.objects.get_or_create(
        pk=device, defaults={"account_id": account_id, "pulled_at": at, **_facts(told)}
    )
    if known.account_id != account_id:
        raise OtherAccount
    if not made:
        SyncDevice.objects.filter(pk=device).update(pulled_at=at, **_facts(told))


def refuse_other(device: UUID, account_id: int) -> None:
    """Whoever asks: from a phone that was lost nobody is answered."""
    known = SyncDevice.objects.filter(pk=device).values_list("account_id", "lost_at").first()
    if known is None:
        return
    owner, lost_at = known
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
    """Writes only what is new; a scope given back and given again is held again."""
    held = set(Holding.objects.filter(device=device, scope__in=scopes, purged_at=None).values_list("scope", flat=True))
    for scope in sorted(set(scopes) - held):
        Holding.objects.update_or_create(
            device_id=device, scope=scope, defaults={"given_at": at, "purged_at": None, "purged_rows": None}
        )


def to_give_back(device: UUID, named: Collection[str], allowed: Collection[str]) -> list[str]:
    """What it holds, or says it holds, and is not to have any more."""
    held = Holding.objects.filter(device=device, purged_at=None).values_list("scope", flat=True)
    return sorted((set(held) | set(named)) - set(allowed))


def gave_back(device: UUID, scope: str, rows: int, *, at: datetime) -> None:
    Holding.objects.filter(device=device, scope=scope, purged_at=None).update(purged_at=at, purged_rows=rows)
