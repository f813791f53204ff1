"""How fast one account may read. A counter a minute: a list of moments, as DRF keeps it, would be long here."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from apps.core import tally


class PerMinute(BaseThrottle):
    def allow_request(self, request: Request, view: Any) -> bool:
        key = f"features:{request.user.pk}:{int(timezone.now().timestamp()) // 60}"
        return bool(tally.add(key, seconds=120) <= settings.FEATURES_PER_MINUTE)

    def wait(self) -> float:
        return 60 - timezone.now().timestamp() % 60
