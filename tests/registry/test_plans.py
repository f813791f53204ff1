"""What the planner does with a search under row-level security, on enough people for it to matter."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from apps.grids.reach import reach_of
from apps.registry.models import Person
from apps.registry.sight import sight
from tests.registry.homes import fill
from tests.world import World


@pytest.fixture
def town(world: World) -> World:
    fill([world.grid, world.other_grid], 20_000)
    return world


def plan_of(people: QuerySet[Any]) -> str:
    sql, params = people.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_a_range_of_text_uses_the_index_beneath_the_policy_and_like_does_not(town: World) -> None:
    """LIKE is not leakproof, so it has to wait until the policy has been asked of every row."""
    call = town.call("city_lead")
    with sight(reach_of(call.actor, call.at)):
        by_range = plan_of(Person.objects.filter(name__gte="张伟", name__lt="张传").values_list("id"))
        by_like = plan_of(Person.objects.filter(name__startswith="张伟").values_list("id"))

    assert "person_name" in by_range
    assert "Seq Scan on registry_person" not in by_range
    assert "Seq Scan on registry_person" in by_like
