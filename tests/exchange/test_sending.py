"""Sheets leave piece by piece, whatever server stands in front; a file that is gone is a refusal and no half answer."""

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.test import RequestFactory
from django.utils import timezone
from rest_framework.request import Request

from apps.core.refusal import Refusal
from apps.exchange import vault
from apps.exchange.sending import kept_sheet

CONTENT = bytes(range(256)) * 9000
SCOPE = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}


def kept(content: bytes = CONTENT) -> vault.Kept:
    return vault.keep(io.BytesIO(content), at=timezone.now())


async def gathered(pieces: AsyncIterator[bytes]) -> list[bytes]:
    return [piece async for piece in pieces]


def test_under_asgi_a_sheet_is_streamed_without_blocking() -> None:
    file = kept()

    response = kept_sheet(Request(ASGIRequest(SCOPE, io.BytesIO())), file.name, file.digest, title="人口")

    assert response.is_async
    pieces = asyncio.run(gathered(cast("AsyncIterator[bytes]", response.streaming_content)))
    assert (len(pieces), b"".join(pieces)) == (3, CONTENT)


def test_under_wsgi_a_sheet_is_streamed() -> None:
    file = kept()

    response = kept_sheet(Request(RequestFactory().get("/")), file.name, file.digest, title="人口")

    assert b"".join(cast("list[bytes]", response.streaming_content)) == CONTENT
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''%E4%BA%BA%E5%8F%A3.xlsx"
    assert response["Cache-Control"] == "private, no-store"


def test_what_is_missing_or_changed_is_a_refusal(media: Path) -> None:
    file = kept()
    request = Request(RequestFactory().get("/"))
    with pytest.raises(Refusal, match="已按保存期限删除或已缺失"):
        kept_sheet(request, file.name, "0" * 64, title="人口")

    (media / file.name).unlink()

    with pytest.raises(Refusal, match="已按保存期限删除或已缺失"):
        kept_sheet(request, file.name, file.digest, title="人口")


def test_an_empty_file_is_kept_and_opened() -> None:
    file = kept(b"")

    with vault.opened(file.name, file.digest) as opened:
        assert opened.read() == b""
