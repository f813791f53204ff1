"""A batch of rows into one table of the registry: staged, matched, merged in one statement (docs/decisions/0021)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection

from apps.exchange.places import Spot
from apps.registry.enums import Source
from apps.registry.models.base import BELONGING

HERE = ("place", *BELONGING)


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
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    moved: Sequence[Moved] = ()


@dataclass(frozen=True)
class Staged:
    """One row on its way: its id if it turns out to be new, where it belongs and what it says."""

    id: UUID
    row: int
    spot: Spot
    columns: Mapping[str, Any]


@dataclass(frozen=True)
class Target:
    kind: str
    columns: tuple[Column, ...]
    # Conditions that make `known` the row that `staged` is about, the surest first.
    matches: tuple[str, ...]
    has_room: bool = False
    # What else a new row brings with it.
    after: tuple[str, ...] = ()

    def write(self, rows: Sequence[Staged], *, at: datetime) -> Written:
        """Inside a transaction and under sight. The same rows again change nothing."""
        with connection.cursor() as cursor:
            # Compiling these statements takes longer than running them over a thousand rows.
            cursor.execute("SET LOCAL jit = off")
            cursor.execute(self._create)
            cursor.execute(f"DELETE FROM {self.stage}")
            with cursor.copy(f"COPY {self.stage} ({', '.join(self._staged)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(self._line(row))
            cursor.execute(f"ANALYZE {self.stage}")
            for match in self._match:
                cursor.execute(match)
            told: dict[str, Any] = {"at": at, "source": Source.IMPORT, "kind": self.kind}
            cursor.execute(self._sources, told)
            cursor.execute(self._merge, told)
            news = [new for (new,) in cursor.fetchall()]
            for statement in self.after:
                cursor.execute(statement.format(stage=self.stage), told)
            cursor.execute(self._elsewhere)
            moved = [_moved(row) for row in cursor.fetchall()]
        return Written(sum(news), len(news) - sum(news), len(rows) - len(news), moved)

    @property
    def table(self) -> str:
        return f"registry_{self.kind}"

    @property
    def stage(self) -> str:
        return f"staged_{self.kind}"

    @property
    def _staged(self) -> tuple[str, ...]:
        return ("id", "row", *HERE, "room_id", "exact", *(column.name for column in self.columns))

    @property
    def _known(self) -> str:
        """OFFSET keeps it a look-up a row: the planner knows nothing of `match` and would read the whole table."""
        return f"LATERAL (SELECT * FROM {self.table} matched WHERE matched.id = staged.match OFFSET 0) known"

    def _line(self, row: Staged) -> Iterable[Any]:
        spot = row.spot
        place = f"SRID=4490;POINT({spot.lon!r} {spot.lat!r})"
        told = (row.columns.get(column.name) for column in self.columns)
        return (row.id, row.row, place, *spot.belonging, spot.room, spot.exact, *told)

    @cached_property
    def _create(self) -> str:
        columns = "".join(f", {column.name} {column.type}" for column in self.columns)
        belonging = "".join(f", {column} bigint" for column in BELONGING)
        return (
            f"CREATE TEMPORARY TABLE IF NOT EXISTS {self.stage} (id uuid, row integer, match uuid,"
            f" place geometry(Point, 4490){belonging}, room_id uuid, exact boolean{columns}) ON COMMIT DELETE ROWS"
        )

    @cached_property
    def _match(self) -> list[str]:
        """One after the other; of several rows about the same thing the first counts."""
        found = [
            f"UPDATE {self.stage} staged SET match ="
            f" (SELECT known.id FROM {self.table} known WHERE {match} ORDER BY known.id LIMIT 1) WHERE match IS NULL"
            for match in self.matches
        ]
        twice = f"DELETE FROM {self.stage} staged USING {self.stage} first"
        return [*found, f"{twice} WHERE first.match = staged.match AND first.row < staged.row"]

    @cached_property
    def _sources(self) -> str:
        """Only what differs is newly known; the rest of the row keeps its source and its day."""
        fields = ", ".join(
            f"('{column.field}', staged.{column.name} IS DISTINCT FROM known.{column.name}"
            f" AND staged.{column.name} IS NOT NULL)"
            for column in self.columns
            if column.field
        )
        return (
            "INSERT INTO registry_fieldsource (subject_kind, subject_id, field, source, confirmed_at)"
            f" SELECT %(kind)s, known.id, told.field, %(source)s, %(at)s FROM {self.stage} staged"
            f" JOIN {self._known} ON true"
            f" CROSS JOIN LATERAL (VALUES {fields}) AS told(field, differs) WHERE told.differs"
            " ON CONFLICT (subject_id, subject_kind, field)"
            " DO UPDATE SET source = excluded.source, confirmed_at = excluded.confirmed_at"
        )

    @cached_property
    def _merge(self) -> str:
        """Whether each written row is new; a row in which nothing differs is neither written nor told."""
        names = [column.name for column in self.columns]
        here = [*HERE, *(["room_id"] if self.has_room else [])]
        everything = ["id", *names, *here, "source", "confirmed_at", "version"]
        merged = [column.merged for column in self.columns]
        placed = [f"CASE WHEN known.id IS NULL THEN staged.{name} ELSE known.{name} END" for name in here]
        known = ["COALESCE(known.source, %(source)s)", "COALESCE(known.confirmed_at, %(at)s)"]
        values = ["COALESCE(staged.match, staged.id)", *merged, *placed, *known, "COALESCE(known.version, 1)"]
        return (
            f"INSERT INTO {self.table} AS here ({', '.join(everything)}) SELECT {', '.join(values)}"
            f" FROM {self.stage} staged LEFT JOIN {self._known} ON true ORDER BY staged.row"
            f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names)},"
            " version = here.version + 1"
            f" WHERE ({', '.join(f'here.{name}' for name in names)})"
            f" IS DISTINCT FROM ({', '.join(f'excluded.{name}' for name in names)}) RETURNING (xmax = 0)"
        )

    @cached_property
    def _elsewhere(self) -> str:
        room = " OR staged.room_id <> known.room_id OR (staged.room_id IS NOT NULL AND known.room_id IS NULL)"
        return (
            "SELECT known.id, staged.grid_id, staged.community_id, staged.street_id, staged.district_id,"
            " staged.city_id, ST_X(staged.place), ST_Y(staged.place), staged.room_id, staged.exact"
            f" FROM {self.stage} staged JOIN {self._known} ON true"
            " WHERE staged.grid_id <> known.grid_id OR (staged.exact AND NOT ST_Equals(staged.place, known.place))"
            f"{room if self.has_room else ''} ORDER BY staged.row"
        )


def _moved(row: tuple[Any, ...]) -> Moved:
    pk, *belonging, lon, lat, room, exact = row
    return Moved(pk, Spot(tuple(belonging), lon, lat, room, exact))
