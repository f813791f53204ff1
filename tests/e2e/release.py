"""A new version of the worker's app, built from changed sources as a release is."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.serving import ROOT

SOURCES = ("apps", "src", "budget.ts", "manifests.ts", "package.json", "tsconfig.json", "vite.config.ts")


@dataclass(frozen=True)
class Release:
    """What is served, and what will be."""

    dist: Path
    new: Path

    @classmethod
    def with_another_shape(cls, dist: Path, folder: Path) -> "Release":
        """The rows of its replica have another shape, and its start page says that it is the new one."""
        copy = _copied(folder / "pwa")
        _change(copy / "src/sync/db.ts", r"^const SHAPE = (\d+)$", lambda found: f"const SHAPE = {int(found[1]) + 1}")
        _change(copy / "apps/w/index.html", "<html ", lambda _: '<html data-build="new" ')
        _build(copy)
        return cls(dist, copy / "dist/w")

    def publish(self) -> None:
        """In the place of the old one, whose compressed copies go with it."""
        shutil.rmtree(self.dist / "w")
        shutil.copytree(self.new, self.dist / "w")


def _copied(copy: Path) -> Path:
    copy.mkdir()
    for name in SOURCES:
        source = ROOT / "pwa" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
    (copy / "node_modules").symlink_to(ROOT / "pwa/node_modules")
    return copy


def _change(path: Path, pattern: str, by: Callable[[re.Match[str]], str]) -> None:
    changed, times = re.subn(pattern, by, path.read_text(), flags=re.MULTILINE)
    assert times == 1, f"{pattern} stands {times} times in {path.name}"
    path.write_text(changed)


def _build(copy: Path) -> None:
    node = Path(sys.executable).parent / "node"
    order = [str(node), "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"]
    done = subprocess.run(order, cwd=copy, env=os.environ | {"APP": "w"}, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr
