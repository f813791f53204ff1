"""Phones that run the app's own code (pwa/src/sync) in node, on stores of their own, and do as they are told."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.serving import ROOT


class Puppets:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def told(self, do: str, **more: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "failed" not in answer, answer
        return answer


@contextmanager
def puppets() -> Iterator[Puppets]:
    environment = os.environ | {"PATH": f"{ROOT}/.venv/bin:{os.environ['PATH']}"}
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        ["node", "puppet.mjs"],  # noqa: S607 -- the environment's
        cwd=ROOT / "pwa",
        env=environment,
        stdin=pipe,
        stdout=pipe,
        text=True,
    )
    try:
        yield Puppets(process)
    finally:
        process.kill()
        process.communicate()
