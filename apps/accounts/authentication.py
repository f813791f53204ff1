from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request

SAFE = ("GET", "HEAD", "OPTIONS")


class SessionOrAnonymous(SessionAuthentication):
    """Django's session. Residents have one too, without an account, so CSRF is asked of everyone who writes."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        if request.method not in SAFE:
            self.enforce_csrf(request)
        user = request._request.user  # noqa: SLF001 -- DRF's own way to the outer request
        if isinstance(user, AnonymousUser) or not user.is_active or (user.is_demo and not settings.DEMO):
            return None
        return user, None

    def authenticate_header(self, request: Request) -> str:
        return "Session"
