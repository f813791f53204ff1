"""The doors through which an administrator finds somebody's account and resets its password."""

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
from apps.accounts.models import Account
from apps.commands.http import RefusalSerializer, actor_of, refusal_response
from apps.commands.perform import perform
from apps.core.call import Call, Door
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.enums import Role
from apps.grids.forms import AccountsForm, WhoseForm
from apps.grids.queries import accounts_below, accounts_found
from apps.grids.reach import posts_of, reach_of
from apps.grids.session import AccountRow, account_row


class ListedAccount(AccountRow):
    """Passwords of demonstration accounts stay."""

    demo = serializers.BooleanField()


class AccountPage(serializers.Serializer[Any]):
    rows = ListedAccount(many=True)
    next = serializers.CharField(allow_null=True)


class Accounts(APIView):
    @extend_schema(
        operation_id="accounts_list",
        parameters=[AccountsForm],
        responses={200: AccountPage, 400: RefusalSerializer, 403: RefusalSerializer},
    )
    def get(self, request: Request) -> Response:
        """Those whose passwords are for whoever asks to reset."""
        form = AccountsForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        at, told = timezone.now(), form.validated_data
        reach, on, limit = reach_of(actor_of(request), at), timezone.localdate(at), told["limit"]
        if not reach.has(Role.ADMIN):
            raise Refusal(RefusalCode.NOT_YOURS, "只有系统管理员可以查看和重置账号")
        below = accounts_below(reach, on=on).exclude(pk=request.user.pk or 0)
        found = list(accounts_found(below, q=told["q"], after=told["cursor"])[: limit + 1])
        posts = posts_of([account.pk for account in found], on)
        rows = [account_row(one, posts[one.pk]) | {"demo": one.is_demo} for one in found[:limit]]
        return Response({"rows": rows, "next": str(found[limit - 1].pk) if len(found) > limit else None})


class OneTimePassword(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    password = serializers.CharField()


class ResetPassword(APIView):
    """Asked twice it makes two passwords, the later one good: the first is written down nowhere."""

    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "session"

    @extend_schema(
        request=WhoseForm,
        responses={200: OneTimePassword, 400: RefusalSerializer, 403: RefusalSerializer, 404: RefusalSerializer},
    )
    def post(self, request: Request) -> Response:
        form = WhoseForm(data=request.data)
        form.is_valid(raise_exception=True)
        password = passwords.one_time()
        told = {**form.validated_data, "password": make_password(password)}
        outcome = perform("account.reset_password", None, told, call=Call(actor_of(request), timezone.now(), Door.HTTP))
        if not outcome.applied:
            return refusal_response(outcome.answer)
        lockout.forget(Account.objects.values_list("phone", flat=True).get(pk=outcome.answer["id"]))
        return Response({**outcome.answer, "password": password})
