"""Who may sit, and in which rooms: asked when a socket opens and again while it stays open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import caches
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from apps.accounts.models import Account
from apps.core.call import Actor, ActorKind
from apps.grids.reach import rooms_of

Session = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Admission:
    """What a session stands for at one moment."""

    account: int | None = None
    name: str = "居民"
    rooms: frozenset[str] = frozenset()
    follows: frozenset[UUID] = frozenset()

    @property
    def actor(self) -> Actor:
        if self.account is None:
            return Actor(ActorKind.REPORTER, None, self.name, self.follows)
        return Actor(ActorKind.PERSON, self.account, self.name)


def admit(session_keys: Sequence[str]) -> list[Admission | None]:
    """In the order asked; None where there is no session, or it stands for nobody. Four statements at the most."""
    sessions = _sessions(set(session_keys))
    people = _people(sessions.values())
    rooms = rooms_of(people.keys(), timezone.now())
    return [_admission(sessions.get(key, {}), people, rooms) for key in session_keys]


def _admission(session: Session, people: dict[int, Account], rooms: dict[int, list[str]]) -> Admission | None:
    if SESSION_KEY in session:
        account = people.get(_account_id(session))
        if account is None or not _proven(account, session):
            return None
        return Admission(account.pk, account.name, _heard_by(account.pk, rooms))
    follows = frozenset(UUID(follow) for follow in session.get("follows", ()))
    if not follows:
        return None
    return Admission(follows=follows, rooms=frozenset(f"event:{follow}" for follow in follows))


def rooms_of_account(account: int | None, at: datetime) -> frozenset[str]:
    """What a socket of theirs would be let into at that moment; nowhere without an account."""
    return frozenset() if account is None else _heard_by(account, rooms_of([account], at))


def _heard_by(account: int, rooms: dict[int, list[str]]) -> frozenset[str]:
    return frozenset([f"account:{account}", *rooms.get(account, ())])


def _sessions(keys: set[str]) -> dict[str, Session]:
    """As the cached_db backend reads one: the cache first, the table for what it lacks."""
    cached = _cached(keys)
    missing = keys - cached.keys()
    if not missing:
        return cached
    store = SessionStore()
    rows = store.model.objects.filter(session_key__in=missing, expire_date__gt=timezone.now())
    return cached | {row.session_key: store.decode(row.session_data) for row in rows}


def _cached(keys: set[str]) -> dict[str, Session]:
    prefix = SessionStore.cache_key_prefix
    try:
        found = caches[settings.SESSION_CACHE_ALIAS].get_many([prefix + key for key in keys])
    except Exception:  # noqa: BLE001 -- whatever ails the cache, the table answers, as it does for HTTP
        return {}
    return {key.removeprefix(prefix): session for key, session in found.items()}


def _people(sessions: Iterable[Session]) -> dict[int, Account]:
    ids = {_account_id(session) for session in sessions if SESSION_KEY in session}
    accounts = Account.objects.filter(pk__in=ids, is_active=True, must_change=False)
    if not settings.DEMO:
        accounts = accounts.filter(is_demo=False)
    return {account.pk: account for account in accounts} if ids else {}


def _account_id(session: Session) -> int:
    return int(session[SESSION_KEY])


def _proven(account: Account, session: Session) -> bool:
    """A changed password ends the sessions made with the old one."""
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return False
    known = (account.get_session_auth_hash(), *account.get_session_auth_fallback_hash())
    return any(constant_time_compare(session.get(HASH_SESSION_KEY, ""), each) for each in known)
