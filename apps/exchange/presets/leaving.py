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
Teller = Callable[[Any], Value]


@dataclass(frozen=True)
class Cell:
    """`masked` is another column that is told instead, unless the secrets may be seen whole."""

    path: str
    codes: str = ""
    mask: Callable[[str], str] | None = None
    masked: str = ""
    sealed: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    # For what is no plain value: gets what the database says, and whether it may be seen whole.
    shown: Callable[[Any, bool], Value] | None = None

    def path_for(self, full: bool) -> str:
        return self.path if full else self.masked or self.path

    def teller(self, names: Mapping[str, Mapping[str, str]], full: bool) -> Teller:
        """How a value becomes a cell; chosen once for the column and not for every row."""
        if self.shown:
            shown = self.shown
            return lambda value: shown(value, full)
        if self.sealed:
            mask = None if full else self.mask
            return lambda value: mask(unseal(bytes(value))) if mask else unseal(bytes(value))
        if self.mask and not full:
            return self.mask
        told = names[self.codes] if self.codes else self.choices
        return (lambda value: told.get(value, str(value))) if told else plain


@dataclass(frozen=True)
class Leaving:
    """What of one model leaves, column by column in the order of the preset's fields."""

    model: Any
    cells: tuple[Cell, ...]
    live: Q = field(default_factory=Q)
    # What the rows of other tables say about one of this one.
    beside: Mapping[str, Any] = field(default_factory=dict)

    def count(self, where: Mapping[str, int]) -> int:
        return int(self._found(where).count())

    def rows(self, where: Mapping[str, int], full: bool) -> Iterator[Sequence[Value]]:
        """Streamed through a cursor of the server; inside a transaction and under sight."""
        names = labels(*{cell.codes for cell in self.cells if cell.codes})
        paths = self._paths(full)
        tellers = [(paths.index(cell.path_for(full)), cell.teller(names, full)) for cell in self.cells]
        for row in self.query(where, full).iterator(chunk_size=AT_ONCE):
            yield [None if row[at] in NOTHING else tell(row[at]) for at, tell in tellers]

    def query(self, where: Mapping[str, int], full: bool) -> QuerySet[Any, Any]:
        paths = self._paths(full)
        added = {name: told for name, told in {**LONLAT, **self.beside}.items() if name in paths}
        rows: QuerySet[Any, Any] = self._found(where).annotate(**added).order_by("grid_id", "id").values_list(*paths)
        return rows

    def _paths(self, full: bool) -> list[str]:
        return list(dict.fromkeys(cell.path_for(full) for cell in self.cells))

    def _found(self, where: Mapping[str, int]) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.filter(self.live, **where)
        return rows


NOTHING: tuple[Any, ...] = (None, "", [])


def plain(value: Any) -> Value:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
