"""The served schema, and every door it names."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Door:
    method: str
    path: str
    says: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def is_list(self) -> bool:
        """It takes no id and answers with JSON."""
        return self.method == "get" and "{" not in self.path

    def address(self, **ids: object) -> str:
        return self.path.format(**ids)


def served() -> dict[str, Any]:
    schema: dict[str, Any] = Client().get("/api/schema/?format=json").json()
    return schema


# Where reach holds in the database too, tests/registry visits every door in its own way.
ELSEWHERE = ("/api/registry/",)


def doors() -> list[Door]:
    paths = [(path, says) for path, says in served()["paths"].items() if not path.startswith(ELSEWHERE)]
    return [Door(method, path, says[method]) for path, says in paths for method in METHODS if method in says]


@contextmanager
def one_connection() -> Iterator[None]:
    """A real handler ends what the request before left open: here that is the test's own transaction."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)
