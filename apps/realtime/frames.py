"""What is said down a socket. Each is encoded once, however many hear it."""

from typing import Any

import orjson

from apps.commands.perform import Outcome
from apps.journal.catchup import Lack

Frame = dict[str, Any]


def frame(kind: str, **said: Any) -> Frame:
    return {"type": "websocket.send", "text": orjson.dumps({"type": kind, **said}, default=str).decode()}


def notice(said: Any, *, cursor: str | None) -> Frame:
    return frame("notice", notice=said, cursor=cursor)


def lacking(lack: Lack) -> Frame:
    return frame("lacking", notices=lack.notices, cursor=lack.cursor, complete=lack.complete)


def answer(call_id: str, outcome: Outcome) -> Frame:
    return frame("answer", id=call_id, status=outcome.status, code=outcome.code, answer=outcome.answer)


def error(message: str) -> Frame:
    return frame("error", code="invalid", message=message)
