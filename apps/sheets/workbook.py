"""Finding the sheet in an .xlsx: its structure by openpyxl, its rows streamed."""

import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any, BinaryIO, cast

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.xml.constants import SHARED_STRINGS

from apps.core.refusal import Refusal
from apps.sheets.archive import BROKEN, Archive, Metered, open_archive
from apps.sheets.bounds import Bounds
from apps.sheets.cells import Dates, Worksheet
from apps.sheets.lines import Sheet, refuse, with_heading
from apps.sheets.strings import SharedStrings


@contextmanager
def open_workbook(file: BinaryIO, bounds: Bounds) -> Iterator[Sheet]:
    with ExitStack() as stack:
        archive = stack.enter_context(open_archive(file, bounds))
        try:
            sheet = _opened(archive, bounds, stack)
        except Refusal:
            raise
        # What damaged XML makes the library raise is not to be foreseen.
        except Exception as error:
            raise refuse(BROKEN) from error
        yield sheet


def _opened(archive: Archive, bounds: Bounds, stack: ExitStack) -> Sheet:
    with warnings.catch_warnings():
        # It warns of styles it does not know, which are of no interest here.
        warnings.simplefilter("ignore")
        reader = _structure(archive)
    name, path = _first_sheet(reader)
    strings = SharedStrings()
    stack.callback(strings.close)
    part = reader.package.find(SHARED_STRINGS)
    if part is not None and part.PartName[1:] in reader.valid_files:
        with archive.open(part.PartName[1:]) as inner:
            strings.fill(Metered(inner, bounds.row), longest=bounds.cell)
    source = Metered(stack.enter_context(archive.open(path)), bounds.row)
    book = reader.wb
    # Where the library's own reader takes them from.
    dates = Dates(book.epoch, book._date_formats, book._timedelta_formats)  # noqa: SLF001
    worksheet = Worksheet(source, strings, dates, bounds, [])
    return with_heading(name, worksheet.lines(), worksheet.merges)


def _structure(archive: Archive) -> Any:
    reader: Any = ExcelReader(cast("IO[bytes]", archive.fp), read_only=True, keep_links=False)
    # Its own look at the same file; from here on it reads through ours, which is bounded.
    reader.archive = archive
    reader.read_manifest()
    reader.read_workbook()
    apply_stylesheet(archive, reader.wb)
    return reader


def _first_sheet(reader: Any) -> tuple[str, str]:
    """The first that is shown and holds cells."""
    for sheet, relation in reader.parser.find_sheets():
        if sheet.state == "visible" and "worksheet" in relation.Type and relation.target in reader.valid_files:
            return str(sheet.name), str(relation.target)
    raise refuse("工作簿中没有可读取的工作表，请检查工作表是否被隐藏")
