"""What comes with the project as a file and is told as it stands there: texts somebody agrees to, checklists of visits.

A file keeps every version that was ever published, the newest of a key last. A phone without a line goes on with the
version it has, so what was published once is understood for good.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

Paper = dict[str, Any]

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
CONSENTS, CHECKLISTS = "consents", "checklists"


@cache
def _read(file: Path) -> tuple[Paper, ...]:
    return tuple(json.loads(file.read_text("utf-8")))


def published(name: str) -> tuple[Paper, ...]:
    return _read(FIXTURES / f"{name}.json")


def in_force(name: str) -> list[Paper]:
    return list({paper["key"]: paper for paper in published(name)}.values())


def edition(name: str) -> str:
    """Another one as soon as anything in the file is."""
    told = json.dumps(published(name), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def paper_of(name: str, key: str, version: str) -> Paper | None:
    """The text or checklist of that very version; None of one that was never published."""
    return next((paper for paper in published(name) if (paper["key"], paper["version"]) == (key, version)), None)
