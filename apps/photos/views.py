from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.commands.http import RefusalSerializer, respond
from apps.commands.throttling import WhileItCanBeCounted
from apps.photos.receiving import receive, refuse_length
from apps.photos.serializers import PhotoRow, UploadForm

MEGABYTE = 1024 * 1024


class Photos(APIView):
    parser_classes = [MultiPartParser]
    most = 20 * MEGABYTE

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Asking for the CSRF token already reads the body.
        refuse_length(request, most=self.most)
        super().initial(request, *args, **kwargs)

    @extend_schema(
        request={"multipart/form-data": UploadForm},
        responses={201: PhotoRow, 400: RefusalSerializer, 409: RefusalSerializer, 413: RefusalSerializer},
    )
    def post(self, request: Request) -> Response:
        return respond(receive(request, most=self.most), status=201)


class PublicPhotos(Photos):
    permission_classes = [AllowAny]
    throttle_classes = [WhileItCanBeCounted]
    throttle_scope = "public_photos"
    most = 12 * MEGABYTE
