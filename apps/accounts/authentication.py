from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException
from rest_framework.request import Request

SAFE = ("GET", "HEAD", "OPTIONS")


class MustChange(APIException):
    status_code = 403
    default_code = "change_password"
    default_detail = "密码已由管理员重置，请先修改密码再继续"


class SessionOrAnonymous(SessionAuthentication):
    """Django's session. Residents have one too, without an account, so CSRF is asked of everyone who writes."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        if request.method not in SAFE:
            self.enforce_csrf(request)
        user = request._request.user  # noqa: SLF001 -- DRF's own way to the outer request
        if isinstance(user, AnonymousUser) or not user.is_active or (user.is_demo and not settings.DEMO):
            return None
        if user.must_change and not getattr(_view(request), "opens_to_one_time_password", False):
            raise MustChange
        return user, None

    def authenticate_header(self, request: Request) -> str:
        return "Session"


def _view(request: Request) -> Any:
    return (request.parser_context or {}).get("view")
