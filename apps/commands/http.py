"""The HTTP door: a request becomes a Call, an Outcome becomes a Response."""

import logging
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from redis import RedisError
from rest_framework import exceptions, serializers
from rest_framework.exceptions import APIException
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.commands.perform import Outcome, Target, perform, sentences
from apps.core.call import Actor, ActorKind, Call, Door
from apps.core.refusal import Refusal, RefusalCode, invalid

STATUS = {
    RefusalCode.INVALID: 400,
    RefusalCode.NOT_FOUND: 404,
    RefusalCode.NOT_YOURS: 403,
    RefusalCode.MOVED_ON: 409,
    RefusalCode.CONFLICT: 409,
    RefusalCode.LOCKED: 423,
    RefusalCode.TOO_MANY: 429,
    RefusalCode.TOO_LARGE: 413,
}


log = logging.getLogger(__name__)
DEEPEST = 32


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, *_: Any, **__: Any) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str)


class OrjsonParser(BaseParser):
    """Bounded in length and depth, and nothing that could not be written down again: no NaN, no half characters."""

    media_type = "application/json"

    def parse(self, stream: Any, *_: Any, **__: Any) -> Any:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        received = stream.read(most + 1)
        if len(received) > most:
            raise Refusal(RefusalCode.TOO_LARGE, "内容过大，请精简后重试")
        try:
            told = orjson.loads(received)
        except orjson.JSONDecodeError as error:
            raise exceptions.ParseError from error
        if _is_deeper(told, DEEPEST):
            raise invalid("", "内容层次过深，请刷新页面后重试")
        return told


def _is_deeper(told: Any, most: int) -> bool:
    """No form of ours nests so far, and a field that names a wrong value in its error would recurse into it."""
    level = [told]
    for _ in range(most):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(told: Any) -> Iterable[Any]:
    inner = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return (each for each in inner if isinstance(each, dict | list))


class RefusalSerializer(serializers.Serializer[Any]):
    """The body of every answer of no."""

    code = serializers.CharField()
    message = serializers.CharField()
    field = serializers.CharField(required=False)
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


def actor_of(request: Request) -> Actor:
    if request.user.is_authenticated:
        return Actor(ActorKind.PERSON, request.user.pk, request.user.name)
    follows = frozenset(uuid.UUID(follow) for follow in request.session.get("follows", []))
    return Actor(ActorKind.REPORTER, None, "居民", follows)


def call_of(request: Request) -> Call:
    return Call(actor_of(request), timezone.now(), Door.HTTP, _command_id(request))


def _command_id(request: Request) -> uuid.UUID:
    told = request.headers.get("Idempotency-Key", "")
    try:
        return uuid.UUID(told) if told else uuid.uuid4()
    except ValueError as error:
        raise invalid("Idempotency-Key", "请求编号应为 UUID") from error


def answer(
    request: Request, name: str, target: Target = None, *, data: Mapping[str, Any] | None = None, status: int = 200
) -> Response:
    """One command through this door."""
    told = request.data if data is None else data
    if not isinstance(told, Mapping):
        raise invalid("", "请求内容应为一个 JSON 对象")
    return respond(perform(name, target, told, call=call_of(request)), status=status)


def respond(outcome: Outcome, *, status: int = 200) -> Response:
    if outcome.applied:
        return Response(outcome.answer, status=status)
    return refusal_response(outcome.answer)


def refusal_response(body: dict[str, Any]) -> Response:
    return Response(body, status=STATUS[RefusalCode(body["code"])])


def refuse(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: everything anticipated is told in the one shape, in Chinese."""
    if isinstance(exc, Refusal):
        return refusal_response(exc.as_answer())
    exc = _known(exc)
    if not isinstance(exc, APIException):
        return None
    code, message = _SAID.get(type(exc), (str(exc.get_codes()) if isinstance(exc.detail, str) else "invalid", ""))
    body: dict[str, Any] = {"code": code, "message": message or str(exc.detail), "field": "", "errors": {}}
    if isinstance(exc, exceptions.ValidationError) and isinstance(exc.detail, dict):
        body["errors"] = {str(name): sentences(texts) for name, texts in exc.detail.items()}
    response = Response(body, status=exc.status_code)
    if wait := getattr(exc, "wait", None):
        response["Retry-After"] = str(int(wait) + 1)
    if how := getattr(exc, "auth_header", None):
        response["WWW-Authenticate"] = how
    return response


def _known(exc: Exception) -> Exception:
    """What Django says of addresses and bodies, some of it while it looks for a CSRF token, in DRF's words."""
    if isinstance(exc, RedisError):
        # Tries cannot be counted, so that what is guessed at stays shut; whatever else may go on has gone on.
        log.warning("Redis is away: %s", exc)
        return Busy()
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, RequestDataTooBig):
        return TooLarge()
    if isinstance(exc, BadRequest | SuspiciousOperation | MultiPartParserError):
        return Unreadable()
    return exc


class TooLarge(APIException):
    status_code = 413


class Busy(APIException):
    status_code = 503


class Unreadable(APIException):
    status_code = 400


_SAID: dict[type[Exception], tuple[str, str]] = {
    exceptions.NotAuthenticated: ("not_signed_in", "请先登录"),
    exceptions.AuthenticationFailed: ("not_signed_in", "请先登录"),
    exceptions.PermissionDenied: ("not_yours", "没有权限，或页面已过期，请刷新后重试"),
    exceptions.NotFound: ("not_found", "没有找到"),
    exceptions.MethodNotAllowed: ("invalid", "不支持这种请求方式"),
    exceptions.ParseError: ("invalid", "请求内容不是正确的 JSON"),
    exceptions.UnsupportedMediaType: ("invalid", "不支持这种内容类型"),
    exceptions.NotAcceptable: ("invalid", "只提供 JSON 格式的应答"),
    exceptions.Throttled: ("too_many", "操作太频繁，请稍后再试"),
    exceptions.ValidationError: ("invalid", "填写有误"),
    TooLarge: ("too_large", "内容过大，请精简后重试"),
    Busy: ("busy", "系统繁忙，请稍后再试"),
    Unreadable: ("invalid", "请求内容无法读取，请刷新页面后重试"),
}
