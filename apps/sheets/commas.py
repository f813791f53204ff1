"""Reading a CSV file in whatever encoding and with whatever separator a spreadsheet program wrote it."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from apps.sheets.bounds import MEGABYTE, Bounds
from apps.sheets.lines import ROUNDED, Line, Odd, Sheet, bounded, clean, refuse, too_large, with_heading

SEPARATORS = "\t;,"
# How some programs keep a long number as it is: ="420599…"
KEPT = re.compile(r'="([^"]*)"')
UNKNOWN = "不能识别文件的编码，请另存为“CSV UTF-8（逗号分隔）”或 .xlsx 后重新上传"


@contextmanager
def open_commas(file: BinaryIO, bounds: Bounds) -> Iterator[Sheet]:
    text = io.TextIOWrapper(file, encoding=_encoding(file), newline="")
    try:
        separator = _separator(text, bounds)
        text.seek(0)
        yield with_heading("", bounded(_lines(text, separator, bounds), bounds), [])
    finally:
        # The file is its owner's to close.
        text.detach()


def _encoding(file: BinaryIO) -> str:
    """Read through once: a file in the Chinese code page is hardly ever UTF-8 by accident."""
    file.seek(0)
    first = file.read(4)
    wide = first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for name in ["utf-16"] if wide else ["utf-8-sig", "gb18030"]:
        if _reads_as(file, name):
            file.seek(0)
            return name
    raise refuse(UNKNOWN)


def _reads_as(file: BinaryIO, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    file.seek(0)
    try:
        while piece := file.read(MEGABYTE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(text: io.TextIOWrapper, bounds: Bounds) -> str:
    """The one that stands most often in the first lines that have any."""
    for _ in range(10):
        line = re.sub(r'"[^"]*"', "", text.readline(bounds.row))
        count, separator = max((line.count(each), each) for each in SEPARATORS)
        if count:
            return separator
    return ","


def _physical(text: io.TextIOWrapper, bounds: Bounds) -> Iterator[str]:
    while line := text.readline(bounds.row):
        if len(line) == bounds.row:
            raise too_large("文件中有一行过长，请检查是否为表格文件")
        yield line


def _lines(text: io.TextIOWrapper, separator: str, bounds: Bounds) -> Iterator[Line]:
    reader = csv.reader(_physical(text, bounds), delimiter=separator, strict=True)
    try:
        # Counted as a spreadsheet program counts: a cell with a line break in it is still one row.
        for number, cells in enumerate(reader, 1):
            line = _line(number, cells, bounds)
            if line:
                yield line
    except csv.Error as error:
        raise refuse(f"第 {reader.line_num} 行附近引号没有成对，或单元格过长；请另存为 .xlsx 后重新上传") from error
    except UnicodeDecodeError as error:
        raise refuse(UNKNOWN) from error


def _line(number: int, received: list[str], bounds: Bounds) -> Line | None:
    cells: list[str] = []
    odd: dict[int, Odd] = {}
    for at, raw in enumerate(received):
        text, what = _cell(raw, bounds)
        cells.append(text)
        if what:
            odd[at] = what
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > bounds.columns:
        raise too_large(f"表中超过 {bounds.columns} 列，请删除多余的列后重新上传")
    return Line(number, cells, odd) if cells else None


def _cell(raw: str, bounds: Bounds) -> tuple[str, Odd | None]:
    kept = KEPT.fullmatch(raw)
    text = clean(kept[1] if kept else raw)
    if raw[:1] == "=" and not kept:
        return text[: bounds.cell], Odd.FORMULA
    if len(text) > bounds.cell:
        return text[: bounds.cell], Odd.TOO_LONG
    return text, Odd.DAMAGED if ROUNDED.fullmatch(text) else None
