"""The rows of one worksheet's XML, each forgotten as soon as it was read."""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import from_excel
from openpyxl.xml.constants import SHEET_MAIN_NS

from apps.core.refusal import Refusal
from apps.sheets.archive import BROKEN, Metered
from apps.sheets.bounds import Bounds
from apps.sheets.lines import Line, Merge, Odd, bounded, clean, refuse, too_large
from apps.sheets.markup import events
from apps.sheets.strings import SharedStrings, text_of

MAIN = f"{{{SHEET_MAIN_NS}}}"
ROWS, ROW, VALUE, FORMULA, INLINE = (f"{MAIN}{name}" for name in ("sheetData", "row", "v", "f", "is"))
MERGED, MERGES = f"{MAIN}mergeCell", f"{MAIN}mergeCells"
# Nothing that follows the merged cells is of interest, and there may be much of it.
AFTER = {
    f"{MAIN}{name}"
    for name in ("phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "pageMargins", "legacyDrawing")
}
# A double holds 15 digits; a spreadsheet program makes the others zero.
EXACT = 10**15
DIGITS = "0123456789"
UNREADABLE = (ValueError, TypeError, OverflowError, IndexError, KeyError)


@dataclass(frozen=True)
class Dates:
    """Which styles show a number as a date, and from which day on they count."""

    epoch: datetime.datetime
    styles: Collection[int]
    spans: Collection[int]


@dataclass(frozen=True)
class Worksheet:
    source: Metered
    strings: SharedStrings
    dates: Dates
    bounds: Bounds
    merges: list[Merge]

    def lines(self) -> Iterator[Line]:
        """The rows with anything in them; the merged cells are known once all have been given out."""
        try:
            yield from bounded(self._filled(), self.bounds)
        except Refusal:
            raise
        # What damaged bytes make zlib and the XML parser raise is many things.
        except Exception as error:
            raise refuse(BROKEN) from error

    def _filled(self) -> Iterator[Line]:
        last = 0
        for seen, row in enumerate(self._rows()):
            number = int(row.get("r") or last + 1)
            if number <= last or seen >= self.bounds.positions:
                raise refuse(BROKEN)
            last = number
            line = self._line(number, row)
            if line:
                yield line

    def _rows(self) -> Iterator[Any]:
        holder: Any = None
        for event, element in events(self.source):
            tag = element.tag
            if event == "start":
                if tag == ROWS:
                    holder = element
                elif tag in AFTER:
                    return
            elif tag == ROW and holder is not None:
                yield element
                holder.clear()
                self.source.finished()
            elif tag == MERGED and len(self.merges) < self.bounds.merges:
                self.merges.append(_merge(element.get("ref", "")))
            elif tag == MERGES:
                return

    def _line(self, number: int, row: Any) -> Line | None:
        texts: dict[int, str] = {}
        odd: dict[int, Odd] = {}
        column = 0
        for cell in row:
            at = cell.get("r")
            column = column_index_from_string(at.rstrip(DIGITS)) if at else column + 1
            text, what = self._told(cell)
            if text:
                texts[column - 1] = text
                if what:
                    odd[column - 1] = what
        if not texts:
            return None
        width = max(texts) + 1
        if width > self.bounds.columns:
            raise too_large(f"表中超过 {self.bounds.columns} 列，请删除多余的列后重新上传")
        return Line(number, [texts.get(at, "") for at in range(width)], odd)

    def _told(self, cell: Any) -> tuple[str, Odd | None]:
        """A cell as text, and what is odd about it; one that makes no sense does not spoil the others."""
        formula = cell.find(FORMULA)
        if formula is not None:
            return clean("=" + (formula.text or "")[: self.bounds.cell]), Odd.FORMULA
        try:
            return self._value(cell)
        except UNREADABLE:
            return "#VALUE!", Odd.ERROR

    def _value(self, cell: Any) -> tuple[str, Odd | None]:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(INLINE)
            return ("", None) if inline is None else self._text(text_of(inline))
        value = cell.findtext(VALUE)
        if not value:
            return "", None
        if kind == "n":
            return self._number(value, int(cell.get("s") or 0))
        if kind == "s":
            return self._text(self.strings[int(value)])
        return self._rare(kind, value)

    def _rare(self, kind: str, value: str) -> tuple[str, Odd | None]:
        if kind == "str":
            return self._text(value)
        if kind == "b":
            return ("是" if int(value) else "否"), None
        if kind == "d":
            return moment(datetime.datetime.fromisoformat(value)), None
        return clean(value[: self.bounds.cell]), Odd.ERROR

    def _text(self, value: str) -> tuple[str, Odd | None]:
        text = clean(value)
        longest = self.bounds.cell
        return (text, None) if len(text) <= longest else (text[:longest], Odd.TOO_LONG)

    def _number(self, value: str, style: int) -> tuple[str, Odd | None]:
        number = float(value)
        if style in self.dates.styles:
            span = style in self.dates.spans
            return moment(from_excel(number, self.dates.epoch, timedelta=span)), None
        if not number.is_integer():
            return f"{number:.15g}", None
        return str(int(number)), Odd.DAMAGED if abs(number) >= EXACT else None


def moment(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    return str(value)


def _merge(cells: str) -> Merge:
    column, row, _, last_row = range_boundaries(cells)
    return Merge(row or 0, last_row or 0, (column or 1) - 1, cells)
