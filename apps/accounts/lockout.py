"""Wrong passwords are counted per phone number in the cache; five within a quarter of an hour lock it for one."""

import hashlib

from django.core.cache import cache

LIMIT = 5
SECONDS = 15 * 60


def _key(phone: str) -> str:
    return "wrong:" + hashlib.sha256(phone.encode()).hexdigest()


def is_locked(phone: str) -> bool:
    return int(cache.get(_key(phone), 0)) >= LIMIT


def count_wrong(phone: str) -> int:
    cache.add(_key(phone), 0, SECONDS)
    return int(cache.incr(_key(phone)))


def forget(phone: str) -> None:
    cache.delete(_key(phone))
