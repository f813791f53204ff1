from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from apps.commands.http import RefusalSerializer, call_of
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.reach import reach_of
from apps.plates.queries import house_with_plates
from apps.plates.sheet import PAGE, sheets

PDF = "application/pdf"
# Twenty sheets: finding a code's best mask takes ten milliseconds, and a request should not take many seconds.
SHEETS = 20
BATCH = SHEETS * PAGE


class PlatesForm(serializers.Serializer[Any]):
    batch = serializers.IntegerField(required=False, min_value=1, max_value=1000, default=1)


class Plates(APIView):
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "plates"

    @extend_schema(
        parameters=[PlatesForm],
        responses={
            (200, PDF): OpenApiTypes.BINARY,
            **dict.fromkeys((400, 401, 404, 429), RefusalSerializer),
        },
    )
    def get(self, request: Request, building_id: UUID) -> HttpResponse:
        """A4 sheets of twelve plates; at most 240 plates at once, and then `Link` leads to the next batch."""
        form = PlatesForm(data=request.query_params.dict())
        form.is_valid(raise_exception=True)
        batch = form.validated_data["batch"]
        call = call_of(request)
        reach = reach_of(call.actor, call.at)
        house = house_with_plates(building_id, reach=reach, first=(batch - 1) * BATCH, most=BATCH)
        if house is None:
            raise NotFound
        if not house.plates:
            raise Refusal(RefusalCode.NOT_FOUND, "没有可打印的门牌，请先在房屋信息里填写门牌码")
        origin = settings.PUBLIC_ORIGIN or request.build_absolute_uri("/")[:-1]
        drawn = sheets(house, origin=origin, done=(batch - 1) * SHEETS)
        response = _pdf(drawn, f"{house.name} 门牌.pdf")
        if batch * BATCH < house.count:
            response["Link"] = f'<{request.build_absolute_uri(request.path)}?batch={batch + 1}>; rel="next"'
        return response


def _pdf(drawn: bytes, name: str) -> HttpResponse:
    response = HttpResponse(drawn, content_type=PDF)
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    return response
