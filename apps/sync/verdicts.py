"""What is decided about a command, before it is stored."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from apps.sync.enums import Status

Pairs = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Verdict:
    """`awaited` is what still has to come and as what it is added to the matter; `move` the call it belongs to, if
    that is not the command's own."""

    status: Status
    code: str = ""
    message: str = ""
    fields: Pairs = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    awaited: dict[UUID, str] = field(default_factory=dict)
    event: UUID | None = None
    visit: UUID | None = None
    move: UUID | None = None

    def outcome(self) -> dict[str, Any]:
        told: dict[str, Any] = storable({"message": self.message, "fields": self.fields, "answer": self.answer})
        return told


def storable(told: Any) -> Any:
    """Without the one character that PostgreSQL keeps in no text, which a phone may bring in any."""
    if isinstance(told, str):
        return told.replace("\0", "")
    if isinstance(told, dict):
        return {storable(name): storable(value) for name, value in told.items()}
    return [storable(value) for value in told] if isinstance(told, list) else told


def rejected(code: str, message: str, answer: dict[str, Any] | None = None) -> Verdict:
    return Verdict(Status.REJECTED, code, message, answer=answer or {})


def parked(code: str, message: str) -> Verdict:
    return Verdict(Status.PARKED, code, message)


def held(code: str, message: str, fields: Pairs | None = None) -> Verdict:
    return Verdict(Status.HELD, code, message, fields=fields or {})
