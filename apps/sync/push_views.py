"""The doors up: commands, and those that have to be settled by a person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Account
from apps.commands.http import RefusalSerializer, answer, call_of
from apps.grids.reach import reach_of
from apps.sync import feed
from apps.sync.forms import SideForm
from apps.sync.models import SyncCommand
from apps.sync.outcomes import told as outcome_told
from apps.sync.protocol import REFUSALS, SyncView, account_of, spoken
from apps.sync.pushing import Sender, push
from apps.sync.serializers import HeldRows, OutcomeShape, Pushed, PushForm
from apps.sync.settling import held_rows

SETTLED: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409), RefusalSerializer)


class Push(SyncView):
    @extend_schema(operation_id="sync_push", request=PushForm, responses={200: Pushed, **REFUSALS})
    def post(self, request: Request) -> Response:
        told = spoken(request, PushForm)
        now = timezone.now()
        epoch = feed.epoch()
        # What was acknowledged before the restore was made earlier: it comes first.
        is_behind = (told.get("epoch") or epoch) < epoch
        outcomes = [] if is_behind else push(told["commands"], _sender(request, told, now))
        return Response({"server_time": now, "epoch": epoch, "outcomes": outcomes})


def _sender(request: Request, told: Mapping[str, Any], now: datetime) -> Sender:
    account = Account.objects.get(pk=account_of(request))
    return Sender(account, told["device"], now, (now - told["device_time"]).total_seconds())


class Held(SyncView):
    @extend_schema(operation_id="sync_held", responses={200: HeldRows, 401: RefusalSerializer})
    def get(self, request: Request) -> Response:
        call = call_of(request)
        return Response({"rows": held_rows(account_of(request), reach_of(call.actor, call.at))})


class Settle(SyncView):
    @extend_schema(operation_id="sync_settle", request=SideForm, responses={200: OutcomeShape, **SETTLED})
    def post(self, request: Request, command_id: UUID) -> Response:
        settled = answer(request, "sync.settle", command_id)
        if settled.status_code != 200:
            return settled
        return Response(outcome_told(SyncCommand.objects.get(pk=command_id)))
