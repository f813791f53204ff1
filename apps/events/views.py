"""The loop's doors over HTTP."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.commands.http import RefusalSerializer, answer, call_of
from apps.core.refusal import Refusal, RefusalCode
from apps.events.detail import detail
from apps.events.filters import found
from apps.events.forms import FORMS, ReportForm
from apps.events.models import Awaited, Event, EventPhoto, EventVoice
from apps.events.moves import CLOCK_ONLY, MOVES
from apps.events.queries import events_in_reach
from apps.events.rows import counts, page, points
from apps.events.rules import Who
from apps.events.serializers import Counts, EventDetail, EventPage, EventRow, FilterForm, PageForm, Points
from apps.grids.reach import reach_of
from apps.photos.models import Photo, Voice
from apps.photos.serving import file_response, is_uploader, private, voice_response
from apps.registry.models import VisitPhoto

REFUSALS: dict[int, Any] = dict.fromkeys((400, 403, 404, 409), RefusalSerializer)


def who_of(request: Request) -> Who:
    call = call_of(request)
    return Who(call.actor, reach_of(call.actor, call.at), call.at)


class Events(APIView):
    @extend_schema(
        operation_id="events_list", parameters=[PageForm], responses={200: EventPage, 400: RefusalSerializer}
    )
    def get(self, request: Request) -> Response:
        form = PageForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        told = form.validated_data
        rows, following = page(found(who_of(request), form.filters()), cursor=told.get("cursor"), limit=told["limit"])
        return Response({"rows": rows, "next": following})

    @extend_schema(request=ReportForm, responses={201: EventRow, **REFUSALS})
    def post(self, request: Request) -> Response:
        reported = answer(request, "event.report", status=201)
        if reported.status_code != 201:
            return reported
        rows, _ = page([Event.objects.filter(pk=reported.data["id"])], cursor=None, limit=1)
        return Response(rows[0], status=201)


class EventPoints(APIView):
    @extend_schema(parameters=[FilterForm], responses={200: Points, 400: RefusalSerializer})
    def get(self, request: Request) -> Response:
        form = FilterForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        return Response(points(found(who_of(request), form.filters())))


class EventCounts(APIView):
    @extend_schema(parameters=[FilterForm], responses={200: Counts, 400: RefusalSerializer})
    def get(self, request: Request) -> Response:
        form = FilterForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        return Response(counts(found(who_of(request), form.filters())))


class OneEvent(APIView):
    @extend_schema(responses={200: EventDetail, 404: RefusalSerializer})
    def get(self, request: Request, event_id: UUID) -> Response:
        return Response(detail(event_id, who_of(request)))


class MoveView(APIView):
    verb = ""

    def move(self, request: Request, event_id: UUID) -> Response:
        moved = answer(request, f"event.{self.verb}", event_id)
        return _whole(request, moved, event_id) if moved.status_code == 200 else moved


def _whole(request: Request, moved: Response, event_id: UUID) -> Response:
    """The matter as it now is; one that has moved out of this person's reach answers with what the move said."""
    try:
        return Response(detail(event_id, who_of(request)), status=moved.status_code)
    except Refusal:
        return moved


def move_view(verb: str) -> Any:
    """One address for each verb of the table, so that the schema names what each needs."""

    @extend_schema(
        operation_id=f"events_{verb}",
        request=FORMS[verb],
        responses={200: EventDetail, **REFUSALS},
        summary=MOVES[verb].label,
    )
    def post(self: MoveView, request: Request, event_id: UUID) -> Response:
        return self.move(request, event_id)

    view: type[MoveView] = type(f"{verb.title()}View", (MoveView,), {"verb": verb, "post": post})
    return view.as_view()


MOVE_VIEWS = {verb: move_view(verb) for verb in MOVES if verb not in CLOCK_ONLY}


class PhotoFile(APIView):
    """A photo of a matter, for those who may see the matter; before that for its uploader alone."""

    permission_classes = [AllowAny]

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY, 404: RefusalSerializer})
    def get(self, request: Request, photo_id: UUID, size: str) -> HttpResponse:
        if size == "preview":
            return _preview(request, photo_id)
        photo = Photo.objects.filter(pk=photo_id).first()
        if photo is None or not _may_see(request, photo):
            raise Refusal(RefusalCode.NOT_FOUND, "没有这张照片，或不在您的管辖范围")
        return file_response(photo, size)


def _may_see(request: Request, photo: Photo) -> bool:
    """A home photographed on a visit is not the photographer's: whoever sees the visit asks for it there."""
    if is_uploader(request, photo) and not VisitPhoto.objects.filter(photo=photo).exists():
        return True
    return EventPhoto.objects.filter(photo=photo, event__in=events_in_reach(who_of(request))).exists()


def _preview(request: Request, media_id: UUID) -> HttpResponse:
    """Of a photo on its way, under the phone's id, for those who may see the matter that waits for it."""
    waiting = Awaited.objects.filter(media=media_id, preview__isnull=False, event__in=events_in_reach(who_of(request)))
    jpeg = waiting.values_list("preview", flat=True).first()
    if jpeg is None:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这张照片，或不在您的管辖范围")
    return private(bytes(jpeg), "image/jpeg", f"{media_id}.jpg")


class VoiceFile(APIView):
    """A voice note of a matter, for those of the house who may see it: residents are told answers, not voices."""

    @extend_schema(responses={(200, "audio/*"): OpenApiTypes.BINARY, 404: RefusalSerializer})
    def get(self, request: Request, voice_id: UUID) -> HttpResponse:
        voice = Voice.objects.filter(pk=voice_id).first()
        who = who_of(request)
        attached = EventVoice.objects.filter(voice=voice_id, event__in=events_in_reach(who))
        if voice is None or not (voice.uploaded_by_id == who.actor.id or attached.exists()):
            raise Refusal(RefusalCode.NOT_FOUND, "没有这段语音，或不在您的管辖范围")
        return voice_response(voice)
