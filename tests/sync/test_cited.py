"""Each numbered MUST of docs/sync.md is shown by a test that names it, and no test names one that is not there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NUMBER = re.compile(r"S-\d\d")
MARK = re.compile(r"mark\.must\(([^)]*)\)")


def numbered() -> set[str]:
    return set(re.findall(r"^- \*\*(S-\d\d)\*\*", (ROOT / "docs/sync.md").read_text(), re.MULTILINE))


def cited() -> set[str]:
    marks = [mark for path in ROOT.glob("tests/**/test_*.py") for mark in MARK.findall(path.read_text())]
    titles = [path.read_text() for path in ROOT.glob("pwa/src/**/*.test.ts")]
    return set(NUMBER.findall(" ".join(marks + titles)))


def test_every_must_of_the_protocol_is_shown_by_a_test_that_names_it() -> None:
    assert len(numbered()) > 40
    assert numbered() - cited() == set()


def test_no_test_names_a_must_that_is_not_there() -> None:
    assert cited() - numbered() == set()
