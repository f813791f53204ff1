"""Runs the Dockerfile's steps in chroots, for machines without a container engine (as root; see docs/running.md).

script/prove_container.py BASE OUT: BASE is a bare Debian (debootstrap --variant=minbase bookworm BASE) that
can reach its packages and stays as it is; each stage becomes a folder of OUT.
FROM, RUN, COPY, ENV and WORKDIR are done; what only an engine can do is passed over.
"""

import shlex
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# What .dockerignore keeps out of the folders it lets in.
LEFT_OUT = shutil.ignore_patterns("__pycache__", "node_modules", "dist")


@dataclass
class Stage:
    place: Path
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": SYSTEM_PATH})
    folder: str = "/"

    def inside(self, path: str) -> Path:
        return self.place / (Path(self.folder) / path).relative_to("/")


def instructions(text: str) -> list[tuple[str, str]]:
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    whole = lines.replace("\\\n", " ").splitlines()
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in whole if line.strip())]


class Build:
    def __init__(self, base: Path, out: Path) -> None:
        self._out = out
        self._stages = {"${DEBIAN}": Stage(base)}

    def perform(self, word: str, rest: str) -> None:
        step = {"FROM": self._from, "RUN": self._run, "COPY": self._copy, "ENV": self._env, "WORKDIR": self._workdir}
        if word in step:
            began = time.monotonic()
            step[word](rest)
            print(f"{time.monotonic() - began:6.1f} s  {word} {' '.join(rest.split())[:110]}", flush=True)

    def _from(self, rest: str) -> None:
        parent, name = rest.split(" AS ")
        old = self._stages[parent]
        self._stage = self._stages[name] = Stage(self._out / name, dict(old.environment), old.folder)
        subprocess.run(["cp", "-a", "--reflink=auto", str(old.place), str(self._stage.place)], check=True)

    def _env(self, rest: str) -> None:
        for pair in shlex.split(rest):
            name, _, value = pair.partition("=")
            self._stage.environment[name] = value.replace("$PATH", self._stage.environment["PATH"])

    def _workdir(self, rest: str) -> None:
        self._stage.folder = rest
        self._stage.inside(".").mkdir(parents=True, exist_ok=True)

    def _run(self, rest: str) -> None:
        told = [f"{name}={value}" for name, value in self._stage.environment.items()]
        order = ["chroot", str(self._stage.place), "env", *told, "sh", "-c", f"cd {self._stage.folder} && {rest}"]
        done = subprocess.run(order, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode:
            sys.exit(f"{done.stdout.decode(errors='replace')[-3000:]}\nfailed: RUN {rest}")

    def _copy(self, rest: str) -> None:
        *sources, target = shlex.split(rest)
        from_stage = sources[0].startswith("--from=")
        stage = self._stages[sources.pop(0).removeprefix("--from=")] if from_stage else None
        for source in sources:
            self._copy_one(stage.inside(source) if stage else ROOT / source, target, ignore=None if stage else LEFT_OUT)

    def _copy_one(self, source: Path, target: str, *, ignore: object) -> None:
        into = self._stage.inside(target)
        if source.is_dir():
            shutil.copytree(source, into, symlinks=True, dirs_exist_ok=True, ignore=ignore)  # type: ignore[arg-type]
            return
        into = into / source.name if target.endswith("/") else into
        into.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, into)


def main(base: str, out: str) -> None:
    Path(out).mkdir(parents=True)
    build = Build(Path(base), Path(out))
    for word, rest in instructions((ROOT / "Dockerfile").read_text()):
        build.perform(word, rest)


if __name__ == "__main__":
    main(*sys.argv[1:])
