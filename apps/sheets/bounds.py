"""How much of a file is read at all. Whatever is larger is refused before it can cost memory or hours."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Bounds:
    file: int = 64 * MEGABYTE
    unpacked: int = 768 * MEGABYTE
    # Deflate reaches 1,000 : 1 on a bomb; sheets of real people stay below 40 : 1.
    ratio: int = 200
    # Parts that are read whole: the workbook's own, its relations and styles.
    part: int = 4 * MEGABYTE
    members: int = 5_000
    directory: int = MEGABYTE
    # What one row may take as XML or text: 200 cells of 2,000 characters and their marks.
    row: int = 2 * MEGABYTE
    columns: int = 200
    cell: int = 2_000
    rows: int = 200_000
    # Rows looked at, with and without content: the most a spreadsheet program writes.
    positions: int = 1_048_576
    merges: int = 1_000


BOUNDS = Bounds()
