"""The socket under load: N browsers on one daphne, beside a bare `websockets` server that does the same work.

Loopback only. Makes a database of its own and removes it. `--server uvicorn` where uvicorn is installed.
"""

# ruff: noqa: E402 -- Django has to be set up before its models are imported
import argparse
import asyncio
import json
import os
import resource
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEMO", "1")
os.environ["DB_POOL"] = "0"

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import cache
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone

from apps.accounts.models import Account
from apps.grids.models import Division, Posting
from apps.journal.notices import channel
from script.lib.push_load import EVERYBODY, Bench, Figures
from tests.serving import environment

# What is measured, its unit, and whether more of it is better.
MEASURED = {
    "connect": ("1/s", True),
    "size": ("KB", False),
    "one_p50": ("ms", False),
    "one_p99": ("ms", False),
    "all_last": ("ms", False),
    "burst_lost": ("", False),
}
NOBODYS = "!"
ASGI = "config.asgi:application"
PINGS = {"daphne": ["--ping-interval", "25", "--ping-timeout", "60"], "uvicorn": ["--ws-ping-interval", "25"]}
UVICORN = [
    "--ws",
    "websockets-sansio",
    "--ws-per-message-deflate",
    "false",
    "--lifespan",
    "off",
    "--log-level",
    "error",
]
SERVERS = {
    "daphne": ["-m", "daphne", "--verbosity", "0", *PINGS["daphne"], ASGI],
    "uvicorn": ["-m", "uvicorn", *UVICORN, *PINGS["uvicorn"], ASGI],
    "bare": [str(ROOT / "script/lib/bare_push.py")],
}


def main() -> None:
    asked = _asked()
    files = min(resource.getrlimit(resource.RLIMIT_NOFILE)[1], asked.sockets + 1024)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    with _database():
        rooms, cookies = _people(min(asked.sockets, files - 256))
        floor = _measured("bare", rooms=rooms, cookies=[f"{room},{EVERYBODY}" for room in rooms])
        ours = _measured(asked.server, rooms=rooms, cookies=cookies)
        cache.delete_many([SessionStore.cache_key_prefix + cookie for cookie in cookies])
    _print(f"{len(cookies)} sockets, {asked.server}", ours, floor)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=2_000)
    parser.add_argument("--server", choices=["daphne", "uvicorn"], default="daphne")
    return parser.parse_args()


@contextmanager
def _database() -> Iterator[None]:
    settings.DATABASES["default"]["TEST"]["NAME"] = f"bench_push_{os.getpid()}"
    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)


def _people(count: int) -> tuple[list[str], list[str]]:
    """Everybody posted at one place and signed in: a room of each one's own, and the key of each one's session."""
    place = Division.objects.create(pk=1, level="CITY", kind="市", name="量测市", valid_from=date(2020, 1, 1))
    people = Account.objects.bulk_create(
        Account(phone=f"{number:011}", name="量测员", password=NOBODYS) for number in range(count)
    )
    Posting.objects.bulk_create(
        Posting(account=person, role="LEADER", division=place, valid_from=date(2020, 1, 1)) for person in people
    )
    sessions = {secrets.token_hex(16): _session(person) for person in people}
    store = SessionStore()
    until = timezone.now() + timedelta(hours=1)
    store.model.objects.bulk_create(
        store.model(session_key=key, session_data=store.encode(session), expire_date=until)
        for key, session in sessions.items()
    )
    cache.set_many({store.cache_key_prefix + key: session for key, session in sessions.items()}, 3600)
    return [f"account:{person.pk}" for person in people], list(sessions)


def _session(person: Account) -> dict[str, str]:
    proof = person.get_session_auth_hash()
    backend = settings.AUTHENTICATION_BACKENDS[0]
    return {SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: proof}


def _measured(server: str, *, rooms: list[str], cookies: list[str]) -> Figures:
    with _served(server) as (port, pid):
        return asyncio.run(Bench(port, pid, channel=channel(), rooms=rooms, cookies=cookies).run())


@contextmanager
def _served(server: str) -> Iterator[tuple[int, int]]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(4096)
        told = os.environ | environment() | {"BENCH_CHANNEL": channel()}
        order = [sys.executable, *SERVERS[server], "--fd", str(listener.fileno())]
        process = subprocess.Popen(order, cwd=ROOT, env=told, pass_fds=[listener.fileno()])
        try:
            yield listener.getsockname()[1], process.pid
        finally:
            process.terminate()
            process.wait()


def _print(what: str, ours: Figures, floor: Figures) -> None:
    print(what)
    print(f"{'':12}{'ours':>10}{'bare':>10}{'ratio':>8}")
    figures = {}
    for name, (unit, more_is_better) in MEASURED.items():
        mine, least = ours[name], floor[name]
        over, under = (least, mine) if more_is_better else (mine, least)
        ratio = round(over / under, 2) if under else None
        figures[name] = {"ours": round(mine, 2), "floor": round(least, 2), "unit": unit, "ratio": ratio}
        print(f"{name:12}{mine:10.2f}{least:10.2f}{ratio or '':>8} {unit}")
    print(json.dumps({"bench": "push", "commit": _commit(), "figures": figures}))


def _commit() -> str:
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.strip()


if __name__ == "__main__":
    main()
