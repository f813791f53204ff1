"""What reading a sheet gives: a heading, and lines of text with what is odd about single cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from apps.core.refusal import Refusal, RefusalCode
from apps.sheets.bounds import Bounds


class Odd(StrEnum):
    """What a cell holds that is no plain value."""

    FORMULA = "FORMULA"
    ERROR = "ERROR"
    DAMAGED = "DAMAGED"
    TOO_LONG = "TOO_LONG"


SAID = {
    Odd.FORMULA: "单元格里是公式，不能导入；请复制后用“选择性粘贴—数值”替换",
    Odd.ERROR: "单元格里是错误值，请改成实际内容",
    Odd.DAMAGED: "长数字被Excel改成了数字，后几位已丢失；请先把该列设为“文本”格式，再重新填写",
    Odd.TOO_LONG: "内容过长（最多 2000 个字），请缩短",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row with something in it; `number` is the row's in the file, as a spreadsheet program shows it."""

    number: int
    cells: list[str]
    odd: dict[int, Odd]

    def at(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Merge:
    """Merged cells: only the first of them has a value, so no row of them means what it shows."""

    row: int
    last_row: int
    column: int
    cells: str


@dataclass
class Sheet:
    """`merges` are known only once all lines have been read."""

    name: str
    heading: Line
    lines: Iterator[Line]
    merges: list[Merge] = field(default_factory=list)

    def begin(self, many: int) -> list[Line]:
        """The first lines, which come again with all the others."""
        first = list(islice(self.lines, many))
        self.lines = _chained(first, self.lines)
        return first


# How far down the heading may stand: below a title, a watermark or a line of instructions.
HEADING_WITHIN = 10


def with_heading(name: str, lines: Iterator[Line], merges: list[Merge]) -> Sheet:
    """The heading is the first row with at least two titles; in a sheet of one column, the first row."""
    first: list[Line] = []
    for line in lines:
        first.append(line)
        if sum(map(bool, line.cells)) > 1:
            return Sheet(name, line, lines, merges)
        if len(first) == HEADING_WITHIN:
            break
    if not first:
        raise refuse("表中没有内容，请检查是否选错了文件或工作表")
    return Sheet(name, first[0], _chained(first[1:], lines), merges)


def _chained(first: Sequence[Line], rest: Iterator[Line]) -> Iterator[Line]:
    yield from first
    yield from rest


def bounded(lines: Iterator[Line], bounds: Bounds) -> Iterator[Line]:
    # The heading is one more.
    for count, line in enumerate(lines):
        if count > bounds.rows:
            raise too_large(f"表中超过 {bounds.rows:,} 行，请拆成几个文件分别上传")
        yield line


def refuse(message: str) -> Refusal:
    return Refusal(RefusalCode.INVALID, message, "file")


def too_large(message: str) -> Refusal:
    return Refusal(RefusalCode.TOO_LARGE, message, "file")


# The apostrophe is what the writer puts before a text that a spreadsheet program could take for a formula.
NEUTRALISED = re.compile(r"'(?='*[=+\-@])")
# A long number as a spreadsheet program writes it into a CSV file.
ROUNDED = re.compile(r"\d(\.\d+)?[eE]\+1[4-9]")
# Line ends and tabs inside a cell are space; other control characters and half characters are nothing.
BLANKS = re.compile(r"[\t\r\n\x0b\x0c\x85\u2028\u2029]+")
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    if not text.isprintable():
        text = INVISIBLE.sub("", BLANKS.sub(" ", text))
    text = text.strip()
    return NEUTRALISED.sub("", text, count=1) if text[:1] == "'" and NEUTRALISED.match(text) else text
