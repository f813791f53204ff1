"""Writing an .xlsx row by row. Nothing written here can be taken for a formula by whatever program opens it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from apps.sheets.lines import INVISIBLE

Value = str | int | float | None
# Also when the sheet is saved as CSV and opened again, which forgets that a cell was text.
DANGEROUS = re.compile(r"'*[=+\-@]")
LONGEST = 32_000
# What Excel allows in no sheet's name.
UNNAMEABLE = re.compile(r"[\[\]:*?/\\]|^'|'$")
# Rows go to the disk as they come, and no text is taken for a formula or an address.
STREAMED = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
AS_TEXT = {"num_format": "@"}
PLAIN_CELLS: Mapping[int, Format] = MappingProxyType({})
HEAD = {
    "bold": True,
    "bg_color": "#DDE7F3",
    "bottom": 1,
    "bottom_color": "#8FA7C4",
    "text_wrap": True,
    "valign": "vcenter",
}
REQUIRED, OPTIONAL = {"font_color": "#B00020"}, {"font_color": "#1F2D3D"}
WARNING = {"font_color": "#8A8A8A", "font_size": 9}


@dataclass(frozen=True)
class Column:
    title: str
    width: int = 14
    # Long numbers, which would otherwise be rounded as soon as somebody edits the cell.
    as_text: bool = False
    choices: tuple[str, ...] = ()
    required: bool = False
    hint: str = ""


def plain(value: Value) -> Value:
    """Text that starts like a formula, or like one made harmless, gets an apostrophe which reading takes away again."""
    if not isinstance(value, str):
        return value
    text = value if value.isprintable() else INVISIBLE.sub("", value.replace("\r\n", " ").replace("\n", " "))
    text = text[:LONGEST]
    return "'" + text if DANGEROUS.match(text) else text


class SheetWriter:
    """One visible sheet: a watermark line if there is one, the heading, then as many rows as there are."""

    def __init__(self, out: BinaryIO, columns: Sequence[Column], *, name: str, watermark: str = "") -> None:
        self.columns = columns
        self.book = Workbook(out, STREAMED)
        self.sheet: Any = self.book.add_worksheet(UNNAMEABLE.sub(" ", name)[:31].strip() or "Sheet1")
        # As the file counts, from nought.
        self.row = 0
        text = self.style(**AS_TEXT)
        self._formats = [text if column.as_text else None for column in columns]
        self._dress(watermark)

    def style(self, **told: Any) -> Format:
        """How single cells are dressed, for `append`."""
        return self.book.add_format(told)

    def append(self, row: Sequence[Value], *, styles: Mapping[int, Format] = PLAIN_CELLS) -> None:
        """`styles` are those of single cells, by column."""
        for at, value in enumerate(row):
            dressed = styles.get(at) or self._formats[at]
            if isinstance(value, str):
                self.sheet.write_string(self.row, at, plain(value), dressed)
            elif value is not None:
                self.sheet.write_number(self.row, at, value, dressed)
            elif at in styles:
                self.sheet.write_blank(self.row, at, None, dressed)
        self.row += 1

    def skip(self, rows: int) -> None:
        self.row += rows

    def head(self) -> None:
        dressed = {needed: self.style(**HEAD, **(REQUIRED if needed else OPTIONAL)) for needed in (True, False)}
        for at, column in enumerate(self.columns):
            self.sheet.write_string(self.row, at, plain(column.title), dressed[column.required])
        self.row += 1

    def close(self) -> None:
        self.book.close()

    def _dress(self, watermark: str) -> None:
        for at, column in enumerate(self.columns):
            self.sheet.set_column(at, at, column.width, self._formats[at])
        self.sheet.freeze_panes(1 + bool(watermark), 0)
        self.sheet.set_landscape()
        if watermark:
            shown = watermark.replace("&", "&&")[:200]
            self.sheet.set_header(f"&R{shown}")
            self.sheet.set_footer(f"&C{shown}")
            self.sheet.write_string(self.row, 0, plain(watermark), self.style(**WARNING))
            self.row += 1


def write_sheet(
    out: BinaryIO, columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, name: str, watermark: str = ""
) -> int:
    """How many rows were written."""
    writer = SheetWriter(out, columns, name=name, watermark=watermark)
    writer.head()
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 -- counted, and told
        writer.append(row)
    writer.close()
    return count
