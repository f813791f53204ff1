"""A server that can really be killed, and comes back at the same address."""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError

from playwright.sync_api import Page

from tests.serving import ROOT, eventually


class Mortal:
    """One daphne over the database it was told, on a port of its own that it keeps from life to life."""

    def __init__(self, told: dict[str, str]) -> None:
        self._told = told
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        order = [sys.executable, "-m", "daphne", "-v", "0", "-p", str(self.port), "config.asgi:application"]
        self._process = subprocess.Popen(order, cwd=ROOT, env=os.environ | self._told)  # noqa: S603 -- our own
        eventually(self._answers, within=60)

    def kill(self) -> None:
        """As a power cut does it: nothing is closed, nothing is finished."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @property
    def is_alive(self) -> bool:
        return self._process is not None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.origin}/healthz/", timeout=2):  # noqa: S310 -- our own
                return True
        except (URLError, OSError):
            return False


def cut(server: Mortal, page: Page) -> None:
    """No line any more, nor what the browser kept of its own accord: what opens from now on the app kept."""
    server.kill()
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")


@contextmanager
def mortal(told: dict[str, str]) -> Iterator[Mortal]:
    server = Mortal(told)
    server.start()
    try:
        yield server
    finally:
        server.kill()
