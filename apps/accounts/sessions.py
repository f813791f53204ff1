"""Sessions live in the database; the cache saves reading them, and may be dead."""

import logging
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import cached_db
from django.core.cache import caches
from redis import RedisError

log = logging.getLogger(__name__)
# A session ended while the cache was away is in the file Redis wakes up with; it is believed no longer than this.
BELIEVED_SECONDS = 60


class MayBeDead:
    """The cache with its death answered as not knowing."""

    def get(self, key: str) -> Any:
        try:
            return caches[settings.SESSION_CACHE_ALIAS].get(key)
        except RedisError:
            return None

    def set(self, key: str, session: Any, seconds: float) -> None:
        try:
            caches[settings.SESSION_CACHE_ALIAS].set(key, session, min(seconds, BELIEVED_SECONDS))
        except RedisError:
            log.warning("session not cached: Redis is away")

    def delete(self, key: str) -> None:
        try:
            caches[settings.SESSION_CACHE_ALIAS].delete(key)
        except RedisError:
            log.warning("session not taken from the cache: Redis is away")

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None


class SessionStore(cached_db.SessionStore):
    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._cache = MayBeDead()
