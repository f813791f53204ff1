"""Reading a sheet that people fill in: everything wrong with it is told at once, by line and column."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from apps.core.refusal import Refusal, RefusalCode

LONGEST_SHEET = 4 * 1024 * 1024


@dataclass(frozen=True)
class Bad:
    line: int
    column: str
    value: str
    reason: str


class Line:
    """One line of a sheet. What is wrong with a cell is noted in `bad`, and reading goes on."""

    def __init__(self, number: int, cells: Mapping[str, str], *, bad: list[Bad]) -> None:
        self.number = number
        self.cells = cells
        self.bad = bad

    def note(self, column: str, reason: str) -> None:
        shown = "".join(char if char.isprintable() else "·" for char in self.cells[column])
        self.bad.append(Bad(self.number, column, shown, reason))

    def text(self, column: str, *, longest: int, required: bool = True) -> str:
        text = self.cells[column]
        if not text and required:
            self.note(column, "不能为空")
        elif len(text) > longest:
            self.note(column, f"有 {len(text)} 个字，最多 {longest} 个字")
        elif not text.isprintable():
            self.note(column, "含有换行或看不见的字符，请删除")
        return text

    def digits(self, column: str, *, count: int) -> str:
        text = self.cells[column]
        if not (len(text) == count and text.isascii() and text.isdigit()):
            self.note(column, f"应为 {count} 位数字")
        return text

    def whole(self, column: str, *, most: int, missing: int | None = None) -> int:
        """A whole number from 1; `missing` is what an empty cell means, when it may be empty."""
        text = self.cells[column]
        if not text and missing is not None:
            return missing
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
        if not 1 <= number <= most:
            self.note(column, f"应为 1 至 {most} 的整数")
        return number

    def one_of(self, column: str, known: Mapping[str, str], *, required: bool = True) -> str:
        text = self.cells[column]
        if not text and not required:
            return ""
        if text not in known:
            self.note(column, f"应为：{'、'.join(known)}")
        return known.get(text, "")


def read_lines(content: bytes, columns: Sequence[str], *, bad: list[Bad]) -> Iterator[Line]:
    """The lines below the heading. Empty ones are passed over; one too short or too long is noted and left out."""
    reader = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    try:
        heading = [cell.strip() for cell in next(reader, [])]
        if heading != list(columns):
            raise refuse_sheet([Bad(1, "", "，".join(heading)[:200], f"首行应依次为：{'，'.join(columns)}")])
        # Counted as a spreadsheet counts rows: a cell with a line break in it is still one row.
        for number, cells in enumerate(reader, 2):
            clean = [cell.strip() for cell in cells]
            if not any(clean):
                continue
            if len(clean) != len(columns):
                bad.append(Bad(number, "", "", f"有 {len(clean)} 列，应为 {len(columns)} 列"))
                continue
            yield Line(number, dict(zip(columns, clean, strict=True)), bad=bad)
    except csv.Error as error:
        raise refuse_sheet([Bad(reader.line_num, "", "", "引号没有成对，或含有不能识别的字符")]) from error


def refuse_sheet(bad: Sequence[Bad]) -> Refusal:
    first = min(bad, key=lambda one: one.line)
    where = f"第 {first.line} 行" + (f"“{first.column}”" if first.column else "")
    message = f"{where}：{first.reason}。共 {len(bad)} 处有误，没有导入任何内容，请改正后重新导入"
    told = [asdict(one) for one in sorted(bad, key=lambda one: one.line)]
    return Refusal(RefusalCode.INVALID, message, "sheet", lines=told)


def _decoded(content: bytes) -> str:
    # Spreadsheets here save CSV either as UTF-8 with a mark or in the Chinese code page.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(RefusalCode.INVALID, "不能识别文件的编码，请另存为“CSV UTF-8”后重新导入", "sheet")
