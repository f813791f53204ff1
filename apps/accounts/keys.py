"""The halves of an access key: a name that may be seen, and a secret that is shown once and kept as a digest.

The secret is 256 random bits, so a plain SHA-256 is enough: there is no dictionary to slow down, and a program that
reads a city page by page shows its key thousands of times.
"""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from apps.accounts.lockout import LIMIT, SECONDS
from apps.accounts.models import AccessKey, Account
from apps.core import tally
from apps.core.refusal import Refusal, RefusalCode

# Writing down every use would make a reader a writer.
NOTED_EVERY = timedelta(hours=1)
USER = re.compile(r"key-[a-z2-7]{16}")


@dataclass(frozen=True)
class NewKey:
    user: str
    secret: str

    @property
    def digest(self) -> str:
        return digest_of(self.secret).hex()


def new_key() -> NewKey:
    # Letters and digits that survive being read aloud.
    return NewKey("key-" + base64.b32encode(secrets.token_bytes(10)).decode().lower(), secrets.token_urlsafe(32))


def digest_of(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def account_of(user: str, secret: str, *, at: datetime) -> Account | None:
    """Whose key this is, while it lives and its owner may sign in. Wrong secrets are counted, five lock the key."""
    if not USER.fullmatch(user):
        return None
    if tally.of(_wrong(user)) >= LIMIT:
        raise Refusal(RefusalCode.LOCKED, "访问密钥多次输错，已锁定15分钟，请核对后再试")
    key = AccessKey.objects.select_related("account").filter(user=user).first()
    if key is None or not hmac.compare_digest(bytes(key.digest), digest_of(secret)):
        _count_wrong(user)
        return None
    if not _lives(key, at):
        return None
    _note_use(key, at)
    return key.account


def _wrong(user: str) -> str:
    return f"wrong-key:{user}"


def _count_wrong(user: str) -> None:
    """Unlike a password's, tries are counted afterwards: a map asks with the right key many times at once."""
    tally.add(_wrong(user), seconds=SECONDS)


def _lives(key: AccessKey, at: datetime) -> bool:
    may_sign_in = key.account.is_active and (settings.DEMO or not key.account.is_demo)
    return may_sign_in and key.ended_at is None and key.expires_at > at


def _note_use(key: AccessKey, at: datetime) -> None:
    if key.used_at is None or key.used_at < at - NOTED_EVERY:
        AccessKey.objects.filter(pk=key.pk).update(used_at=at)
