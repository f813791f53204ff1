"""Leaves a message on the one Redis channel every socket process listens to."""

import logging
from functools import cache
from typing import Any

import orjson
import redis
from django.conf import settings
from django.db import connection

log = logging.getLogger(__name__)


def channel() -> str:
    """Redis has one set of channels for all its numbered databases, so the name says whose notices these are."""
    return f"notices:{connection.settings_dict['NAME']}"


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def publish(message: dict[str, Any]) -> None:
    """A lost notice costs a delay, never a matter: so a dead Redis is logged and the work goes on."""
    try:
        _redis().publish(channel(), orjson.dumps(message))
    except redis.RedisError:
        log.warning("notice not published", exc_info=True)


def publish_control(control: str, **about: Any) -> None:
    """`drop` with an account makes every process close that account's sockets."""
    publish({"control": control, **about})
