"""What every door here asks first: is it our protocol, and is it the account whose outbox this is?"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.commands.http import RefusalSerializer, call_of
from apps.core.call import Call
from apps.core.refusal import invalid
from apps.sync.bodies.looking import Looker, looker_of
from apps.sync.devices import LostPhone, OtherAccount, refuse_other
from apps.sync.scopes import Scope, scopes_of
from apps.sync.serializers import Shape

PROTOCOL = 1
REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 426, 429), RefusalSerializer)


class TooOld(Exception):
    """Of a protocol we do not speak; nothing of it was looked at, and the outbox can still be carried out by hand."""


class SyncView(APIView):
    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, TooOld):
            return _no(426, "too_old", "应用版本过旧，请连网更新后再同步；已记录的内容不会丢失")
        if isinstance(exc, OtherAccount):
            return _no(409, "other_account", "这台设备上还有另一个账号的资料，请用原账号登录")
        if isinstance(exc, LostPhone):
            return _no(403, "device_lost", "这台手机已登记遗失，找回后请联系管理员恢复")
        return super().handle_exception(exc)


def _no(status: int, code: str, message: str) -> Response:
    return Response({"code": code, "message": message, "field": "", "errors": {}}, status=status)


def spoken(request: Request, form: type[Shape]) -> dict[str, Any]:
    """The body as its form understands it, said by the account of the session from a phone that may speak."""
    told = read(request, form)
    if "device" in told:
        refuse_other(told["device"], account_of(request))
    return told


def read(request: Request, form: type[Shape]) -> dict[str, Any]:
    """For a door that asks about the phone in a statement of its own."""
    body = request.data
    if not isinstance(body, Mapping):
        raise invalid("", "请求内容应为一个 JSON 对象")
    if body.get("protocol", PROTOCOL) != PROTOCOL:
        raise TooOld
    told: dict[str, Any] = _put_together(form).run_validation(body)
    if told.get("account") not in (None, account_of(request)):
        raise OtherAccount
    return told


@cache
def _put_together(form: type[Shape]) -> Shape:
    """Once: copying its fields for each request was a tenth of a poll that finds nothing new. It keeps nothing."""
    return form()


def looking(request: Request) -> tuple[Call, Looker, dict[str, Scope]]:
    call = call_of(request)
    looker = looker_of(call)
    return call, looker, scopes_of(account_of(request), looker.reach)


def account_of(request: Request) -> int:
    """Only people with an account get past the permission class."""
    return int(request.user.pk or 0)
