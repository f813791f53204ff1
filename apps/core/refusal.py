"""An answer of no, with a code for programs and a sentence for people."""

from enum import StrEnum
from typing import Any


class RefusalCode(StrEnum):
    INVALID = "invalid"
    NOT_FOUND = "not_found"
    NOT_YOURS = "not_yours"
    MOVED_ON = "moved_on"
    CONFLICT = "conflict"
    LOCKED = "locked"
    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"


class Refusal(Exception):
    """Anticipated; `message` is Chinese and says what to do, `more` travels beside it in the answer."""

    def __init__(self, code: RefusalCode, message: str, field: str = "", **more: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.more = more

    def as_answer(self) -> dict[str, Any]:
        errors = {self.field: [self.message]} if self.field else {}
        return {"code": self.code, "message": self.message, "field": self.field, "errors": errors, **self.more}


def invalid(field: str, message: str) -> Refusal:
    return Refusal(RefusalCode.INVALID, message, field)
