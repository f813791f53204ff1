"""The sender's own rows again, with what is wrong filled red and said in a last column."""

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from xlsxwriter.format import Format

from apps.sheets.lines import Line, Sheet
from apps.sheets.writing import AS_TEXT, Column, SheetWriter

REMARKS = "错误说明"
RED = {"bg_color": "#FFC7CE"}
SAID = {"font_color": "#B00020"}
LONGEST_GAP = 100
Wrong = Sequence[tuple[int | None, str]]


def write_marked(out: BinaryIO, sheet: Sheet, wrong: Mapping[int, Wrong]) -> None:
    """`wrong` says by row number which column (None: the row as a whole) and why. Rows keep their numbers."""
    titles = [title for title in sheet.heading.cells if title != REMARKS]
    kept = [at for at, title in enumerate(sheet.heading.cells) if title != REMARKS]
    # Every column as text: what comes back must be what was sent.
    columns = [*(Column(title, as_text=True) for title in titles), Column(REMARKS, width=60)]
    writer = SheetWriter(out, columns, name=sheet.name)
    writer.skip(sheet.heading.number - 1)
    writer.head()
    row = sheet.heading.number
    red = _red_cells(writer)
    for line in sheet.lines:
        gap = line.number - row - 1
        writer.skip(gap if gap <= LONGEST_GAP else 0)
        row = line.number
        _write(writer, line, kept, wrong.get(line.number, ()), red)
    writer.close()


def _write(writer: SheetWriter, line: Line, kept: Sequence[int], wrong: Wrong, red: Mapping[int, Format]) -> None:
    said = "；".join(_sentence(writer, kept, at, reason) for at, reason in wrong)
    marked = {kept.index(at) for at, _ in wrong if at in kept}
    if said:
        marked.add(len(kept))
    writer.append([*(line.at(at) for at in kept), said or None], styles={at: red[at] for at in marked})


def _sentence(writer: SheetWriter, kept: Sequence[int], at: int | None, reason: str) -> str:
    return f"{writer.columns[kept.index(at)].title}：{reason}" if at in kept else reason


def _red_cells(writer: SheetWriter) -> dict[int, Format]:
    """The last column says what is wrong."""
    red = writer.style(**RED, **AS_TEXT)
    last = len(writer.columns) - 1
    return dict.fromkeys(range(last), red) | {last: writer.style(**RED, **SAID)}
