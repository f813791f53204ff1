"""This process's one subscription to Redis."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import orjson
from django.conf import settings
from redis import asyncio as redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from apps.journal.notices import channel

SILENCE = 10.0
PAUSE = 0.5
log = logging.getLogger(__name__)


async def heard() -> AsyncIterator[dict[str, Any] | None]:
    """What is said on the channel, for ever; None where a subscription begins, as anything may have been missed."""
    while True:
        try:
            async with _client() as client, client.pubsub() as subscription:
                await subscription.subscribe(channel())
                async for message in _messages(subscription):
                    yield message
        except (RedisError, OSError) as error:
            log.warning("redis is away, trying again: %s", error)
        await asyncio.sleep(PAUSE)


def _client() -> redis.Redis:
    # The library's own retry would reconnect and subscribe again without a word, and its time-out ends idle readers.
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=None, socket_connect_timeout=2, retry=Retry(NoBackoff(), 0)
    )


async def _messages(subscription: PubSub) -> AsyncIterator[dict[str, Any] | None]:
    silent = False
    while True:
        message = await subscription.get_message(timeout=SILENCE)
        if message is None:
            if silent:
                raise OSError("redis does not answer")
            silent = True
            await subscription.ping()
            continue
        silent = False
        if message["type"] == "subscribe":
            yield None
        elif message["type"] == "message":
            yield _decoded(message["data"])


def _decoded(said: bytes) -> dict[str, Any]:
    try:
        message = orjson.loads(said)
    except orjson.JSONDecodeError:
        message = None
    if isinstance(message, dict):
        return message
    log.error("not a notice: %r", said[:200])
    return {}
