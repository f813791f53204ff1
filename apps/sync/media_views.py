"""Photos and voice notes under the phone's own ids: whole (PUT), in pieces (PATCH), how far (HEAD), and seen ahead."""

import base64
import re
from typing import Any, ClassVar
from uuid import UUID, uuid5

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.commands.http import RefusalSerializer, call_of, respond
from apps.commands.perform import Outcome, perform
from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.photos import imaging, voices
from apps.photos.receiving import take_in
from apps.photos.rules import uploader_key
from apps.sync import partials
from apps.sync.forms import PREVIEW_AT_MOST
from apps.sync.models import Media
from apps.sync.partials import CHUNK_AT_MOST, REUSED, Piece
from apps.sync.protocol import SyncView, account_of
from apps.sync.serializers import MediaShape, OffsetShape, PreviewShape

MEGABYTE = 1024 * 1024
SHA256 = re.compile(r"[0-9a-f]{64}")
NUMBER = re.compile(r"\d{1,9}")
# Header → field of the form that judges it; what the phone says of time and place.
TOLD = {"X-Taken-At": "taken_at", "X-Lon": "lon", "X-Lat": "lat", "X-Accuracy": "accuracy", "X-Burnt": "burnt"}


def headers(*names: str) -> list[OpenApiParameter]:
    return [OpenApiParameter(name, str, OpenApiParameter.HEADER) for name in names]


REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 429), RefusalSerializer)


class Bytes(BaseParser):
    """The body as it is, up to what the door takes."""

    media_type = "*/*"

    def parse(self, stream: Any, _media_type: Any = None, parser_context: Any = None) -> Any:
        view, method = parser_context["view"], parser_context["request"].method
        most = CHUNK_AT_MOST if method == "PATCH" else view.most
        received: bytes = stream.read(most + 1)
        if len(received) > most:
            raise _too_large(most)
        return received


def _too_large(most: int) -> Refusal:
    told = f"{most // MEGABYTE}MB" if most >= MEGABYTE else f"{most // 1024}KB"
    return Refusal(RefusalCode.TOO_LARGE, f"文件过大（最大{told}），请压缩后重试")


class SyncMedia(SyncView):
    """Every door ends in the same: the whole bytes are judged, kept, and named by the phone's id."""

    parser_classes = [Bytes]
    most: ClassVar[int]

    def keep(self, request: Request, media_id: UUID, received: bytes, *, call: Call) -> tuple[Outcome, str]:
        """What became of it, and the command that names it."""
        raise NotImplementedError

    def put_whole(self, request: Request, media_id: UUID) -> Response:
        received = _body(request)
        digest = _told_digest(request)
        if digest != imaging.sha256(received):
            raise _cut_off()
        return self._known(request, media_id, digest) or self._kept(request, media_id, received, digest)

    def put_piece(self, request: Request, media_id: UUID) -> Response:
        digest, me = _told_digest(request), account_of(request)
        known = self._known(request, media_id, digest)
        if known:
            return known
        piece = Piece(_number(request, "Upload-Offset"), _number(request, "Upload-Length"), digest, _body(request))
        if not 0 < piece.length <= self.most:
            raise _too_large(self.most)
        offset = partials.take(media_id, piece, worker=me, at=call_of(request).at)
        if offset < piece.length:
            return Response({"id": str(media_id), "offset": offset}, headers={"Upload-Offset": str(offset)})
        return self._finished(request, media_id, digest)

    def _finished(self, request: Request, media_id: UUID, digest: str) -> Response:
        """Kept, refused for good, or not what was announced: the pieces have done their part."""
        me = account_of(request)
        received = partials.whole(media_id, me)
        if imaging.sha256(received) != digest:
            partials.drop(media_id, me)
            raise _cut_off()
        try:
            answer = self._kept(request, media_id, received, digest)
        except Refusal as refusal:
            if refusal.code != RefusalCode.TOO_MANY:
                partials.drop(media_id, me)
            raise
        partials.drop(media_id, me)
        return answer

    def _known(self, request: Request, media_id: UUID, digest: str) -> Response | None:
        media = Media.objects.filter(pk=media_id).first()
        if media is None:
            return None
        if media.worker_id != account_of(request) or media.sha256 != digest:
            raise Refusal(RefusalCode.CONFLICT, REUSED)
        return Response({"id": str(media.pk), "sha256": media.sha256})

    def _kept(self, request: Request, media_id: UUID, received: bytes, digest: str) -> Response:
        """First the file, judged as at its ordinary door; then its name, and whoever waits for it."""
        call = call_of(request)
        added, naming = self.keep(request, media_id, received, call=call)
        if not added.applied:
            return respond(added)
        field = naming.removeprefix("sync.keep_")
        own = Call(call.actor, call.at, call.door, uuid5(media_id, f"{account_of(request)} {digest}"))
        kept = perform(naming, media_id, {field: added.answer["id"], "sha256": digest}, call=own)
        if not kept.applied:
            return respond(kept)
        return Response({"id": str(media_id), "sha256": digest}, status=201)

    @extend_schema(exclude=True)
    def head(self, request: Request, media_id: UUID) -> HttpResponse:
        """A hash of what is whole, else how far it has come, for whoever sent it; nobody else is told of it."""
        me = account_of(request)
        known = Media.objects.filter(pk=media_id, worker=me).first()
        if known is not None:
            return HttpResponse(headers={"X-Sha256": known.sha256})
        offset = partials.offset_of(media_id, me)
        return HttpResponse(status=404) if offset is None else HttpResponse(headers={"Upload-Offset": str(offset)})


PIECE = headers("X-Sha256", "Upload-Offset", "Upload-Length")


class SyncPhoto(SyncMedia):
    most = 20 * MEGABYTE

    @extend_schema(
        operation_id="sync_photo_put",
        parameters=headers("X-Sha256", *TOLD),
        request={"image/jpeg": OpenApiTypes.BINARY},
        responses={200: MediaShape, 201: MediaShape, **REFUSALS},
    )
    def put(self, request: Request, media_id: UUID) -> Response:
        return self.put_whole(request, media_id)

    @extend_schema(
        operation_id="sync_photo_piece",
        parameters=[*PIECE, *headers(*TOLD)],
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses={200: OffsetShape, 201: OffsetShape, **REFUSALS},
    )
    def patch(self, request: Request, media_id: UUID) -> Response:
        return self.put_piece(request, media_id)

    def keep(self, request: Request, media_id: UUID, received: bytes, *, call: Call) -> tuple[Outcome, str]:
        told = {field: request.headers[name] for name, field in TOLD.items() if request.headers.get(name)}
        uploader = uploader_key(account_of(request))
        return take_in(received, media_id, told, uploader=uploader, call=call), "sync.keep_photo"


class SyncVoice(SyncMedia):
    most = 2 * MEGABYTE

    @extend_schema(
        operation_id="sync_voice_put",
        parameters=headers("X-Sha256"),
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses={200: MediaShape, 201: MediaShape, **REFUSALS},
    )
    def put(self, request: Request, media_id: UUID) -> Response:
        return self.put_whole(request, media_id)

    @extend_schema(
        operation_id="sync_voice_piece",
        parameters=PIECE,
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses={200: OffsetShape, 201: OffsetShape, **REFUSALS},
    )
    def patch(self, request: Request, media_id: UUID) -> Response:
        return self.put_piece(request, media_id)

    def keep(self, request: Request, media_id: UUID, received: bytes, *, call: Call) -> tuple[Outcome, str]:
        return voices.take_in(received, media_id, account=account_of(request), call=call), "sync.keep_voice"


class SyncPreview(SyncView):
    parser_classes = [Bytes]
    most = PREVIEW_AT_MOST

    @extend_schema(
        operation_id="sync_preview_put",
        request={"image/jpeg": OpenApiTypes.BINARY},
        responses={200: PreviewShape, **REFUSALS},
    )
    def put(self, request: Request, media_id: UUID) -> Response:
        call, jpeg = call_of(request), _body(request)
        own = Call(
            call.actor, call.at, call.door, uuid5(media_id, f"{account_of(request)} {imaging.sha256(jpeg)} ahead")
        )
        return respond(perform("sync.show_ahead", media_id, {"jpeg": base64.b64encode(jpeg).decode()}, call=own))


def _body(request: Request) -> bytes:
    return request.data if isinstance(request.data, bytes) else b""


def _number(request: Request, name: str) -> int:
    told = request.headers.get(name, "")
    if not NUMBER.fullmatch(told):
        raise invalid(name, "续传位置应为数字，请更新应用后重试")
    return int(told)


def _told_digest(request: Request) -> str:
    told = request.headers.get("X-Sha256", "").lower()
    if not SHA256.fullmatch(told):
        raise invalid("X-Sha256", "缺少照片的校验值，请更新应用后重试")
    return told


def _cut_off() -> Refusal:
    """Cut off on its way, it is not kept under an id that would then stand for half a photo."""
    return invalid("X-Sha256", "照片没有传完整，请重新上传")
