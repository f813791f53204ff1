"""Who is signed in, and where they act: the first thing every front-end asks."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import ensure_csrf_cookie
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from apps.accounts.models import Account
from apps.accounts.serializers import Credentials
from apps.accounts.signing import seen, sign_in, sign_out
from apps.commands.http import RefusalSerializer
from apps.core.call import Actor, ActorKind
from apps.core.masking import mask_phone
from apps.grids.reach import Post, reach_of


class PostingRow(serializers.Serializer[Any]):
    role = serializers.CharField()
    role_label = serializers.CharField()
    level = serializers.CharField(allow_null=True)
    at_kind = serializers.ChoiceField(choices=["grid", "division", "unit"])
    at_id = serializers.IntegerField()
    at_name = serializers.CharField()


class AccountRow(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    phone = serializers.CharField()
    # What notices of this account's own acts carry.
    alias = serializers.CharField()
    must_change = serializers.BooleanField()
    postings = PostingRow(many=True)


class SessionRow(serializers.Serializer[Any]):
    account = AccountRow(allow_null=True)
    album = serializers.BooleanField()
    demo = serializers.BooleanField()
    follows = serializers.ListField(child=serializers.UUIDField())


@method_decorator(ensure_csrf_cookie, name="dispatch")
class Session(APIView):
    permission_classes = [AllowAny]
    opens_to_one_time_password = True

    def get_throttles(self) -> list[Any]:
        self.throttle_scope = "session"
        return [ScopedRateThrottle()] if self.request.method == "POST" else []

    @extend_schema(responses=SessionRow)
    def get(self, request: Request) -> Response:
        if not request.user.is_authenticated:
            return Response(_session(request, None))
        seen(request)
        return Response(_session(request, request.user))

    @extend_schema(request=Credentials, responses={200: SessionRow, 400: RefusalSerializer, 423: RefusalSerializer})
    def post(self, request: Request) -> Response:
        form = Credentials(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(_session(request, sign_in(request, **form.validated_data)))

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        sign_out(request)
        return Response(status=204)


def _session(request: Request, account: Account | None) -> dict[str, Any]:
    row = _account(account) if account else None
    return {
        "account": row,
        "album": row is not None and any(post["role"] in settings.ALBUM_ROLES for post in row["postings"]),
        "demo": settings.DEMO,
        "follows": request.session.get("follows", []),
    }


def _account(account: Account) -> dict[str, Any]:
    reach = reach_of(Actor(ActorKind.PERSON, account.pk, account.name), timezone.now())
    return account_row(account, reach.posts)


def account_row(account: Account, posts: Iterable[Post]) -> dict[str, Any]:
    return {
        "id": account.pk,
        "name": account.name,
        "phone": mask_phone(account.phone),
        "alias": Actor(ActorKind.PERSON, account.pk).alias,
        "must_change": account.must_change,
        "postings": [_posting(post) for post in posts],
    }


def _posting(post: Post) -> dict[str, Any]:
    return {
        "role": post.role,
        "role_label": post.role.label,
        "level": post.level,
        "at_kind": post.at_kind,
        "at_id": post.at_id,
        "at_name": post.at_name,
    }
