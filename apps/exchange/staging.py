"""A batch of rows on its way: what is staged of each, and what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from apps.exchange.places import Spot


@dataclass(frozen=True)
class Column:
    """`new` is the SQL of what a new row has when the sheet says nothing; an old row keeps what it has."""

    name: str
    type: str = "text"
    new: str = "''"
    # The field a source is kept for; several columns may be one field, told by the first of them.
    field: str = ""
    # Sealing the same text again gives other bytes: only another hash is another text.
    hash: str = ""
    # What is only made up for a new row, and may have been told otherwise since.
    kept: bool = False

    @property
    def merged(self) -> str:
        if self.kept:
            return f"COALESCE(known.{self.name}, staged.{self.name}, {self.new})"
        told = f"COALESCE(staged.{self.name}, known.{self.name}, {self.new})"
        if not self.hash:
            return told
        return f"CASE WHEN staged.{self.hash} = known.{self.hash} THEN known.{self.name} ELSE {told} END"


def secret(prefix: str, field: str) -> tuple[Column, ...]:
    return (
        Column(f"{prefix}_sealed", "bytea", "NULL", hash=f"{prefix}_hash"),
        Column(f"{prefix}_hash", "bytea", "NULL", field=field),
        Column(f"{prefix}_last4"),
    )


@dataclass(frozen=True)
class Moved:
    """A row the registry has elsewhere than the sheet."""

    id: UUID
    spot: Spot


@dataclass(frozen=True)
class Written:
    """Of so many rows; what was only moved or only tied to something else has changed as well."""

    rows: int = 0
    new: frozenset[UUID] = frozenset()
    touched: frozenset[UUID] = frozenset()
    moved: Sequence[Moved] = ()

    @property
    def added(self) -> int:
        return len(self.new)

    @property
    def changed(self) -> int:
        return len((self.touched | {moved.id for moved in self.moved}) - self.new)

    @property
    def unchanged(self) -> int:
        return self.rows - self.added - self.changed

    def tied(self, ids: frozenset[UUID]) -> "Written":
        return replace(self, touched=self.touched | ids)


@dataclass(frozen=True)
class Staged:
    """One row on its way: its id if it turns out to be new, where it belongs and what it says."""

    id: UUID
    row: int
    spot: Spot
    columns: Mapping[str, Any]


@dataclass(frozen=True)
class Tie:
    """What a row says of more than its own columns: staged with it, written after the rows and whoever moved.

    Each statement returns the ids of the rows it has changed something for; `field` is what a source is kept for.
    """

    columns: tuple[Column, ...]
    statements: tuple[str, ...]
    # It has something to say when one of these was told; its own columns, when none is named.
    when: tuple[str, ...] = ()
    field: str = ""

    def is_told(self, rows: Sequence[Staged]) -> bool:
        names = self.when or tuple(column.name for column in self.columns)
        return any(row.columns.get(name) is not None for row in rows for name in names)


def subject(table: str) -> str:
    """The rows of a batch with what the registry now has of them; the new ones are their own match.

    Beneath row-level security only a plain comparison with the key is a look-up: anything else reads the whole table.
    """
    return (
        f"staged_{table} staged JOIN LATERAL (SELECT * FROM registry_{table} matched"
        " WHERE matched.id = staged.match OFFSET 0) known ON true"
    )
