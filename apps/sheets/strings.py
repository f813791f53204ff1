"""The table of shared texts of a workbook, kept on disk: it may hold as many texts as the sheet has cells."""

import mmap
import tempfile
from array import array
from typing import Any
from xml.etree.ElementTree import Element

from openpyxl.utils.escape import unescape
from openpyxl.xml.constants import SHEET_MAIN_NS

from apps.sheets.archive import Metered
from apps.sheets.markup import events

ITEM = f"{{{SHEET_MAIN_NS}}}si"
TEXT = f"{{{SHEET_MAIN_NS}}}t"
RUN = f"{{{SHEET_MAIN_NS}}}r"


class SharedStrings:
    """Eight bytes of memory for each text; the text itself is fetched when a cell names it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- lives as long as the table, `close` ends it
        self._ends = array("Q", [0])
        self._map: mmap.mmap | None = None

    def fill(self, source: Metered, *, longest: int) -> None:
        top: Element | None = None
        for event, element in events(source):
            if top is None:
                top = element
            if event == "end" and element.tag == ITEM:
                self._append(text_of(element)[: longest + 1])
                top.clear()
                source.finished()
        self._seal()

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self._ends) - 1:
            raise IndexError(index)
        start, end = self._ends[index : index + 2]
        return self._map[start:end].decode() if self._map and end > start else ""

    def close(self) -> None:
        if self._map:
            self._map.close()
        self._file.close()

    def _append(self, text: str) -> None:
        # XML knows no half characters, but a parser may be lenient.
        self._file.write(text.encode(errors="replace"))
        self._ends.append(self._file.tell())

    def _seal(self) -> None:
        self._file.flush()
        if self._ends[-1]:
            self._map = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)


def text_of(element: Any) -> str:
    """The texts of one item, plain or in runs of several styles, without the reading aid (拼音) above it.

    A character that XML cannot hold, and what looks like one so written, stands as _xHHHH_ (ECMA-376, ST_Xstring).
    """
    return unescape("".join(child.text or "" for part in element for child in _texts(part)))


def _texts(part: Any) -> list[Any]:
    if part.tag == TEXT:
        return [part]
    return list(part.iterfind(TEXT)) if part.tag == RUN else []
