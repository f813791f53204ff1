"""The same content is the same version, however people saved the file."""

from hypothesis import given
from hypothesis import strategies as st

from apps.core.refusal import Refusal
from apps.standards.taxonomy_lines import digest_of
from apps.standards.taxonomy_sheet import read_taxonomy
from tests.standards.sheets import Cells, sheet_of, shipped

KINDS = {row["label"]: row["key"] for row in shipped("unit_kinds.csv")}
LINES = [line for line in shipped("taxonomy.csv") if line["小项代码"] in {"102", "213"}]
DIGEST = digest_of(read_taxonomy(sheet_of(*LINES), kinds=KINDS))


@given(lines=st.permutations(LINES), encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
def test_order_and_encoding_do_not_change_the_content(lines: list[Cells], encoding: str) -> None:
    assert digest_of(read_taxonomy(sheet_of(*lines, encoding=encoding), kinds=KINDS)) == DIGEST


@given(number=st.integers(0, len(LINES) - 1), column=st.sampled_from(list(LINES[0])), value=st.text(max_size=30))
def test_any_other_cell_is_either_other_content_or_named(number: int, column: str, value: str) -> None:
    lines = [dict(line) for line in LINES]
    before, lines[number][column] = lines[number][column], value

    digest = digest_or_none(sheet_of(*lines))

    assert digest is None or (digest == DIGEST) == (_meant(column, value) == _meant(column, before))


@given(content=st.binary(max_size=200))
def test_any_bytes_are_refused_in_words(content: bytes) -> None:
    assert digest_or_none(content) is None


def digest_or_none(content: bytes) -> str | None:
    """None for a sheet that was refused; anything else than a refusal comes through and fails the test."""
    try:
        return digest_of(read_taxonomy(content, kinds=KINDS))
    except Refusal:
        return None


def _meant(column: str, value: str) -> object:
    text = value.strip()
    if column == "国标代码":
        return text.zfill(4) if text else ""
    return int(text) if column in {"条件序号", "处置时限"} else text
