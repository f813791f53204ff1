"""The doors down: which scopes, what changed, rows by name, a whole scope, and the receipt that one is gone."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.commands.http import call_of
from apps.sync import devices, feed, pulling
from apps.sync.outcomes import news
from apps.sync.protocol import REFUSALS, SyncView, account_of, looking, read, spoken
from apps.sync.pulling import Ask
from apps.sync.scopes import scope_in
from apps.sync.serializers import Pulled, PullForm, Purged, PurgedForm, RowsAnswer, RowsForm, Scopes


class MyScopes(SyncView):
    @extend_schema(operation_id="sync_scopes", responses={200: Scopes, 401: REFUSALS[401]})
    def get(self, request: Request) -> Response:
        call, _, allowed = looking(request)
        rows = [{"scope": name, "name": scope.title, "kind": scope.kind} for name, scope in allowed.items()]
        return Response({"device": None, "scopes": rows, "server_time": call.at})


class Pull(SyncView):
    @extend_schema(operation_id="sync_pull", request=PullForm, responses={200: Pulled, **REFUSALS})
    def post(self, request: Request) -> Response:
        told = read(request, PullForm)
        call, looker, allowed = looking(request)
        named = [ask["scope"] for ask in told["scopes"]]
        held = devices.noted(told["device"], account_of(request), at=call.at, told=told)
        devices.given(told["device"], {name for name in named if name in allowed} - held, at=call.at)
        return Response(
            {
                "server_time": call.at,
                "scopes": pulling.answers([_ask(ask) for ask in told["scopes"]], allowed, looker),
                "revoked": sorted((held | set(named)) - set(allowed)),
                "outcomes": news(told["device"], account_of(request), after=told.get("outcomes_after")),
            }
        )


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
        responses={200: RowsAnswer, **{code: REFUSALS[code] for code in (401, 404, 429)}},
    )
    def get(self, request: Request, scope: str, name: str) -> Response:
        """As the scope is now, which may be newer than the address says; what is inside says which version it is."""
        _, looker, allowed = looking(request)
        asked = scope_in(allowed, scope)
        feed.open_scopes([scope])
        with pulling.one_moment():
            return Response(pulling.whole(asked, looker), headers={"Cache-Control": "private, no-store"})


class PurgedScope(SyncView):
    @extend_schema(operation_id="sync_purged", request=PurgedForm, responses={200: Purged, **REFUSALS})
    def post(self, request: Request) -> Response:
        told = spoken(request, PurgedForm)
        devices.gave_back(told["device"], told["scope"], told["rows"], at=call_of(request).at)
        return Response({"scope": told["scope"]})
