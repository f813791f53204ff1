"""The registry's doors over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.commands.http import RefusalSerializer, answer, call_of
from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.reach import reach_of
from apps.photos.serving import file_response
from apps.registry import consents, duplicates, forms, requests, timeline
from apps.registry.counting import counts
from apps.registry.detail import room as room_detail
from apps.registry.kinds import KINDS, Kind
from apps.registry.models import Room, Visit, VisitPhoto
from apps.registry.ordering import ordered
from apps.registry.queries import code_list
from apps.registry.reaching import within
from apps.registry.rows import points
from apps.registry.search import Asker
from apps.registry.serializers import (
    AccessForm,
    AccessPage,
    AreaForm,
    CodeListShape,
    Done,
    DuplicatesShape,
    RegistryPoints,
    RequestsForm,
    RequestsShape,
    RevealedShape,
    RoomDetail,
    TimelineShape,
)
from apps.registry.serializers.care import CareShape
from apps.registry.serializers.counting import CountsForm, CountsShape
from apps.registry.sight import sight

LISTED: dict[int, Any] = dict.fromkeys((400, 401), RefusalSerializer)
FOUND: dict[int, Any] = dict.fromkeys((401, 404), RefusalSerializer)
CHANGED: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409), RefusalSerializer)


@contextmanager
def looking(request: Request) -> Iterator[tuple[Call, Asker]]:
    """Whoever asks, seeing what their reach covers."""
    call = call_of(request)
    reach = reach_of(call.actor, call.at)
    with sight(reach):
        yield call, Asker(reach, call.at, timezone.localdate(call.at))


def list_view(kind: Kind) -> Any:
    name = kind.path.replace("-", "_")

    @extend_schema(operation_id=f"registry_{name}_list", parameters=[kind.asked], responses={200: kind.page, **LISTED})
    def get(_: APIView, request: Request) -> Response:
        form = kind.asked(data=request.query_params)
        form.is_valid(raise_exception=True)
        told = form.validated_data
        with looking(request) as (_call, asker):
            found = kind.found(asker, form.filters())
            found = ordered(found, asker.reach, order=told.get("order", ""), grid=told.get("grid"))
            page = kind.paged(found, asker, cursor=told.get("cursor"), limit=told["limit"])
        return Response({"rows": page.rows, "next": page.next})

    @extend_schema(operation_id=f"registry_{name}_add", request=kind.added, responses={201: Done, **CHANGED})
    def post(_: APIView, request: Request) -> Response:
        return answer(request, f"{kind.command}.add", status=201)

    return type(f"{name}_list", (APIView,), {"get": get, "post": post}).as_view()  # type: ignore[attr-defined]


def detail_view(kind: Kind) -> Any:
    name = kind.path.replace("-", "_")

    @extend_schema(operation_id=f"registry_{name}_one", responses={200: kind.detail, **FOUND})
    def get(_: APIView, request: Request, pk: UUID) -> Response:
        with looking(request) as (call, asker):
            return Response(kind.shown(pk, call, asker.reach))

    return type(f"{name}_one", (APIView,), {"get": get}).as_view()  # type: ignore[attr-defined]


def timeline_view(kind: Kind) -> Any:
    name = kind.path.replace("-", "_")

    @extend_schema(operation_id=f"registry_{name}_timeline", responses={200: TimelineShape, **FOUND})
    def get(_: APIView, request: Request, pk: UUID) -> Response:
        with looking(request) as (_call, asker):
            return Response({"rows": timeline.of(kind.model, pk, asker.reach)})

    return type(f"{name}_timeline", (APIView,), {"get": get}).as_view()  # type: ignore[attr-defined]


def verb_view(kind: Kind, verb: str) -> Any:
    """One address for each command, so that the schema names what each needs."""
    shape = RevealedShape if verb == "reveal" else Done
    refusals = CHANGED | ({429: RefusalSerializer} if verb == "reveal" else {})

    @extend_schema(
        operation_id=f"registry_{kind.command}_{verb}", request=kind.verbs[verb], responses={200: shape, **refusals}
    )
    def post(_: APIView, request: Request, pk: UUID) -> Response:
        return answer(request, f"{kind.command}.{verb}", pk)

    return type(f"{kind.command}_{verb}", (APIView,), {"post": post}).as_view()  # type: ignore[attr-defined]


class Codes(APIView):
    @extend_schema(responses={200: CodeListShape, 404: RefusalSerializer})
    def get(self, request: Request, key: str) -> Response:
        found = code_list(key)
        if found is None:
            raise Refusal(RefusalCode.NOT_FOUND, "没有这张代码表")
        return Response(found)


POINTS = {kind.path: kind for kind in KINDS}


class Points(APIView):
    @extend_schema(
        operation_id="registry_points",
        parameters=[OpenApiParameter("of", str, enum=list(POINTS), required=True), *(kind.asked for kind in KINDS)],
        responses={200: RegistryPoints, **LISTED},
    )
    def get(self, request: Request) -> Response:
        kind = POINTS.get(request.query_params.get("of", ""))
        if kind is None:
            raise ValidationError({"of": "请选择要在地图上显示的种类"})
        form = kind.asked(data=request.query_params)
        form.is_valid(raise_exception=True)
        with looking(request) as (_, asker):
            return Response(points(kind.found(asker, form.filters())))


class RoomByPlate(APIView):
    @extend_schema(operation_id="registry_rooms_by_plate", responses={200: RoomDetail, **FOUND})
    def get(self, request: Request, plate: str) -> Response:
        with looking(request) as (call, asker):
            room = Room.objects.select_related("building").filter(plate_code=plate).first()
            if room is None:
                raise Refusal(RefusalCode.NOT_FOUND, "这个门牌没有登记，或不在您的管辖范围")
            return Response(room_detail(room, call, asker.reach))


class Care(APIView):
    @extend_schema(operation_id="registry_people_care", responses={200: CareShape, **FOUND})
    def get(self, request: Request, pk: UUID) -> Response:
        with looking(request):
            return Response(consents.of_person(pk))


class Counts(APIView):
    @extend_schema(operation_id="registry_counts", parameters=[CountsForm], responses={200: CountsShape, **LISTED})
    def get(self, request: Request) -> Response:
        form = CountsForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        told = form.validated_data
        with looking(request) as (_, asker):
            found = counts(asker, of=told["of"], grid=told.get("grid"), stale_days=told["stale_days"])
        return Response({"counts": found})


class Duplicates(APIView):
    @extend_schema(
        operation_id="registry_duplicates", parameters=[AreaForm], responses={200: DuplicatesShape, **LISTED}
    )
    def get(self, request: Request) -> Response:
        form = AreaForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        told = form.validated_data
        with looking(request) as (_, asker):
            inside = within(grid=told.get("grid"), division=told.get("division"))
            return Response({"rows": duplicates.offered(inside, asker.reach)})


class Visits(APIView):
    @extend_schema(operation_id="registry_visits_add", request=forms.VisitForm, responses={201: Done, **CHANGED})
    def post(self, request: Request) -> Response:
        return answer(request, "visit.record", status=201)


class VisitPhotoFile(APIView):
    @extend_schema(operation_id="registry_visit_photo", responses={(200, "image/jpeg"): OpenApiTypes.BINARY, **FOUND})
    def get(self, request: Request, pk: UUID, media: UUID, size: str) -> HttpResponse:
        """Seen by whoever sees the visit; not by whoever took it, when the grid has become another's."""
        with looking(request):
            told = VisitPhoto.objects.filter(visit__in=Visit.objects.filter(pk=pk), media=media)
            named = told.select_related("photo").first()
        if named is None or named.photo is None:
            raise Refusal(RefusalCode.NOT_FOUND, "没有这张照片，或者照片还没有从手机上传")
        return file_response(named.photo, size)


class Households(APIView):
    @extend_schema(
        operation_id="registry_households_add", request=forms.HouseholdForm, responses={201: Done, **CHANGED}
    )
    def post(self, request: Request) -> Response:
        return answer(request, "household.add", status=201)


class DataRequests(APIView):
    @extend_schema(
        operation_id="registry_requests_list",
        parameters=[RequestsForm],
        responses={200: RequestsShape, 403: RefusalSerializer, **LISTED},
    )
    def get(self, request: Request) -> Response:
        form = RequestsForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        with looking(request) as (_, asker):
            return Response({"rows": requests.waiting(asker.reach, state=form.validated_data.get("state", ""))})


class AnswerRequest(APIView):
    @extend_schema(operation_id="registry_requests_answer", request=forms.AnswerForm, responses={200: Done, **CHANGED})
    def post(self, request: Request, pk: UUID) -> Response:
        return answer(request, "request.answer", pk)


class Accesses(APIView):
    @extend_schema(
        operation_id="registry_accesses",
        parameters=[AccessForm],
        responses={200: AccessPage, 403: RefusalSerializer, **LISTED},
    )
    def get(self, request: Request) -> Response:
        form = AccessForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        told = form.validated_data
        call = call_of(request)
        reach = reach_of(call.actor, call.at)
        rows, following = timeline.accesses(reach, before=told.get("cursor"), limit=told["limit"])
        return Response({"rows": rows, "next": following})
