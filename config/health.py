"""Whether this process can reach what it needs."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from redis import RedisError


def health(request: HttpRequest) -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        cache.get("health")
    except (DatabaseError, RedisError) as error:
        return JsonResponse({"ok": False, "lacks": type(error).__name__}, status=503)
    return JsonResponse({"ok": True})
