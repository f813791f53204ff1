"""What script/server starts, on a folder of its own, for a measurement; loopback only."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ELSEWHERE = ("DATABASE_URL", "REDIS_URL", "BROKER_URL", "MEDIA_ROOT", "DB_POOL", "DJANGO_", "PYTHONPATH", "SERVER")


@dataclass(frozen=True)
class Served:
    """`told` is what a process needs to work on the same stores."""

    port: int
    told: dict[str, str]
    server: subprocess.Popen[str]

    @property
    def dsn(self) -> str:
        """postgis://user@/name?host=…&port=…, as psycopg reads it."""
        return self.told["DATABASE_URL"].replace("postgis://", "postgresql://", 1)


@contextmanager
def served(var: Path) -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {name: value for name, value in os.environ.items() if not name.startswith(ELSEWHERE)}
    # Whatever ends this process ends the server with it.
    order = ["setpriv", "--pdeathsig", "TERM", "sh", "-euc", ". script/lib/loop_server.sh", "script/bench"]
    environment = own | {"VAR_DIR": str(var), "PORT": str(port), "DEMO": "1"}
    with subprocess.Popen(order, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield Served(port, _told(server), server)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


def _told(server: subprocess.Popen[str]) -> dict[str, str]:
    told: dict[str, str] = {}
    for line in server.stdout or ():
        name, _, value = line.strip().partition("=")
        told[name] = value
        if name == "READY":
            return told
    raise SystemExit("the server does not start; what it says is above")


def commit() -> str:
    """What is measured."""
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.strip()
