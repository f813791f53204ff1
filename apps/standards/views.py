from django.core.cache import cache
from django.utils.http import parse_etags
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.commands.http import RefusalSerializer
from apps.core.refusal import Refusal, RefusalCode
from apps.standards.models import TaxonomyVersion
from apps.standards.queries import conditions_of, current_version, tree
from apps.standards.serializers import ConditionsSerializer, TreeSerializer

A_DAY = 24 * 3600


class Categories(APIView):
    @extend_schema(
        operation_id="categories",
        parameters=[OpenApiParameter("If-None-Match", OpenApiTypes.STR, OpenApiParameter.HEADER)],
        responses={200: TreeSerializer, 304: OpenApiResponse(description="没有变化"), 404: RefusalSerializer},
    )
    def get(self, request: Request) -> Response:
        version = current_version()
        if version is None:
            raise Refusal(RefusalCode.NOT_FOUND, "还没有分类标准，请联系市级系统管理员导入")
        # Weak, because a proxy that compresses the answer makes a strong one weak on its way out.
        tag = f'W/"{version.number}-{version.digest[:16]}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if tag in parse_etags(request.headers.get("If-None-Match", "")):
            return Response(status=304, headers=headers)
        return Response(_tree(version), headers=headers)


class Conditions(APIView):
    @extend_schema(operation_id="category_conditions", responses={200: ConditionsSerializer, 404: RefusalSerializer})
    def get(self, request: Request, category_id: int) -> Response:
        conditions = list(conditions_of(category_id))
        if not conditions:
            raise Refusal(RefusalCode.NOT_FOUND, "没有这个类别，请刷新后重新选择")
        return Response(ConditionsSerializer({"rows": conditions}).data)


def _tree(version: TaxonomyVersion) -> object:
    """A version never changes, so its tree may be kept for as long as the cache likes."""
    return cache.get_or_set(f"taxonomy:{version.pk}:{version.digest}", lambda: tree(version), A_DAY)
