"""script/server as a person would start it, in a folder and on a port of its own."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var/test"
# What script/test tells its pytest is not for a server that is to find everything by itself.
ELSEWHERE = (
    "DATABASE_URL",
    "REDIS_URL",
    "BROKER_URL",
    "PYTEST_",
    "PYTHONPATH",
    "DJANGO_",
    "DB_POOL",
    "MEDIA_ROOT",
    "DEMO",
)
PATIENCE = 180.0
READY = "Ctrl-C stops everything"


@dataclass(frozen=True)
class Running:
    process: subprocess.Popen[bytes]
    port: int
    heard: Path

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        return self.heard.read_text(encoding="utf-8")

    def descendants(self) -> list["Process"]:
        return descendants(self.process.pid)

    def child(self, *words: str) -> "Process":
        """The nearest of its processes whose command line has all the words."""
        return next(one for one in self.descendants() if all(word in one.command for word in words))

    def ends(self) -> int:
        return self.process.wait(PATIENCE)


@dataclass(frozen=True)
class Process:
    pid: int
    born: str
    parent: int
    command: str

    @property
    def is_alive(self) -> bool:
        found = process(self.pid)
        return found is not None and found.born == self.born

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def process(pid: int) -> Process | None:
    """None where there is none, or only one that has ended and was not waited for."""
    try:
        state, parent, *rest = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if state == "Z" else Process(pid, rest[17], int(parent), command)


def descendants(pid: int) -> list[Process]:
    """Nearest first."""
    everybody = [found for entry in Path("/proc").glob("[0-9]*") if (found := process(int(entry.name)))]
    family, generation = [], {pid}
    while generation:
        children = [one for one in everybody if one.parent in generation]
        family += children
        generation = {one.pid for one in children}
    return family


def forget(var: Path) -> None:
    """What an earlier run left: its tables may be older than the migrations are now."""
    shutil.rmtree(var, ignore_errors=True)


def start(port: int, *, var: Path, **environment: str) -> Running:
    var.mkdir(parents=True, exist_ok=True)
    heard = var / f"heard-{time.monotonic_ns()}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ELSEWHERE)}
    told = {**kept, "VAR_DIR": str(var), "PORT": str(port), "DEMO": "0", **environment}
    with heard.open("wb") as out:
        # Whatever runs the tests in the background has taken Ctrl-C from them; a person's shell has not.
        order = ["env", "--default-signal=INT", "script/server"]
        started = subprocess.Popen(  # noqa: S603 -- our own
            order, cwd=ROOT, env=told, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    return Running(started, port, heard)


def eventually(claim: Callable[[], bool], *, within: float = PATIENCE) -> None:
    until = time.monotonic() + within
    while not claim():
        assert time.monotonic() < until, f"not within {within} s"
        time.sleep(0.1)


def wait_until_ready(server: Running) -> None:
    eventually(lambda: READY in server.said or server.process.poll() is not None)
    assert READY in server.said, server.said


@contextmanager
def running(var: Path) -> Iterator[Running]:
    server = start(free_port(), var=var)
    try:
        wait_until_ready(server)
        yield server
    finally:
        stop(server)


def stop(server: Running) -> None:
    if server.process.poll() is None:
        server.process.terminate()
    try:
        server.process.wait(60)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait()
