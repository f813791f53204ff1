"""How a phone sends what it has: whole, or in pieces."""

import hashlib
import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.sync.lines import Line


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class Sending:
    """One photo or voice note under its id."""

    line: Line
    content: bytes
    kind: str = "photos"
    id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def address(self) -> str:
        return f"/api/sync/{self.kind}/{self.id}/"

    def put(self) -> Any:
        headers = {"X-Sha256": sha256(self.content)}
        return self.line.client.put(self.address, self.content, content_type="image/jpeg", headers=headers)

    def piece(self, offset: int, size: int, *, length: int | None = None, digest: str = "") -> Any:
        headers = {
            "X-Sha256": digest or sha256(self.content),
            "Upload-Offset": str(offset),
            "Upload-Length": str(len(self.content) if length is None else length),
        }
        piece = self.content[offset : offset + size]
        return self.line.client.patch(self.address, piece, content_type="application/octet-stream", headers=headers)

    def head(self) -> Any:
        return self.line.client.head(self.address)

    def preview(self, content: bytes) -> Any:
        return self.line.client.put(f"{self.address}preview/", content, content_type="image/jpeg")
