"""The doors to rounds; they are begun, walked and ended by the phone's own commands (apps/sync)."""

from typing import Any
from uuid import UUID

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.commands.http import RefusalSerializer, answer, call_of
from apps.patrols.forms import PatrolsForm
from apps.patrols.queries import narrowed, newest, seen_by
from apps.patrols.serializers import PatrolPage, PatrolTrack
from apps.patrols.sight import watching

REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409), RefusalSerializer)


class Patrols(APIView):
    @extend_schema(
        operation_id="patrols_list",
        parameters=[PatrolsForm],
        responses={200: PatrolPage, 400: REFUSALS[400], 401: REFUSALS[401]},
    )
    def get(self, request: Request) -> Response:
        form = PatrolsForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        told = form.validated_data
        cursor, limit = str(told.pop("cursor", "")), told.pop("limit")
        call = call_of(request)
        with watching(call) as reach:
            found = narrowed(seen_by(call, reach), **told)
            rows, following = newest(found, cursor=cursor, limit=limit)
        return Response({"rows": rows, "next": following, "track_days": settings.TRACKS_KEPT_DAYS})


class Look(APIView):
    """A POST, because looking where somebody went is written down."""

    @extend_schema(operation_id="patrol_look", request=None, responses={200: PatrolTrack, **REFUSALS})
    def post(self, request: Request, patrol_id: UUID) -> Response:
        return answer(request, "patrol.look", patrol_id, data={})
