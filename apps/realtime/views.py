"""What the socket said while nobody listened, over HTTP: the newest notices of one's rooms."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.commands.http import RefusalSerializer, call_of
from apps.journal.newest import newest
from apps.realtime.admission import rooms_of_account
from apps.realtime.serializers import Notices


class NewestNotices(APIView):
    @extend_schema(operation_id="notices", responses={200: Notices, 401: RefusalSerializer})
    def get(self, request: Request) -> Response:
        call = call_of(request)
        rows = newest(rooms_of_account(request.user.pk, call.at), at=call.at)
        # A phone keeps them sealed; a browser's cache would not.
        return Response({"rows": rows}, headers={"Cache-Control": "private, no-store"})
