"""Real processes for tests: a daphne on a port of its own, and a Redis that may be killed."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import redis
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20.0


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/"

    def answers(self) -> bool:
        assert self.process.poll() is None, "the server has ended; its reason is above"
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            line.sendall(b"GET /healthz/ HTTP/1.0\r\n\r\n")
            line.settimeout(0.5)
            try:
                return bool(line.recv(1))
            except TimeoutError:
                return False


@contextmanager
def daphne(**more: str) -> Iterator[Server]:
    """The project as it is served, on the test database. The port is open before the process is started."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1024)
        told = os.environ | environment() | more
        order = [sys.executable, "-m", "daphne", "-v", "0", "--fd", str(listener.fileno()), "config.asgi:application"]
        with _running(order, environment=told, keep=listener) as process:
            server = Server(listener.getsockname()[1], process)
            eventually(server.answers, within=60)
            yield server


def environment() -> dict[str, str]:
    """What this process was told by its settings rather than by its environment."""
    parts = urlsplit(os.environ.get("DATABASE_URL", "postgis:///grid"))
    database = urlunsplit(parts._replace(path="/" + connection.settings_dict["NAME"]))
    # A path of one name loses its slashes with an empty host.
    database = database if parts.netloc else database.replace(f"{parts.scheme}:/", f"{parts.scheme}:///", 1)
    return {
        "DATABASE_URL": database,
        "REDIS_URL": settings.REDIS_URL,
        "SECRET_KEY": settings.SECRET_KEY,
        "DEMO": str(settings.DEMO),
        "DB_POOL": "8",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }


class RedisServer:
    """A Redis of one test's own."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        order = ["redis-server", "--port", str(self.port), "--save", "", "--dir", str(self._directory)]
        self._process = subprocess.Popen(order, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own
        eventually(self._answers)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def publish(self, channel: str, said: bytes) -> None:
        with redis.Redis.from_url(self.url) as client:
            client.publish(channel, said)

    def _answers(self) -> bool:
        with redis.Redis.from_url(self.url) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                return False


def eventually(claim: object, *, within: float = PATIENCE) -> None:
    """Waits for what another process does in its own time."""
    assert callable(claim)
    until = time.monotonic() + within
    while not claim():
        assert time.monotonic() < until, f"not within {within} s"
        time.sleep(0.02)


@contextmanager
def _running(
    order: list[str], *, environment: dict[str, str], keep: socket.socket
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(order, cwd=ROOT, env=environment, pass_fds=[keep.fileno()])  # noqa: S603 -- our own
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
