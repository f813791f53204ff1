from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.queries import devices_of
from apps.accounts.serializers import DeviceRow, DeviceRows
from apps.commands.http import RefusalSerializer, answer


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
