"""The whole system as processes on a database of its own: daphne, a Celery worker with its beat, the demo city."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from psycopg import sql

from tests.serving import ROOT, Server, daphne

# The demo worker's community, 桃花岭社区: its made-up people live there.
NEIGHBOURHOOD = "420502003006"
PLENTY = {"RATE_SESSION": "1000/min", "RATE_PUBLIC_REPORT": "1000/hour", "RATE_PUBLIC_PHOTOS": "1000/hour"}


@dataclass(frozen=True)
class Stack:
    server: Server
    """What a second server over the same city has to be told."""
    environment: dict[str, str]


@contextmanager
def stack(name: str, media: Path) -> Iterator[Stack]:
    """One database `name`, made anew and dropped afterwards."""
    with _database(name) as url:
        told = {"DATABASE_URL": url, "MEDIA_ROOT": str(media), "DEMO": "1", "NUM_PROXIES": "0", **PLENTY}
        for command in ("migrate", "load_city", "seed_demo"):
            _manage(command, told=told)
        _manage("seed", "--street", NEIGHBOURHOOD, "--scale", "0.2", told=told)
        with daphne(**told) as server, _worker(told, media):
            yield Stack(server, _environment(told))


@contextmanager
def _database(name: str) -> Iterator[str]:
    with admin() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield _url(name)
    finally:
        with admin() as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def admin() -> psycopg.Connection:
    """Makes and drops databases."""
    told = settings.DATABASES["default"]
    parts = {
        "host": told.get("HOST"),
        "port": told.get("PORT"),
        "user": told.get("USER"),
        "password": told.get("PASSWORD"),
    }
    options = {name: value for name, value in told.get("OPTIONS", {}).items() if name in ("host", "port")}
    known = {name: value for name, value in parts.items() if value} | options
    return psycopg.connect(dbname="postgres", autocommit=True, **known)


def _url(name: str) -> str:
    parts = urlsplit(os.environ.get("DATABASE_URL", "postgis:///grid"))
    url = urlunsplit(parts._replace(path="/" + name))
    return url if parts.netloc else url.replace(f"{parts.scheme}:/", f"{parts.scheme}:///", 1)


def _environment(told: dict[str, str]) -> dict[str, str]:
    base = {"REDIS_URL": settings.REDIS_URL, "SECRET_KEY": settings.SECRET_KEY, "DB_POOL": "8"}
    return os.environ | base | told


def _manage(*command: str, told: dict[str, str]) -> None:
    order = [sys.executable, "manage.py", *command]
    done = subprocess.run(order, cwd=ROOT, env=_environment(told), capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def _worker(told: dict[str, str], media: Path) -> Iterator[None]:
    order = [sys.executable, "-m", "celery", "-A", "config", "worker", "-B", "-c", "1", "-l", "WARNING"]
    order += ["-s", str(media / "beat"), "--without-gossip", "--without-mingle"]
    process = subprocess.Popen(order, cwd=ROOT, env=_environment(told))  # noqa: S603 -- our own
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
