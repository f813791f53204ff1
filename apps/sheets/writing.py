"""Writing an .xlsx row by row. Nothing written here can be taken for a formula by whatever program opens it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from apps.sheets.lines import INVISIBLE

Value = str | int | float | None
# Also when the sheet is saved as CSV and opened again, which forgets that a cell was text.
DANGEROUS = "=+-@"
LONGEST = 32_000
AS_TEXT = "@"
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
    """Text that starts like a formula gets an apostrophe before it, which reading takes away again."""
    if not isinstance(value, str):
        return value
    text = value if value.isprintable() else INVISIBLE.sub("", value.replace("\r\n", " ").replace("\n", " "))
    text = text[:LONGEST]
    return "'" + text if text[:1] in DANGEROUS and text else text


class SheetWriter:
    """One visible sheet: a watermark line if there is one, the heading, then as many rows as there are."""

    def __init__(self, columns: Sequence[Column], *, name: str, watermark: str = "") -> None:
        self.columns = columns
        self.book = Workbook(write_only=True)
        self.sheet: Any = self.book.create_sheet(name)
        self._texts = {at: self._cell(AS_TEXT) for at, column in enumerate(columns) if column.as_text}
        self._dress(watermark)

    def append(self, row: Sequence[Value], *, cells: dict[int, Any] | None = None) -> None:
        """`cells` are dressed cells to be used instead of bare values, by column."""
        self.sheet.append([self._dressed(at, value, cells) for at, value in enumerate(row)])

    def skip(self, rows: int) -> None:
        for _ in range(rows):
            self.sheet.append([])

    def save(self, out: BinaryIO) -> None:
        self.book.save(out)

    def head(self) -> None:
        self.sheet.append([self._title(column) for column in self.columns])

    def _dressed(self, at: int, value: Value, cells: dict[int, Any] | None) -> Any:
        cell = (cells or {}).get(at) or self._texts.get(at)
        safe = plain(value)
        if cell is None:
            return safe
        # One cell for the whole column: the row is written before the next one needs it.
        cell.value = safe
        return cell

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

    def _cell(self, number_format: str) -> Any:
        cell = WriteOnlyCell(self.sheet)
        cell.number_format = number_format
        return cell

    def _title(self, column: Column) -> Any:
        cell = WriteOnlyCell(self.sheet, value=plain(column.title))
        cell.font = Font(bold=True, color="B00020" if column.required else "1F2D3D")
        cell.fill = HEAD_FILL
        cell.border = EDGE
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        return cell


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
