from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from apps.accounts.models import AccessKey, Account, Device


def account_with(phone: str, password: str) -> Account | None:
    """The account, if phone and password belong together and it may sign in here."""
    account = Account.objects.filter(phone=phone, is_active=True).first()
    if account is None:
        # As slow as a real check, so that the answer's time tells nothing about which phones exist.
        make_password(password)
        return None
    if account.is_demo and not settings.DEMO:
        return None
    return account if check_password(password, account.password) else None


def expired_sessions(at: datetime) -> "QuerySet[Session, str]":
    """Their keys, the oldest first."""
    return Session.objects.filter(expire_date__lte=at).order_by("expire_date").values_list("session_key", flat=True)


def devices_of(account_id: int, at: datetime) -> QuerySet[Device]:
    """Those somebody is still signed in on; a session may also have run out."""
    live = Session.objects.filter(expire_date__gt=at).values("session_key")
    return Device.objects.filter(account_id=account_id, session_key__in=live).order_by("-last_seen_at", "id")


def living_keys(account_id: int, *, at: datetime) -> QuerySet[AccessKey]:
    return AccessKey.objects.filter(account_id=account_id, ended_at=None, expires_at__gt=at).order_by("-made_at", "id")
