"""PUT and HEAD of one photo under the phone's own id: the same bytes again are no news, other bytes are refused."""

import re
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.commands.http import RefusalSerializer, call_of, respond
from apps.commands.perform import perform
from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.photos import imaging
from apps.photos.receiving import take_in
from apps.photos.rules import uploader_key
from apps.sync.models import Media
from apps.sync.protocol import SyncView, account_of
from apps.sync.serializers import MediaShape

MOST = 20 * 1024 * 1024
SHA256 = re.compile(r"[0-9a-f]{64}")
# Header → field of the form that judges it; what the phone says of time and place.
TOLD = {"X-Taken-At": "taken_at", "X-Lon": "lon", "X-Lat": "lat", "X-Accuracy": "accuracy"}
HEADERS = [OpenApiParameter("X-Sha256", str, OpenApiParameter.HEADER)] + [
    OpenApiParameter(name, str, OpenApiParameter.HEADER) for name in TOLD
]
REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 429), RefusalSerializer)


class Bytes(BaseParser):
    """The body as it is, up to what a photo may weigh."""

    media_type = "*/*"

    def parse(self, stream: Any, *_: Any, **__: Any) -> Any:
        received: bytes = stream.read(MOST + 1)
        if len(received) > MOST:
            raise Refusal(RefusalCode.TOO_LARGE, "照片文件过大（最大20MB），请压缩后重试")
        return received


class SyncPhoto(SyncView):
    parser_classes = [Bytes]

    @extend_schema(
        operation_id="sync_photo_put",
        parameters=HEADERS,
        request={"image/jpeg": OpenApiTypes.BINARY},
        responses={200: MediaShape, 201: MediaShape, **REFUSALS},
    )
    def put(self, request: Request, media_id: UUID) -> Response:
        received = request.data if isinstance(request.data, bytes) else b""
        digest = _digest(request, received)
        call = call_of(request)
        known = Media.objects.filter(pk=media_id).first()
        if known is not None:
            return _known(known, digest, account_of(request))
        return _kept(request, media_id, received, digest, call=call)

    @extend_schema(exclude=True)
    def head(self, request: Request, media_id: UUID) -> HttpResponse:
        """A hash for whoever sent it; nobody else is told that there is such a photo."""
        known = Media.objects.filter(pk=media_id, worker=account_of(request)).first()
        if known is None:
            return HttpResponse(status=404)
        return HttpResponse(headers={"X-Sha256": known.sha256})


def _digest(request: Request, received: bytes) -> str:
    """Cut off on its way, it is not kept under an id that would then stand for half a photo."""
    told, digest = request.headers.get("X-Sha256", "").lower(), imaging.sha256(received)
    if not SHA256.fullmatch(told):
        raise invalid("X-Sha256", "缺少照片的校验值，请更新应用后重试")
    if told != digest:
        raise invalid("X-Sha256", "照片没有传完整，请重新上传")
    return digest


def _known(media: Media, digest: str, account_id: int) -> Response:
    if media.worker_id != account_id or media.sha256 != digest:
        raise Refusal(RefusalCode.CONFLICT, "这个照片编号已被另一张照片使用")
    return Response({"id": str(media.pk), "sha256": media.sha256})


def _kept(request: Request, media_id: UUID, received: bytes, digest: str, *, call: Call) -> Response:
    """First the photo, judged and drawn anew as at its ordinary door; then its name, and whoever waits for it."""
    told = {field: request.headers[name] for name, field in TOLD.items() if request.headers.get(name)}
    added = take_in(received, media_id, told, uploader=uploader_key(account_of(request)), call=call)
    if not added.applied:
        return respond(added)
    own = Call(call.actor, call.at, call.door, uuid5(media_id, f"{account_of(request)} {digest}"))
    kept = perform("sync.keep_photo", media_id, {"photo": added.answer["id"], "sha256": digest}, call=own)
    if not kept.applied:
        return respond(kept)
    return Response({"id": str(media_id), "sha256": digest}, status=201)
