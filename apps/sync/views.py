"""The doors down: what changed, rows by name, a whole scope, and the receipt that one is gone."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import orjson
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.commands.http import call_of
from apps.sync import devices, feed, pulling
from apps.sync.glance import glance
from apps.sync.outcomes import news
from apps.sync.protocol import REFUSALS, SyncView, account_of, looking, read, spoken
from apps.sync.pulling import Ask
from apps.sync.scopes import Scope, scope_in
from apps.sync.serializers import Pulled, PullForm, Purged, PurgedForm, RowsAnswer, RowsForm, WholeLine

LINES = "application/x-ndjson"


class Pull(SyncView):
    @extend_schema(operation_id="sync_pull", request=PullForm, responses={200: Pulled, **REFUSALS})
    def post(self, request: Request) -> Response:
        told = read(request, PullForm)
        call, looker, allowed = looking(request)
        asks = [_ask(ask) for ask in told["scopes"]]
        named = {ask.scope for ask in asks}
        device, account, after = told["device"], account_of(request), told.get("outcomes_after")
        seen = glance(device, account, [*named & allowed.keys()], after=after)
        held = devices.noted(device, account, at=call.at, told=told, known=seen.phone)
        learnt = _learnt(allowed, named) if told["learn"] else []
        devices.given(device, (named & allowed.keys() | {ask.scope for ask in learnt}) - held, at=call.at)
        answer = {
            "server_time": call.at,
            "scopes": pulling.answers([*asks, *learnt], allowed, looker, seen.heads),
            "revoked": sorted((held | named) - allowed.keys()),
            "outcomes": news(account, after=after) if seen.has_news else [],
        }
        return Response(answer | {"mine": _mine(allowed)} if told["learn"] else answer)


def _mine(allowed: Mapping[str, Scope]) -> list[dict[str, str]]:
    return [{"scope": name, "name": scope.title, "kind": scope.kind} for name, scope in allowed.items()]


def _learnt(allowed: Mapping[str, Scope], named: Collection[str]) -> list[Ask]:
    """What the phone may carry and does not know of is told as to an empty one, so that it need not ask twice."""
    return [Ask(name, None, None) for name in allowed if name not in named]


def _ask(told: dict[str, Any]) -> Ask:
    digest = told.get("digest")
    return Ask(
        told["scope"], told.get("epoch"), told.get("version"), (digest["count"], digest["xor"]) if digest else None
    )


class Rows(SyncView):
    @extend_schema(operation_id="sync_rows", request=RowsForm, responses={200: RowsAnswer, **REFUSALS})
    def post(self, request: Request) -> Response:
        told = spoken(request, RowsForm)
        _, looker, allowed = looking(request)
        scope = scope_in(allowed, told["scope"])
        feed.open_scopes([told["scope"]])
        with pulling.one_moment():
            return Response(pulling.chosen(scope, [(kind, row_id) for kind, row_id in told["rows"]], looker))


class Snapshot(SyncView):
    @extend_schema(
        operation_id="sync_snapshot",
        responses={
            (200, LINES): WholeLine(many=True),
            **{code: REFUSALS[code] for code in (401, 404, 429)},
        },
    )
    def get(self, request: Request, scope: str, name: str) -> HttpResponseBase:
        """As the scope is now, which may be newer than the address says; what is inside says which version it is.

        A JSON object a line: first how far the scope has come, then rows, at last how many rows there were. Without
        the last line it was cut off.
        """
        _, looker, allowed = looking(request)
        asked = scope_in(allowed, scope)
        feed.open_scopes([scope])
        lines = _lines(pulling.whole(asked, looker))
        headers = {"Cache-Control": "private, no-store"}
        if isinstance(request._request, ASGIRequest):  # noqa: SLF001 — DRF has no other name for it
            # There Django gathers the lines of a thread all the same, and warns of it.
            return HttpResponse(b"".join(lines), content_type=LINES, headers=headers)
        return StreamingHttpResponse(lines, content_type=LINES, headers=headers)


def _lines(told: Iterator[Mapping[str, Any]]) -> Iterator[bytes]:
    for line in told:
        yield orjson.dumps(line, default=str, option=orjson.OPT_APPEND_NEWLINE)


class PurgedScope(SyncView):
    @extend_schema(operation_id="sync_purged", request=PurgedForm, responses={200: Purged, **REFUSALS})
    def post(self, request: Request) -> Response:
        told = spoken(request, PurgedForm)
        devices.gave_back(told["device"], told["scope"], told["rows"], at=call_of(request).at)
        return Response({"scope": told["scope"]})
