"""Does it answer? With addresses: are they all 200; without: is this container's own process well."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE = 5
BEAT_IS_LATE = 600


def our_name() -> str:
    """Django answers only to the names it is known by."""
    name = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].lstrip(".")
    return name if name not in {"", "*"} else "localhost"


def answers(url: str) -> bool:
    asked = urllib.request.Request(url, headers={"Host": our_name()})  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as response:  # noqa: S310
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def worker_answers() -> bool:
    asked = [sys.executable, "-m", "celery", "-A", "config", "inspect", "ping", "-t", str(PATIENCE), "-d"]
    return subprocess.run([*asked, f"celery@{os.uname().nodename}"], capture_output=True, check=False).returncode == 0


def beat_writes() -> bool:
    written = Path(os.environ.get("BEAT_FILE", "var/beat"))
    return written.exists() and time.time() - written.stat().st_mtime < BEAT_IS_LATE


def is_well() -> bool:
    words = Path("/proc/1/cmdline").read_text().split("\0")
    if "worker" in words:
        return worker_answers()
    if "beat" in words:
        return beat_writes()
    return answers(f"http://127.0.0.1:{os.environ['BIND'].rpartition(':')[2]}/healthz/")


if __name__ == "__main__":
    sys.exit(0 if all(map(answers, sys.argv[1:])) and (len(sys.argv) > 1 or is_well()) else 1)
