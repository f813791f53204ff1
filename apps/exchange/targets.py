"""A batch of rows into one table of the registry: staged, matched, merged in one statement (docs/decisions/0021)."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from apps.exchange.places import Spot
from apps.exchange.staging import Column, Moved, Staged, Tie, Written
from apps.registry.enums import Source
from apps.registry.models.base import BELONGING

HERE = ("place", *BELONGING)
# In degrees, about a centimetre: a spreadsheet program keeps 15 digits of a coordinate.
SAME_PLACE = 1e-7
SOURCED = """
INSERT INTO registry_fieldsource (subject_kind, subject_id, field, source, confirmed_at)
SELECT %(kind)s, told.id, %(field)s, %(source)s, %(at)s FROM unnest(%(ids)s::uuid[]) AS told(id)
    ON CONFLICT (subject_id, subject_kind, field)
    DO UPDATE SET source = excluded.source, confirmed_at = excluded.confirmed_at
"""


@dataclass(frozen=True)
class Target:
    kind: str
    columns: tuple[Column, ...]
    # Conditions that make `known` the row that `staged` is about, the surest first.
    matches: tuple[str, ...]
    has_room: bool = False
    # What else a new row brings with it.
    after: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    # What is staged for the matches only.
    asked: tuple[Column, ...] = ()

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
            told = self._told(at)
            cursor.execute(self._sources, told)
            cursor.execute(self._merge, told)
            merged = cursor.fetchall()
            for statement in self.after:
                cursor.execute(statement.format(stage=self.stage), told)
            cursor.execute(self._elsewhere)
            moved = [_moved(row) for row in cursor.fetchall()]
        new = frozenset(pk for pk, is_new in merged if is_new)
        return Written(len(rows), new, frozenset(pk for pk, _ in merged), moved)

    def tie(self, rows: Sequence[Staged], written: Written, *, at: datetime) -> Written:
        """After `write` and after whoever moved was moved, in the same transaction."""
        ties = [tie for tie in self.ties if tie.is_told(rows)]
        if not ties:
            return written
        with self.by_key() as cursor:
            cursor.execute(f"UPDATE {self.stage} SET match = id WHERE match IS NULL")
            tied = frozenset[UUID]().union(*(self._tied(cursor, tie, written, at) for tie in ties))
            old = list(tied - written.new)
            cursor.execute(f"UPDATE {self.table} SET version = version + 1 WHERE id = ANY(%s)", [old])
        return written.tied(tied)

    @contextmanager
    def by_key(self) -> Iterator[Any]:
        """A batch looks its rows up by key, however few rows the planner believes a table to have."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
            yield cursor
            cursor.execute("SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on")

    def _tied(self, cursor: Any, tie: Tie, written: Written, at: datetime) -> frozenset[UUID]:
        told, tied = self._told(at), set[UUID]()
        for statement in tie.statements:
            cursor.execute(statement, told)
            tied |= {pk for (pk,) in cursor.fetchall()} if cursor.description else set()
        if tie.field:
            cursor.execute(SOURCED, told | {"field": tie.field, "ids": list(tied - written.new)})
        return frozenset(tied)

    def _told(self, at: datetime) -> dict[str, Any]:
        return {"at": at, "on": timezone.localdate(at), "source": Source.IMPORT, "kind": self.kind}

    @property
    def table(self) -> str:
        return f"registry_{self.kind}"

    @property
    def stage(self) -> str:
        return f"staged_{self.kind}"

    @property
    def _staged(self) -> tuple[str, ...]:
        return ("id", "row", *HERE, "room_id", "exact", *(column.name for column in self._all))

    @cached_property
    def _all(self) -> tuple[Column, ...]:
        """Its own columns, and those that are only staged."""
        return (*self.columns, *self.asked, *(column for tie in self.ties for column in tie.columns))

    @property
    def _known(self) -> str:
        """OFFSET keeps it a look-up a row: the planner knows nothing of `match` and would read the whole table."""
        return f"LATERAL (SELECT * FROM {self.table} matched WHERE matched.id = staged.match OFFSET 0) known"

    def _line(self, row: Staged) -> Iterable[Any]:
        spot = row.spot
        place = f"SRID=4490;POINT({spot.lon!r} {spot.lat!r})"
        told = (row.columns.get(column.name) for column in self._all)
        return (row.id, row.row, place, *spot.belonging, spot.room, spot.exact, *told)

    @cached_property
    def _create(self) -> str:
        columns = "".join(f", {column.name} {column.type}" for column in self._all)
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
            f" IS DISTINCT FROM ({', '.join(f'excluded.{name}' for name in names)}) RETURNING id, (xmax = 0)"
        )

    @cached_property
    def _elsewhere(self) -> str:
        room = " OR staged.room_id <> known.room_id OR (staged.room_id IS NOT NULL AND known.room_id IS NULL)"
        return (
            "SELECT known.id, staged.grid_id, staged.community_id, staged.street_id, staged.district_id,"
            " staged.city_id, ST_X(staged.place), ST_Y(staged.place), staged.room_id, staged.exact"
            f" FROM {self.stage} staged JOIN {self._known} ON true"
            " WHERE staged.grid_id <> known.grid_id OR (staged.exact AND"
            f" NOT ST_DWithin(staged.place, known.place, {SAME_PLACE}))"
            f"{room if self.has_room else ''} ORDER BY staged.row"
        )


def _moved(row: tuple[Any, ...]) -> Moved:
    pk, *belonging, lon, lat, room, exact = row
    return Moved(pk, Spot(tuple(belonging), lon, lat, room, exact))
