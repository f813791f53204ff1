"""How often something happened within a while, counted in Redis by all processes together."""

from functools import cache

import redis
from django.conf import settings


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=2)


def add(key: str, *, seconds: int) -> int:
    """How often by now, this time included. It begins anew `seconds` after the first one.

    Both orders go as one: between two of its own, a count could end and leave a new one without an end.
    """
    with _redis().pipeline() as pipe:
        pipe.incr(_named(key))
        pipe.expire(_named(key), seconds, nx=True)
        return int(pipe.execute()[0])


def of(key: str) -> int:
    return int(_redis().get(_named(key)) or 0)


def forget(key: str) -> None:
    _redis().delete(_named(key))


def _named(key: str) -> str:
    return f"tally:{key}"
