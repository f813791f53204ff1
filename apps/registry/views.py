"""The registry's doors over HTTP."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.commands.http import RefusalSerializer
from apps.core.refusal import Refusal, RefusalCode
from apps.registry.queries import code_list
from apps.registry.serializers import CodeListShape


class Codes(APIView):
    @extend_schema(responses={200: CodeListShape, 404: RefusalSerializer})
    def get(self, request: Request, key: str) -> Response:
        found = code_list(key)
        if found is None:
            raise Refusal(RefusalCode.NOT_FOUND, "没有这张代码表")
        return Response(found)
