"""Writing an .xlsx row by row. Nothing written here can be taken for a formula by whatever program opens it."""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, Any, BinaryIO
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from apps.sheets.lines import INVISIBLE

Value = str | int | float | None
# Also when the sheet is saved as CSV and opened again, which forgets that a cell was text.
DANGEROUS = re.compile(r"'*[=+\-@]")
LONGEST = 32_000
AS_TEXT = "@"
FIRST_SHEET = "xl/worksheets/sheet1.xml"
NO_STYLES: Mapping[int, str] = MappingProxyType({})
HEAD_FILL = PatternFill("solid", fgColor="DDE7F3")
EDGE = Border(bottom=Side(style="thin", color="8FA7C4"))
WARNING = Font(color="8A8A8A", size=9)


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
    """One visible sheet: a watermark line if there is one, the heading, then as many rows as there are.

    The library makes the book with the lines above the rows; the rows are written as XML beside it and put in when it
    is saved, ten times as fast as through the library's own cells (docs/decisions/0020).
    """

    def __init__(self, columns: Sequence[Column], *, name: str, watermark: str = "") -> None:
        self.columns = columns
        self.book = Workbook(write_only=True)
        self.sheet: Any = self.book.create_sheet(name)
        self.row = self._above = int(bool(watermark))
        self._rows = tempfile.TemporaryFile()  # noqa: SIM115 -- until the sheet is saved
        self._starts = [f'<c r="{get_column_letter(at)}' for at in range(1, len(columns) + 1)]
        text = self.style(number_format=AS_TEXT)
        self._styles = [text if column.as_text else "" for column in columns]
        self._dress(watermark)

    def style(self, **told: Any) -> str:
        """How cells are dressed, for `append`."""
        cell = WriteOnlyCell(self.sheet)
        for name, value in told.items():
            setattr(cell, name, value)
        return f' s="{cell.style_id}"'

    def append(self, row: Sequence[Value], *, styles: Mapping[int, str] = NO_STYLES) -> None:
        """`styles` are those of single cells, by column."""
        self.row += 1
        number = self.row
        cells = [
            _cell(f'{self._starts[at]}{number}"{styles.get(at) or self._styles[at]}', value)
            for at, value in enumerate(row)
            if value is not None or at in styles
        ]
        self._rows.write(f'<row r="{number}">{"".join(cells)}</row>'.encode())

    def skip(self, rows: int) -> None:
        self.row += rows

    def head(self) -> None:
        for _ in range(self.row - self._above):
            self.sheet.append([])
        self.sheet.append([self._title(column) for column in self.columns])
        self.row += 1

    def save(self, out: BinaryIO) -> None:
        with tempfile.TemporaryFile() as bare, self._rows as rows:
            self.book.save(bare)
            with zipfile.ZipFile(bare) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
                for name in book.namelist():
                    part = book.read(name)
                    if name == FIRST_SHEET:
                        _fill(part, rows, new)
                    else:
                        new.writestr(name, part)

    def _dress(self, watermark: str) -> None:
        for at, column in enumerate(self.columns, 1):
            dimension = self.sheet.column_dimensions[get_column_letter(at)]
            dimension.width = column.width
            if column.as_text:
                dimension.number_format = AS_TEXT
        self.sheet.freeze_panes = "A3" if watermark else "A2"
        self.sheet.page_setup.orientation = "landscape"
        if watermark:
            shown = watermark.replace("&", "&&")[:200]
            self.sheet.oddHeader.right.text = shown
            self.sheet.oddFooter.center.text = shown
            cell = WriteOnlyCell(self.sheet, value=plain(watermark))
            cell.font = WARNING
            self.sheet.append([cell])

    def _title(self, column: Column) -> Any:
        cell = WriteOnlyCell(self.sheet, value=plain(column.title))
        cell.font = Font(bold=True, color="B00020" if column.required else "1F2D3D")
        cell.fill = HEAD_FILL
        cell.border = EDGE
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        return cell


def _cell(start: str, value: Value) -> str:
    if value is None:
        return f"{start}/>"
    if not isinstance(value, str):
        return f"{start}><v>{value!r}</v></c>"
    text = str(plain(value))
    kept = "" if text == text.strip() else ' xml:space="preserve"'
    return f'{start} t="inlineStr"><is><t{kept}>{escape(text)}</t></is></c>'


def _fill(part: bytes, rows: IO[bytes], new: zipfile.ZipFile) -> None:
    """The heading is in the sheet, so its data never ends as soon as it begins."""
    above, end, below = part.partition(b"</sheetData>")
    rows.seek(0)
    with new.open(FIRST_SHEET, "w", force_zip64=True) as sheet:
        sheet.write(above)
        shutil.copyfileobj(rows, sheet)
        sheet.write(end + below)


def write_sheet(
    out: BinaryIO, columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, name: str, watermark: str = ""
) -> int:
    """How many rows were written."""
    writer = SheetWriter(columns, name=name, watermark=watermark)
    writer.head()
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 -- counted, and told
        writer.append(row)
    writer.save(out)
    return count
