"""Tries are counted per phone number in the cache until one succeeds; five within a quarter of an hour lock it."""

import hashlib

from django.core.cache import cache

LIMIT = 5
SECONDS = 15 * 60


def _key(phone: str) -> str:
    return "wrong:" + hashlib.sha256(phone.encode()).hexdigest()


def count(phone: str) -> int:
    """Counted before the password is looked at: of many tries at once no more than the limit are."""
    cache.add(_key(phone), 0, SECONDS)
    return int(cache.incr(_key(phone)))


def forget(phone: str) -> None:
    cache.delete(_key(phone))
