"""A sheet as a response, piece by piece, whatever server stands in front."""

from collections.abc import AsyncIterator, Iterator
from typing import BinaryIO, TypeVar
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse, StreamingHttpResponse
from rest_framework.request import Request

from apps.exchange import vault

Response = TypeVar("Response", HttpResponse, StreamingHttpResponse)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def kept_sheet(request: Request, name: str, digest: str, *, title: str) -> StreamingHttpResponse:
    """Opened before the first byte leaves, so that a file that is gone is a refusal and no half answer."""
    pieces = _pieces(name, digest)
    first = next(pieces)
    asynchronous = isinstance(request._request, ASGIRequest)  # noqa: SLF001 -- DRF keeps it nowhere else
    body = _later(first, pieces) if asynchronous else _now(first, pieces)
    return _dressed(StreamingHttpResponse(body, content_type=XLSX), title)


def made_sheet(file: BinaryIO, *, title: str) -> HttpResponse:
    file.seek(0)
    return _dressed(HttpResponse(file.read(), content_type=XLSX), title)


def _dressed(response: Response, title: str) -> Response:
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _pieces(name: str, digest: str) -> Iterator[bytes]:
    with vault.opened(name, digest) as file:
        yield from vault.pieces_of(file)


def _now(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


async def _later(first: bytes, rest: Iterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    while piece := await sync_to_async(lambda: next(rest, b""))():
        yield piece
