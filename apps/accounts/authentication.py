from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from rest_framework.authentication import BasicAuthentication, SessionAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed
from rest_framework.request import Request

from apps.accounts.keys import account_of

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


class AccessKeyBasic(BasicAuthentication):
    """HTTP Basic with an access key, for programs that only read. A door has to name it; none does by default."""

    www_authenticate_realm = "map"

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        return super().authenticate(request) if request.method in SAFE else None

    def authenticate_credentials(self, userid: str, password: str, request: Any = None) -> tuple[Any, None]:
        account = account_of(userid, password, at=timezone.now())
        if account is None:
            raise AuthenticationFailed
        return account, None
