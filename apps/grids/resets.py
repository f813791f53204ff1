"""The door through which an administrator resets somebody's password."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from apps.accounts import lockout, passwords
from apps.accounts.serializers import MISSING, Phone
from apps.commands.http import RefusalSerializer, actor_of, refusal_response
from apps.commands.perform import perform
from apps.core.call import Call, Door


class Whose(serializers.Serializer[Any]):
    phone = Phone(max_length=30, error_messages=dict.fromkeys(MISSING, "请输入手机号"))


class OneTimePassword(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    password = serializers.CharField()


class ResetPassword(APIView):
    """Asked twice it makes two passwords, the later one good: the first is written down nowhere."""

    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "session"

    @extend_schema(
        request=Whose,
        responses={200: OneTimePassword, 400: RefusalSerializer, 403: RefusalSerializer, 404: RefusalSerializer},
    )
    def post(self, request: Request) -> Response:
        form = Whose(data=request.data)
        form.is_valid(raise_exception=True)
        phone, password = form.validated_data["phone"], passwords.one_time()
        told = {"phone": phone, "password": make_password(password)}
        outcome = perform("account.reset_password", None, told, call=Call(actor_of(request), timezone.now(), Door.HTTP))
        if not outcome.applied:
            return refusal_response(outcome.answer)
        lockout.forget(phone)
        return Response({**outcome.answer, "password": password})
