"""Files as people send them, and as nobody should."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from apps.sheets.bounds import BOUNDS, Bounds
from apps.sheets.lines import Line, Merge
from apps.sheets.reading import open_sheet

HEADING = ["姓名", "证件号码", "备注"]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(*rows: Sequence[Any], heading: Sequence[Any] = HEADING) -> Workbook:
    workbook = Workbook()
    assert workbook.active is not None
    for row in [heading, *rows]:
        workbook.active.append(list(row))
    return workbook


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def xlsx(*rows: Sequence[Any], heading: Sequence[Any] = HEADING) -> bytes:
    return saved(book(*rows, heading=heading))


def patched(content: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """The same archive with parts replaced, added or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        kept = {name: old.read(name) for name in old.namelist()}
        for name, part in {**kept, **parts}.items():
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def with_sheet(xml: str) -> bytes:
    """A workbook whose one sheet is this XML."""
    return patched(xlsx(), {SHEET: xml.encode()})


def with_texts(texts: str, rows: str) -> bytes:
    """A workbook whose cells name texts in the shared table, as Excel and WPS write it."""
    content = with_sheet(sheet_xml(rows))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = archive.read("[Content_Types].xml")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    named = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    types = types.replace(b"</Types>", named)
    return patched(content, {"[Content_Types].xml": types, "xl/sharedStrings.xml": texts.encode()})


def sheet_xml(rows: str, after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def read(content: bytes, bounds: Bounds = BOUNDS) -> tuple[list[str], list[Line], list[Merge]]:
    with open_sheet(io.BytesIO(content), bounds=bounds) as sheet:
        return sheet.heading.cells, list(sheet.lines), sheet.merges


def cells(content: bytes) -> list[list[str]]:
    return [line.cells for line in read(content)[1]]
