"""A small city on a database of its own, with a server that dies and a backup that comes back."""

import secrets
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from apps.accounts.models import Account
from apps.commands.perform import perform
from apps.core.call import SYSTEM, Call, Door
from tests.e2e.mortal import Mortal
from tests.e2e.stack import admin
from tests.serving import environment
from tests.world import World, build_world

# Its connections are told from ours by it.
SERVER = "far"


class City:
    """Databases are copied as files: whoever is connected is cut off, as at any restore."""

    def __init__(self, media: Path) -> None:
        self._empty = connection.settings_dict["NAME"]
        self._name = f"far_{uuid.uuid4().hex[:10]}"
        self._saved = f"{self._name}_saved"
        self._media = media
        self.lives = 0
        self._server: Mortal | None = None

    @property
    def server(self) -> Mortal:
        assert self._server is not None, "founded first"
        return self._server

    def found(self) -> tuple[World, dict[int, str]]:
        """Empty tables with our world in them, and the sessions of its two workers."""
        self._copy(self._empty, self._name)
        connection.settings_dict["NAME"] = self._name
        # Tests that commit may have left something.
        call_command("flush", interactive=False, verbosity=0)
        world = build_world()
        address = environment()["DATABASE_URL"]
        named = f"{address}{'&' if '?' in address else '?'}application_name={SERVER}"
        told = {"DATABASE_URL": named, "MEDIA_ROOT": str(self._media), "RATE_SESSION": "1000000/min", "DB_POOL": "4"}
        self._server = Mortal(environment() | told)
        workers = [world.people[name] for name in ("worker", "other_worker")]
        return world, {worker.pk: _session(worker) for worker in workers}

    def leave(self) -> None:
        if self._server is not None:
            self._server.kill()
        connection.close()
        connection.settings_dict["NAME"] = self._empty
        for name in (self._name, self._saved):
            self._drop(name)

    def back_up(self) -> None:
        self.server.kill()
        self._drop(self._saved)
        self._copy(self._name, self._saved)
        self.server.start()

    def restore(self) -> None:
        """As docs/sync.md says."""
        self.server.kill()
        self._drop(self._name)
        self._copy(self._saved, self._name)
        assert perform("sync.new_epoch", None, {}, call=Call(SYSTEM, timezone.now(), Door.SHELL)).applied
        self.lives += 1
        self.server.start()

    def cut_connections(self) -> None:
        """Whatever the server is at in the database ends between two statements."""
        with admin() as sure:
            sure.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND application_name = %s",
                [self._name, SERVER],
            )

    def _copy(self, old: str, new: str) -> None:
        """Nobody may be in what is copied: threads of earlier tests may have left their connections there."""
        connection.close()
        with admin() as sure:
            sure.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [old])
            sure.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                    sql.Identifier(new), sql.Identifier(old)
                )
            )

    def _drop(self, name: str) -> None:
        connection.close()
        with admin() as sure:
            sure.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def held_up() -> Iterator[bool]:
    """The server cannot go on writing to any grid while the block runs; whether it wanted to.

    What a push has written by then is written, and what follows waits: for the feed's row of the grid, which every
    write needs.
    """
    with transaction.atomic(), connection.cursor() as sure:
        sure.execute("SELECT scope FROM sync_scope ORDER BY scope FOR UPDATE")
        yield _is_waiting()


def _is_waiting() -> bool:
    """Looked at from outside of the transaction, which would see the same again and again."""
    with admin() as sure:
        for _ in range(100):
            found = sure.execute(
                "SELECT 1 FROM pg_stat_activity"
                " WHERE datname = %s AND application_name = %s AND wait_event_type = 'Lock'",
                [connection.settings_dict["NAME"], SERVER],
            )
            if found.fetchone():
                return True
            time.sleep(0.02)
    return False


def _session(person: Account) -> str:
    """Signed in, as the database knows it."""
    store, key = SessionStore(), secrets.token_hex(16)
    told: dict[str, Any] = {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }
    until = timezone.now() + timedelta(days=1)
    store.model.objects.create(session_key=key, session_data=store.encode(told), expire_date=until)
    return key


@contextmanager
def city(media: Path) -> Iterator[City]:
    made = City(media)
    try:
        yield made
    finally:
        made.leave()
