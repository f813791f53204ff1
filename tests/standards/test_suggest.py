from datetime import date
from itertools import combinations

import pytest
from pytest_django import DjangoAssertNumQueries

from apps.grids.models import Unit, UnitKind
from apps.standards.models import Condition, Responsibility
from apps.standards.queries import Suggestion, suggest
from tests.world import World

pytestmark = pytest.mark.django_db


def chain_of(world: World) -> list[int]:
    return [world.community.pk, world.street.pk, world.district.pk, world.city.pk]


def rule(**fields: object) -> Responsibility:
    return Responsibility.objects.create(**{"code": "111001", "since_on": date(2026, 1, 1), **fields})


def test_without_a_rule_the_nearest_unit_of_the_conditions_kind_is_suggested(world: World) -> None:
    assert suggest(world.condition, chain=chain_of(world)) == Suggestion(world.unit.pk)

    at_street = Unit.objects.create(name="街道城管站", kind=world.unit.kind, division=world.street)
    assert suggest(world.condition, chain=chain_of(world)) == Suggestion(at_street.pk)


def test_a_unit_elsewhere_is_not_suggested(world: World) -> None:
    away = world.people["stranger"].postings.get().division
    assert away is not None

    assert suggest(world.condition, chain=[away.pk, world.city.pk]) == Suggestion(None)


def test_co_units_are_found_by_kind_and_the_main_unit_is_not_among_them(world: World) -> None:
    world.condition.co_unit_kinds = ["MARKET", "URBAN_MANAGEMENT", "NOBODY"]

    assert suggest(world.condition, chain=chain_of(world)) == Suggestion(world.unit.pk, (world.co_unit.pk,))


def test_a_category_suggests_before_a_condition_is_chosen(world: World) -> None:
    assert suggest(world.category, chain=chain_of(world)) == Suggestion(world.unit.pk)


def test_a_rule_outweighs_the_standards_kind(world: World) -> None:
    rule(unit_kind_id="MARKET", co_unit_kinds=["URBAN_MANAGEMENT"])

    assert suggest(world.condition, chain=chain_of(world)) == Suggestion(world.co_unit.pk, (world.unit.pk,))
    assert suggest(world.category, chain=chain_of(world)) == Suggestion(world.co_unit.pk, (world.unit.pk,))


def test_a_rule_may_name_the_unit_itself(world: World) -> None:
    rule(unit=world.co_unit, division=world.district)

    assert suggest(world.condition, chain=chain_of(world)) == Suggestion(world.co_unit.pk)


@pytest.mark.parametrize(
    "narrow",
    [{"code": "111001"}, {"ordinal": 1}, {"level": "STREET"}, {"priority": 1, "code": "111"}, {"division": True}],
    ids=str,
)
def test_the_narrower_rule_wins(world: World, narrow: dict[str, object]) -> None:
    if "division" in narrow:
        narrow = {"division": world.street}
    wide_code = "111" if narrow == {"code": "111001"} else "111001"
    rule(code=wide_code, unit_kind_id="URBAN_MANAGEMENT", priority=50)
    rule(**{"priority": 50, "unit_kind_id": "MARKET", **narrow})

    assert suggest(world.condition, chain=chain_of(world), level="STREET") == Suggestion(world.co_unit.pk)


def test_a_rule_of_another_level_place_condition_or_time_does_not_count(world: World) -> None:
    away = world.people["stranger"].postings.get().division
    rule(unit_kind_id="MARKET", level="CITY")
    rule(unit_kind_id="MARKET", division=away)
    rule(unit_kind_id="MARKET", ordinal=2)
    rule(unit_kind_id="MARKET", code="111002")
    rule(unit_kind_id="MARKET", retired_on=date(2026, 2, 1))

    assert suggest(world.condition, chain=chain_of(world), level="STREET") == Suggestion(world.unit.pk)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_suggestion_takes_two_statements(
    world: World, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        kind = UnitKind.objects.create(key=f"KIND_{number}", label=f"第{number}种")
        Unit.objects.create(name=f"第{number}家", kind=kind, division=world.street)
        rule(unit_kind=kind, priority=number + 1, co_unit_kinds=["MARKET"])
    condition = Condition.objects.select_related("category").get(pk=world.condition.pk)

    with django_assert_num_queries(2):
        suggest(condition, chain=chain_of(world), level="STREET")
    with django_assert_num_queries(2):
        suggest(condition.category, chain=chain_of(world), level="STREET")


@pytest.mark.parametrize("held", [held for n in range(1, 5) for held in combinations(range(4), n)])
def test_the_nearest_of_several_is_taken_whichever_came_first(world: World, held: tuple[int, ...]) -> None:
    kind = UnitKind.objects.create(key="STATION", label="站")
    chain = chain_of(world)
    made = {n: Unit.objects.create(name="站", kind=kind, division_id=chain[n]).pk for n in reversed(held)}
    world.condition.unit_kind = kind

    assert suggest(world.condition, chain=chain) == Suggestion(made[min(held)])
