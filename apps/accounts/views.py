from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from apps.accounts.keys import new_key
from apps.accounts.queries import devices_of, living_keys
from apps.accounts.serializers import (
    DeviceRow,
    DeviceRows,
    KeyForm,
    KeyRow,
    KeyRows,
    NewKeyRow,
    PasswordChanged,
    Passwords,
)
from apps.accounts.signing import change_password, proven
from apps.commands.http import RefusalSerializer, answer, respond


class OwnPassword(APIView):
    opens_to_one_time_password = True
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "session"

    @extend_schema(request=Passwords, responses={200: PasswordChanged, 400: RefusalSerializer, 423: RefusalSerializer})
    def post(self, request: Request) -> Response:
        form = Passwords(data=request.data)
        form.is_valid(raise_exception=True)
        return respond(change_password(request, **form.validated_data))


class Devices(APIView):
    @extend_schema(responses=DeviceRows)
    def get(self, request: Request) -> Response:
        devices = devices_of(request.user.pk or 0, timezone.now())[:50]
        rows = DeviceRow(devices, many=True, context={"session_key": request.session.session_key})
        return Response({"rows": rows.data})


class OneDevice(APIView):
    @extend_schema(request=None, responses={200: None, 404: RefusalSerializer})
    def delete(self, request: Request, device_id: UUID) -> Response:
        return answer(request, "account.end_device", device_id, data={})


class Keys(APIView):
    def get_throttles(self) -> list[Any]:
        self.throttle_scope = "keys"
        return [ScopedRateThrottle()] if self.request.method == "POST" else []

    @extend_schema(responses=KeyRows)
    def get(self, request: Request) -> Response:
        keys = living_keys(request.user.pk or 0, at=timezone.now())
        return Response({"rows": KeyRow(keys, many=True).data})

    @extend_schema(request=KeyForm, responses={201: NewKeyRow, 400: RefusalSerializer, 423: RefusalSerializer})
    def post(self, request: Request) -> Response:
        """The command is told the secret's digest, so that no table and no repeated answer holds the secret."""
        form = KeyForm(data=request.data)
        form.is_valid(raise_exception=True)
        told = dict(form.validated_data)
        proven(phone=request.user.get_username(), password=told.pop("password"))
        key = new_key()
        response = answer(request, "account.add_key", data={**told, "user": key.user, "digest": key.digest}, status=201)
        if response.status_code == 201:
            response.data["secret"] = key.secret
        return response


class OneKey(APIView):
    @extend_schema(request=None, responses={200: None, 404: RefusalSerializer})
    def delete(self, request: Request, key_id: UUID) -> Response:
        return answer(request, "account.end_key", key_id, data={})
