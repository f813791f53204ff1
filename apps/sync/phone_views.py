"""The doors of a phone's lock, and of those who look after phones."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from apps.accounts.signing import proven
from apps.commands.http import RefusalSerializer, answer, call_of
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.grids.enums import Role
from apps.grids.reach import reach_of
from apps.sync import devices, vaults
from apps.sync.models import SyncDevice
from apps.sync.phone_forms import (
    OwnPhones,
    PhoneForm,
    PhonePage,
    PhonesForm,
    PhoneStanding,
    PhoneState,
    RecoverForm,
    VaultPart,
    VaultSecrets,
)
from apps.sync.phones import cursor_of, own_phones, phones_below, rows_of
from apps.sync.protocol import REFUSALS, SyncView, account_of, spoken

ANSWERED: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 423), RefusalSerializer)


class MakeVault(SyncView):
    @extend_schema(operation_id="sync_vault", request=PhoneForm, responses={200: VaultSecrets, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Both halves, once: when the PIN is set for the first time."""
        return _told(request, "sync.make_vault", spoken(request, PhoneForm)["device"])


class ReleasePart(SyncView):
    @extend_schema(operation_id="sync_vault_release", request=PhoneForm, responses={200: VaultPart, **REFUSALS})
    def post(self, request: Request) -> Response:
        device = spoken(request, PhoneForm)["device"]
        part = vaults.release(device, account_of(request), at=timezone.now())
        devices.unlocked(device, request.session.session_key)
        return Response({"part": part})


class RecoverVault(SyncView):
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "session"

    @extend_schema(
        operation_id="sync_vault_recover",
        request=RecoverForm,
        responses={200: VaultSecrets, **REFUSALS, 423: RefusalSerializer},
    )
    def post(self, request: Request) -> Response:
        """For a forgotten PIN: the password is asked anew, and wrong ones count as at the sign-in."""
        told = spoken(request, RecoverForm)
        proven(phone=request.user.get_username(), password=told["password"])
        return _told(request, "sync.recover_vault", told["device"])


def _told(request: Request, command: str, device: UUID) -> Response:
    response = answer(request, command, data={"device": str(device)})
    if response.status_code == 200:
        devices.unlocked(device, request.session.session_key)
    return response


class Standing(APIView):
    """A phone whose session has ended asks whether it was reported lost; its id is known to nobody else."""

    permission_classes = [AllowAny]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "phones"

    @extend_schema(operation_id="sync_phone_standing", responses={200: PhoneStanding, 429: RefusalSerializer})
    def get(self, request: Request, device_id: UUID) -> Response:
        return Response({"lost": SyncDevice.objects.filter(pk=device_id, lost_at__isnull=False).exists()})


class MyPhones(APIView):
    @extend_schema(operation_id="sync_phones_mine", responses={200: OwnPhones, 401: RefusalSerializer})
    def get(self, request: Request) -> Response:
        return Response({"rows": own_phones(account_of(request))})


class Phones(APIView):
    @extend_schema(
        operation_id="sync_phones",
        parameters=[PhonesForm],
        responses={200: PhonePage, 400: RefusalSerializer, 401: RefusalSerializer, 403: RefusalSerializer},
    )
    def get(self, request: Request) -> Response:
        """Of the accounts somebody administers."""
        form = PhonesForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        told, call = form.validated_data, call_of(request)
        reach, on = reach_of(call.actor, call.at), timezone.localdate(call.at)
        if not reach.has(Role.ADMIN):
            raise Refusal(RefusalCode.NOT_YOURS, "只有系统管理员可以查看网格员的手机")
        shelf, limit, after = told["shelf"], told["limit"], _place(told["cursor"])
        found = list(phones_below(reach, on=on, shelf=shelf, q=told["q"], after=after)[: limit + 1])
        more = cursor_of(found[limit - 1], shelf) if len(found) > limit else None
        return Response({"rows": rows_of(found[:limit], on), "next": more})


def _place(cursor: str) -> tuple[datetime, UUID] | None:
    """Where a page ended, as it was told with it."""
    if not cursor:
        return None
    at, _, pk = cursor.partition("|")
    try:
        place = datetime.fromisoformat(at), UUID(pk)
    except ValueError as error:
        raise invalid("cursor", "翻页位置不正确，请从头再查") from error
    if place[0].tzinfo is None:
        raise invalid("cursor", "翻页位置不正确，请从头再查")
    return place


class LosePhone(APIView):
    @extend_schema(operation_id="sync_phone_lose", request=None, responses={200: PhoneState, **ANSWERED})
    def post(self, request: Request, device_id: UUID) -> Response:
        return answer(request, "sync.lose_phone", device_id, data={})


class FindPhone(APIView):
    @extend_schema(operation_id="sync_phone_find", request=None, responses={200: PhoneState, **ANSWERED})
    def post(self, request: Request, device_id: UUID) -> Response:
        return answer(request, "sync.find_phone", device_id, data={})
