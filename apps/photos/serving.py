"""A photo's file as a response, for the app that knows who may see the matter."""

from django.conf import settings
from django.http import HttpResponse
from rest_framework.request import Request

from apps.core.refusal import Refusal, RefusalCode
from apps.photos import rules, storage
from apps.photos.models import Photo, Voice
from apps.photos.receiving import uploader_of
from apps.photos.sound import TYPES

# Seconds a browser may keep each size; the watermark changes when a matter gets its number.
SIZES = {"thumb": 24 * 3600, "marked": 600, "original": 24 * 3600}
NOT_YET_DRAWN = 10
# nginx: location /_media/ { internal; alias <MEDIA_ROOT>/; }
ACCEL_PREFIX = "/_media/"


def file_response(photo: Photo, size: str) -> HttpResponse:
    """The asked size, or for a little while the original, until the copy has been drawn."""
    if size not in SIZES:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这种尺寸的照片")
    drawn: str = getattr(photo, size)
    response = _guarded(_body(drawn or photo.original, "image/jpeg"), f"{photo.pk}.jpg")
    response["Cache-Control"] = f"private, max-age={SIZES[size] if drawn else NOT_YET_DRAWN}"
    return response


def voice_response(voice: Voice) -> HttpResponse:
    kind, ending = TYPES[voice.type]
    response = _guarded(_body(voice.file, kind), f"{voice.pk}.{ending}")
    response["Cache-Control"] = f"private, max-age={SIZES['original']}"
    return response


def private(content: bytes, kind: str, name: str) -> HttpResponse:
    """What lies in no file and is not to be kept by anybody."""
    response = _guarded(HttpResponse(content, content_type=kind), name)
    response["Cache-Control"] = "no-store"
    return response


def _guarded(response: HttpResponse, name: str) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def is_uploader(request: Request, photo: Photo) -> bool:
    """Until a photo is attached to a matter nobody else may see it."""
    return rules.uploaded_by(photo, uploader_of(request))


def _body(name: str, kind: str) -> HttpResponse:
    if settings.ACCEL:
        return HttpResponse(content_type=kind, headers={"X-Accel-Redirect": ACCEL_PREFIX + name})
    try:
        # At most some two megabytes, so reading it whole is simpler than streaming it through ASGI.
        return HttpResponse(storage.content_of(name), content_type=kind)
    except FileNotFoundError as gone:
        raise Refusal(RefusalCode.NOT_FOUND, "文件缺失，请联系系统管理员") from gone
