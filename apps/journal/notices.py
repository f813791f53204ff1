"""Leaves a message on the one Redis channel every socket process listens to."""

import logging
from functools import cache
from typing import Any

import orjson
import redis
from django.conf import settings

CHANNEL = "notices"
log = logging.getLogger(__name__)


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def publish(message: dict[str, Any]) -> None:
    """A lost notice costs a delay, never a matter: so a dead Redis is logged and the work goes on."""
    try:
        _redis().publish(CHANNEL, orjson.dumps(message))
    except redis.RedisError:
        log.warning("notice not published", exc_info=True)


def publish_control(control: str, **about: Any) -> None:
    """`drop` with an account makes every process close that account's sockets."""
    publish({"control": control, **about})
