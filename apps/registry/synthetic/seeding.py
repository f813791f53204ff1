"""Fills an area of the city with made-up people through COPY. Where anybody is registered already, nothing changes."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode
from apps.journal.actions import Subject, write
from apps.registry.sight import loading
from apps.registry.synthetic.ground import Community
from apps.registry.synthetic.lines import COLUMNS, TABLES
from apps.registry.synthetic.planning import Seed, communities
from apps.registry.synthetic.workers import all_made

VERB = "registry.seed"
# Neither has place columns of its own, so neither is under the policy.
UNDER_POLICY = tuple(table for table in TABLES if table != "registry_buildingunit")


def seed_area(_: object, *, call: Call, area: str, scale: float, seed: int, on: date) -> dict[str, Any]:
    """One transaction: an area is filled whole or not at all."""
    _refuse(call)
    with loading(UNDER_POLICY):
        found = communities(Seed(area, scale, seed, on), without=_lived_in())
        written = _written(found)
    answer = {"communities": len(found), **written}
    if found:
        told = {"area": area, "scale": scale, "seed": seed, "on": on.isoformat(), **answer}
        write(call=call, verb=VERB, subject=Subject("area", area or "all"), body=told, notice={})
    return answer


def _refuse(call: Call) -> None:
    if not settings.DEMO:
        raise Refusal(RefusalCode.NOT_YOURS, "合成数据只能用于演示：请以 DEMO=1 启动")
    if call.actor.kind != ActorKind.SYSTEM:
        raise Refusal(RefusalCode.NOT_YOURS, "只能在服务器上由运维人员生成合成数据")


def _lived_in() -> frozenset[int]:
    """Communities with a house or a person; asked of rooms, which come before people everywhere."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT community_id FROM registry_room"
            " UNION SELECT community_id FROM registry_person WHERE room_id IS NULL"
        )
        return frozenset(pk for (pk,) in cursor.fetchall())


def _written(found: Sequence[Community]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    with connection.cursor() as cursor:
        for blocks in all_made(found):
            for table, lines in blocks.items():
                with cursor.copy(f"COPY {table} ({COLUMNS[table]}) FROM STDIN") as copy:
                    copy.write(lines)
                counts[table.removeprefix("registry_")] += lines.count(b"\n")
    return dict(counts)
