"""The residents' doors: no account; the anonymous session remembers which matters it may follow."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from apps.commands.http import RefusalSerializer, answer
from apps.commands.throttling import WhileItCanBeCounted
from apps.core.call import ActorKind
from apps.core.refusal import Refusal, RefusalCode
from apps.events.codes import code_of
from apps.events.detail import one_event
from apps.events.enums import Channel
from apps.events.forms import FORMS
from apps.events.kinds import category_of, kinds
from apps.events.models import Event
from apps.events.public import event_by_code, progress
from apps.events.public_serializers import FollowForm, KindRows, PublicEvent, PublicReportForm, Receipt
from apps.events.rules import Who
from apps.events.views import REFUSALS, who_of

FOLLOWS_AT_MOST = 50
MOVES_OF_RESIDENTS = ("rate", "reopen", "comment")


class Public(APIView):
    permission_classes = [AllowAny]


class Kinds(Public):
    @extend_schema(responses=KindRows)
    def get(self, request: Request) -> Response:
        return Response({"rows": kinds()})


class PublicReport(Public):
    throttle_classes = [WhileItCanBeCounted]
    throttle_scope = "public_report"

    @extend_schema(request=PublicReportForm, responses={201: Receipt, **REFUSALS})
    def post(self, request: Request) -> Response:
        form = PublicReportForm(data=request.data)
        form.is_valid(raise_exception=True)
        reported = answer(request, "event.report", data=_as_report(form.validated_data, request), status=201)
        if reported.status_code != 201:
            return reported
        event_id = UUID(reported.data["id"])
        follow(request, event_id)
        receipt = {"id": str(event_id), "number": reported.data["number"], "code": code_of(event_id)}
        return Response(receipt, status=201)


def _as_report(told: dict[str, Any], request: Request) -> dict[str, Any]:
    """A signed-in worker on this page reports for a resident (代报)."""
    same: dict[str, Any] = {name: told[name] for name in ("text", "lon", "lat", "crs", "place_text") if name in told}
    return {
        **same,
        "accuracy": told.get("accuracy"),
        "photos": [str(pk) for pk in told.get("photos", [])],
        "category": category_of(told["kind"]),
        "channel": Channel.RESIDENT,
        "reporter_name": told["name"],
        "reporter_phone": told["phone"],
    }


def follow(request: Request, event_id: UUID) -> None:
    """The newest ones; an older one takes its number and code again."""
    follows = [told for told in request.session.get("follows", []) if told != str(event_id)]
    request.session["follows"] = [*follows, str(event_id)][-FOLLOWS_AT_MOST:]


class Follow(Public):
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "public_follow"

    @extend_schema(request=FollowForm, responses={200: PublicEvent, **REFUSALS})
    def post(self, request: Request) -> Response:
        form = FollowForm(data=request.data)
        form.is_valid(raise_exception=True)
        event = event_by_code(**form.validated_data)
        follow(request, event.pk)
        return Response(progress(event, _resident(request)))


class PublicEventView(Public):
    @extend_schema(responses={200: PublicEvent, 404: RefusalSerializer})
    def get(self, request: Request, event_id: UUID) -> Response:
        return Response(_progress(request, event_id))


def _progress(request: Request, event_id: UUID) -> dict[str, Any]:
    who = _resident(request)
    return progress(_followed(event_id, who), who)


def _followed(event_id: UUID, who: Who) -> Event:
    if who.actor.kind == ActorKind.REPORTER and event_id not in who.actor.follows:
        raise Refusal(RefusalCode.NOT_FOUND, "请先输入编号和查询码")
    return one_event(event_id, who)


def _resident(request: Request) -> Who:
    return who_of(request)


class PublicMove(Public):
    verb = ""

    def move(self, request: Request, event_id: UUID) -> Response:
        moved = answer(request, f"event.{self.verb}", event_id)
        return Response(_progress(request, event_id)) if moved.status_code == 200 else moved


def public_move(verb: str) -> Any:
    @extend_schema(operation_id=f"public_{verb}", request=FORMS[verb], responses={200: PublicEvent, **REFUSALS})
    def post(self: PublicMove, request: Request, event_id: UUID) -> Response:
        return self.move(request, event_id)

    view: type[PublicMove] = type(f"Public{verb.title()}", (PublicMove,), {"verb": verb, "post": post})
    return view.as_view()


PUBLIC_MOVES = {verb: public_move(verb) for verb in MOVES_OF_RESIDENTS}
