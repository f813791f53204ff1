"""The residents' everyday kinds against the taxonomy that a fresh installation starts with."""

import csv
from pathlib import Path

from apps.events.kinds import kinds

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def rows(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_kind_stands_for_a_category_of_the_taxonomy() -> None:
    categories = {row["子项代码"] for row in rows("taxonomy.csv")}

    assert [row["key"] for row in rows("resident_kinds.csv") if row["category"] not in categories] == []


def test_kinds_are_few_and_each_is_there_once() -> None:
    keys = [row["key"] for row in kinds()]

    assert 8 <= len(keys) <= 9
    assert len(set(keys)) == len(keys)


def test_whoever_finds_no_kind_chooses_the_last_one() -> None:
    assert kinds()[-1]["label"] == "其他问题"


def test_a_kind_fits_its_tile() -> None:
    assert all(2 <= len(row["label"]) <= 4 and len(row["hint"]) <= 14 for row in kinds())
