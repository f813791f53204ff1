"""A phone's line to the server: says what the wire says, as whoever is signed in."""

import uuid
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.models import Account


def whole_of(lines: bytes) -> dict[str, Any]:
    """A snapshot's lines put together; the last one says whether they are all there."""
    head, *parts, last = [orjson.loads(line) for line in lines.splitlines()]
    rows = [row for part in parts for row in part["rows"]]
    assert last == {"count": len(rows)}
    return {**head, "rows": rows}


@dataclass
class Line:
    account: Account
    device: uuid.UUID = field(default_factory=uuid.uuid4)
    client: APIClient = field(default_factory=APIClient)

    def __post_init__(self) -> None:
        self.client.force_authenticate(self.account)

    def post(self, door: str, /, *, status: int = 200, **told: Any) -> Any:
        response = self._asked(door, **told)
        assert response.status_code == status, response.content
        return response.json()

    def _asked(self, door: str, /, **told: Any) -> Any:
        return self.client.post(f"/api/sync/{door}/", {"protocol": 1, **told}, format="json")

    def pull(self, *asks: dict[str, Any], **told: Any) -> dict[str, Any]:
        committed()
        answer: dict[str, Any] = self.post("pull", device=str(self.device), scopes=list(asks), **told)
        # To open a scope is a transaction of its own.
        committed()
        return answer

    def one(self, scope: str, version: int | None = None, epoch: int = 1, **more: Any) -> dict[str, Any]:
        """The answer for one scope."""
        (answer,) = self.pull({"scope": scope, "epoch": epoch, "version": version, **more})["scopes"]
        told: dict[str, Any] = answer
        return told

    def whole(self, scope: str) -> dict[str, Any]:
        """As an empty device gets it."""
        whole = self.snapshot(self.one(scope)["snapshot"])
        assert whole is not None
        return whole

    def snapshot(self, address: str) -> dict[str, Any] | None:
        """None of a scope that is this account's no more."""
        response = self.client.get(address)
        if response.status_code == 404:
            return None
        assert response.status_code == 200
        return whole_of(b"".join(response.streaming_content))  # type: ignore[attr-defined]

    def pushed(self, *commands: dict[str, Any], **more: Any) -> dict[str, Any]:
        told = {"device": str(self.device), "device_time": timezone.now().isoformat(), "commands": list(commands)}
        answer: dict[str, Any] = self.post("push", **(told | more))
        return answer

    def push(self, *commands: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
        outcomes: list[dict[str, Any]] = self.pushed(*commands, **more)["outcomes"]
        return outcomes

    def said(self, command: dict[str, Any], **more: Any) -> dict[str, Any]:
        """The outcome of one."""
        (outcome,) = self.push(command, **more)
        return outcome

    def rows(self, scope: str, *names: list[str]) -> dict[str, Any]:
        told = self.rows_if_mine(scope, *names)
        assert told is not None
        return told

    def rows_if_mine(self, scope: str, *names: list[str]) -> dict[str, Any] | None:
        """None of a scope that is this account's no more."""
        response = self._asked("rows", scope=scope, rows=list(names))
        if response.status_code == 404:
            return None
        assert response.status_code == 200, response.content
        told: dict[str, Any] = response.json()
        return told


def committed() -> None:
    """What a test writes from here on counts as another transaction than what it wrote before: it is, or looks so."""
    if not connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sync_scope SET xid = NULL")


def row_of(answer: dict[str, Any], kind: str, row_id: object) -> dict[str, Any]:
    (row,) = [row for row in answer["rows"] if (row["kind"], row["id"]) == (kind, str(row_id))]
    told: dict[str, Any] = row
    return told


def names_of(answer: dict[str, Any]) -> set[tuple[str, str]]:
    return {(row["kind"], row["id"]) for row in answer["rows"] if "dead" not in row}


def made(kind: str, /, *, row: object = None, seq: int = 1, **more: Any) -> dict[str, Any]:
    """A command as a phone writes it down; `data` and the rest by name."""
    told = {
        "id": str(more.pop("command_id", None) or uuid.uuid4()),
        "seq": seq,
        "kind": kind,
        "v": 1,
        "row": str(row) if row else None,
        "base_rev": None,
        "data": {},
        "old": {},
        "expected_state": None,
        "needs": [],
        "photos": [],
        "occurred_at": timezone.now().isoformat(),
    }
    return told | more
