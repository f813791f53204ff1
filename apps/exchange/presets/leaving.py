"""Rows of the registry as a sheet has them: codes by their labels, secrets masked unless they may be seen whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from apps.core.sealing import unseal
from apps.grids.lonlat import LONLAT
from apps.registry.queries import labels
from apps.sheets.writing import Value

AT_ONCE = 2000
POINT = {"lon", "lat"}


@dataclass(frozen=True)
class Cell:
    """`masked` is another column that is told instead, unless the secrets may be seen whole."""

    path: str
    codes: str = ""
    mask: Callable[[str], str] | None = None
    masked: str = ""
    sealed: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Leaving:
    """What of one model leaves, column by column in the order of the preset's fields."""

    model: Any
    cells: tuple[Cell, ...]
    live: Q = field(default_factory=Q)

    def count(self, where: Mapping[str, int]) -> int:
        return self._found(where).count()

    def rows(self, where: Mapping[str, int], full: bool) -> Iterator[Sequence[Value]]:
        """Streamed through a cursor of the server; inside a transaction and under sight."""
        names = labels(*{cell.codes for cell in self.cells if cell.codes})
        found = (
            self._found(where)
            .order_by("grid_id", "id")
            .values_list(*(cell.path if full else cell.masked or cell.path for cell in self.cells))
        )
        for row in found.iterator(chunk_size=AT_ONCE):
            yield [_told(cell, value, names, full) for cell, value in zip(self.cells, row, strict=True)]

    def _found(self, where: Mapping[str, int]) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.filter(self.live, **where)
        return rows.annotate(**LONLAT) if POINT & {cell.path for cell in self.cells} else rows


def _told(cell: Cell, value: Any, names: Mapping[str, Mapping[str, str]], full: bool) -> Value:
    if value is None or value == "":
        return None
    if cell.sealed:
        value = unseal(bytes(value))
    if cell.mask and not full:
        return cell.mask(str(value))
    if cell.codes:
        return names[cell.codes].get(value, str(value))
    return _plain(cell.choices.get(value, value))


def _plain(value: Any) -> Value:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
