"""What a request says to the database, taken down in process; Django is set up before this is imported."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any
from uuid import UUID, uuid4

from django.contrib.gis.db.backends.postgis.adapter import PostGISAdapter
from django.db import connection
from django.test import Client
from psycopg.types.json import Jsonb

from apps.accounts.models import Account
from script.lib.loop_floor import Recipe, Statement


class Person:
    """Somebody signed in, in this process."""

    def __init__(self, phone: str) -> None:
        self._client = Client(HTTP_HOST="127.0.0.1")
        self._client.force_login(Account.objects.get(phone=phone))

    def get(self, path: str) -> Recipe:
        with _taken_down() as statements:
            self._client.get(path)
        return Recipe(tuple(statements), command=str(uuid4()))

    def post(self, path: str, said: dict[str, Any]) -> Recipe:
        command = str(uuid4())
        with _taken_down() as statements:
            answer = self._client.post(path, said, "application/json", headers={"Idempotency-Key": command})
        told = answer.json()
        if not answer.status_code // 100 == 2:
            raise RuntimeError(f"{path}: {told}")
        return Recipe(tuple(statements), command, told["id"], told["number"])

    def sync(self, door: str, said: dict[str, Any], *, command: str = "") -> Recipe:
        """A poll, or a push of commands whose ids begin alike; one of them may be a report, whose number is its own."""
        with _taken_down() as statements:
            answer = self._client.post(f"/api/sync/{door}/", {"protocol": 1, **said}, "application/json")
        told = answer.json()
        undone = [one for one in told.get("outcomes", ()) if one["status"] not in ("applied", "merged")]
        if answer.status_code != 200 or undone:
            raise RuntimeError(f"{door}: {undone or told}")
        numbers = [one["answer"]["number"] for one in told.get("outcomes", ()) if "number" in one["answer"]]
        return Recipe(tuple(statements), command or str(uuid4()), number=numbers[0] if command and numbers else "")


@contextmanager
def _taken_down() -> Iterator[list[Statement]]:
    statements: list[Statement] = []

    def take_down(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        statements.append(Statement(sql, tuple(map(_plain, params or ())), connection.in_atomic_block))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(take_down):
        yield statements


def _plain(value: Any) -> Any:
    """As psycopg sends it without Django's adapters, and as another process can be given it."""
    if isinstance(value, Jsonb):
        return value.dumps(value.obj) if value.dumps else json.dumps(value.obj)
    if isinstance(value, PostGISAdapter):
        return value.ewkb.hex()
    if isinstance(value, list | tuple | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, UUID) else value
