from redis import RedisError
from rest_framework.request import Request
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView


class WhileItCanBeCounted(ScopedRateThrottle):
    """For what a resident brings: without a Redis to count in, a report is worth more than its limit."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        try:
            return super().allow_request(request, view)
        except RedisError:
            return True
