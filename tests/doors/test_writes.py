"""Whatever writes into the database is an action, or stands with its reason in docs/decisions/0055."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/decisions/0055-writes-beside-commands.md"
WRITES = re.compile(
    r"\.(bulk_create|bulk_update|get_or_create|update_or_create|create)\("
    r"|\)\.(update|delete)\(|\.save\((\)|update_fields|force_)|INSERT INTO|DELETE FROM|UPDATE "
)


def writers() -> set[str]:
    found = set()
    for path in (ROOT / "apps").rglob("*.py"):
        is_action = path.name == "actions.py" or "actions" in path.parts
        if not is_action and "migrations" not in path.parts and WRITES.search(path.read_text()):
            found.add(path.relative_to(ROOT).as_posix())
    return found


def test_whoever_writes_beside_the_actions_stands_on_the_page_with_a_reason() -> None:
    told = tuple(re.findall(r"apps/[\w/]+(?:\.py|/)", PAGE.read_text()))

    assert {path for path in writers() if not path.startswith(told)} == set()
