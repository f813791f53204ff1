"""What the planner does with a search under row-level security, on enough people for it to matter."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from apps.grids.enums import Level
from apps.grids.models import Division, Grid
from apps.grids.reach import reach_of
from apps.registry.models import Person
from apps.registry.paging import Cursor, page
from apps.registry.rows import PERSON
from apps.registry.search import Asker, Filters, people
from apps.registry.sight import sight, sight_of_everything
from tests.registry.homes import fill
from tests.world import World

SEQUENTIAL = "Seq Scan on registry_person "  # and not of registry_personrole, of which there are few


@pytest.fixture
def town(world: World) -> World:
    """100 grids: two in the worker's community, eight more in his street, thirty more in his district."""
    streets = [world.street, *(_below(world.street, Level.STREET, world.district) for _ in range(3))]
    streets += [_below(world.street, Level.STREET, world.people["stranger"].postings.get().division) for _ in range(6)]
    grids = [world.grid, world.other_grid]
    for number in range(98):
        street = streets[(number + 2) // 10]
        community = _below(world.community, Level.COMMUNITY, street)
        grids.append(_grid_of(world.grid, community, street, number))
    fill(grids, 20_000)
    _live_alone()
    return world


def _live_alone() -> None:
    """One in twenty."""
    with sight_of_everything(), connection.cursor() as cursor:
        cursor.execute(ALONE)
        cursor.execute("ANALYZE registry_personrole")


def _below(like: Division, level: Level, parent: Division | None) -> Division:
    return Division.objects.create(level=level, kind=like.kind, name="别处", parent=parent, valid_from=like.valid_from)


def _grid_of(like: Grid, community: Division, street: Division, number: int) -> Grid:
    grid = Grid.objects.get(pk=like.pk)
    grid.pk, grid.code, grid.community, grid.street = None, f"9{number:014}", community, street
    grid.district_id = street.parent_id or like.district_id
    grid.save()
    return grid


def plan_of(sql: str, params: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(line for (line,) in cursor.fetchall())


def plan_of_query(found: QuerySet[Any]) -> str:
    return plan_of(*found.query.sql_with_params())


@pytest.mark.django_db
def test_a_range_of_text_uses_the_index_beneath_the_policy_and_like_does_not(world: World) -> None:
    """LIKE is not leakproof, so it has to wait until the policy has been asked of every row."""
    fill([world.grid, world.other_grid], 4_000)
    call = world.call("city_lead")
    with sight(reach_of(call.actor, call.at)):
        by_range = plan_of_query(Person.objects.filter(name__gte="张伟", name__lt="张传").values_list("id"))
        by_like = plan_of_query(Person.objects.filter(name__startswith="张伟").values_list("id"))

    assert "person_name" in by_range
    assert SEQUENTIAL not in by_range
    assert SEQUENTIAL in by_like


ALONE = """
INSERT INTO registry_personrole (id, person_id, kind, from_on, inflow, permit, lodging, grade, note, source,
                                 confirmed_at, grid_id, community_id, street_id, district_id, city_id)
SELECT gen_random_uuid(), id, 'LIVING_ALONE', '2020-01-01', '', '', '', '', '', source,
       confirmed_at, grid_id, community_id, street_id, district_id, city_id
  FROM registry_person WHERE doc_last4 < '0500'
"""
SEARCHES: dict[str, Filters] = {
    "everybody": Filters(),
    "name": Filters(q="张伟"),
    "family name": Filters(q="张"),
    "rare name": Filters(q="欧阳"),
    "letters": Filters(q="zw"),
    "letter": Filters(q="z"),
    "phone": Filters(q="13800001234"),
    "document": Filters(q="420599198005010011"),
    "age": Filters(age_min=90),
    "role": Filters(role="LIVING_ALONE"),
    "old and alone": Filters(role="LIVING_ALONE", age_min=80, age_max=90),
    "stale": Filters(stale_days=365),
    "name and age": Filters(q="王", age_min=60),
}
WHO = ["worker", "community", "lead", "district_lead", "city_lead"]


@pytest.mark.django_db
def test_no_search_reads_all_people(town: World) -> None:
    """Every search, by everybody who may search, with and without a grid or division, first page and following."""
    found: dict[str, str] = {}
    for who in WHO:
        call = town.call(who)
        reach = reach_of(call.actor, call.at)
        asker = Asker(reach, call.at, timezone.localdate(call.at))
        places: list[dict[str, int]] = [{}, {"grid": town.grid.pk}, {"division": town.street.pk}]
        with sight(reach):
            for name, filters in SEARCHES.items():
                for place in places:
                    asked = Filters(**vars(filters) | place)
                    found |= {f"{who}: {name} {place} {n}": plan for n, plan in enumerate(_plans(asker, asked))}
            if who in ("worker", "community"):
                found[f"{who}: last four"] = plan_of_query(people(asker, Filters(q="1234")))

    sequential = {name: plan for name, plan in found.items() if SEQUENTIAL in plan}
    assert not sequential, "\n\n".join(f"{name}\n{plan}" for name, plan in list(sequential.items())[:3])
    assert len(found) == 5 * len(SEARCHES) * 3 * 2 + 2


def _plans(asker: Asker, filters: Filters) -> list[str]:
    """The very statements of a page, taken down as they are sent."""
    plans: list[str] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and 'FROM "registry_person"' in sql:
            with context["connection"].connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {sql}", params)
                plans.append("\n".join(line for (line,) in cursor.fetchall()))
        return execute(sql, params, many, context)

    after = Cursor("zw", UUID(int=5))
    with connection.execute_wrapper(explain):
        page(people(asker, filters), PERSON, cursor=None, limit=50)
        page(people(asker, filters), PERSON, cursor=after, limit=50)
    return plans
