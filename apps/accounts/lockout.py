"""Tries are counted per phone number until one succeeds; five within a quarter of an hour lock it."""

import hashlib

from apps.core import tally

LIMIT = 5
SECONDS = 15 * 60


def _key(phone: str) -> str:
    return "wrong:" + hashlib.sha256(phone.encode()).hexdigest()


def count(phone: str) -> int:
    """Counted before the password is looked at: of many tries at once no more than the limit are."""
    return tally.add(_key(phone), seconds=SECONDS)


def forget(phone: str) -> None:
    tally.forget(_key(phone))
