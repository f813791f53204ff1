"""A batch looks its rows up; it never reads a whole table, however little the planner knows of the batch."""

from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from apps.exchange.places import Spot
from apps.exchange.presets.organisations import ORGANISATIONS
from apps.exchange.presets.people import PEOPLE
from apps.exchange.presets.rooms import ROOMS
from apps.exchange.staging import Staged
from apps.registry.sight import sight_of_everything
from tests.exchange.conftest import Desk
from tests.registry.homes import belonging, fill, number_of


def test_no_statement_of_a_batch_reads_all_people(desk: Desk) -> None:
    grid = desk.world.grid
    fill([grid, desk.world.other_grid], 20_000)
    spot = Spot(tuple(belonging(grid).values()), grid.centre.x, grid.centre.y)
    said = {"household": "1", "kinship": "0", "tags": {"DISABLED": timezone.localdate()}}
    told = PEOPLE.columns({"name": "张三", "document": number_of(1), "doc_kind": "111", **said})
    rows = [Staged(uuid4(), row, spot, told | {"doc_hash": row.to_bytes(32, "big")}) for row in range(1000)]
    target = PEOPLE.target

    with sight_of_everything():
        target.tie(rows, target.write(rows, at=timezone.now()), at=timezone.now())
        plans = [_plan(sql) for sql in (*target._match, target._sources, target._merge, target._elsewhere)]
        with target.by_key() as cursor:
            for each in (PEOPLE.target, ROOMS.target, ORGANISATIONS.target):
                each.write([], at=timezone.now())
                plans += [_plan(sql) for tie in each.ties for sql in tie.statements]
        assert cursor.closed

    assert len(plans) == 19
    for plan in plans:
        assert "Seq Scan on registry_person" not in plan, plan


def _plan(sql: str) -> str:
    told: dict[str, Any] = {"at": timezone.now(), "on": timezone.localdate(), "source": "IMPORT", "kind": "person"}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", told if "%(" in sql else None)
        return "\n".join(line for (line,) in cursor.fetchall())
