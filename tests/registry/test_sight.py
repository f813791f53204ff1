"""Reach in the database: who forgets to say who is looking sees nothing, and nobody sees beyond his reach."""

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction

from apps.core.call import CLOCK, Call, Door
from apps.grids.reach import NOWHERE, reach_of
from apps.registry.checks import ordinary_user
from apps.registry.models import Earlier, Person
from apps.registry.models.base import Belonging
from apps.registry.sight import sight, sight_of_everything, take_sight
from tests.registry.homes import add_person, belonging, inside, known
from tests.world import MORNING, World

pytestmark = pytest.mark.django_db


def seen_by(world: World, name: str) -> set[str]:
    call = world.call(name)
    with sight(reach_of(call.actor, call.at)):
        return set(Person.objects.values_list("name", flat=True))


def test_every_table_that_belongs_somewhere_is_under_row_level_security() -> None:
    tables = [
        model._meta.db_table
        for model in apps.get_app_config("registry").get_models()
        if issubclass(model, Belonging) or model is Earlier
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid"
            " WHERE relrowsecurity AND relforcerowsecurity AND relname LIKE 'registry_%'"
        )
        guarded = [name for (name,) in cursor.fetchall()]

    assert sorted(guarded) == sorted(tables)


def test_the_database_user_is_an_ordinary_one() -> None:
    assert ordinary_user(databases=["default"]) == []


def test_who_does_not_say_who_is_looking_sees_nothing(world: World) -> None:
    add_person(world.grid)

    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("worker", {"甲"}),
        ("other_worker", {"乙"}),
        ("community", {"甲", "乙"}),
        ("lead", {"甲", "乙"}),
        ("city_lead", {"甲", "乙"}),
        ("stranger", set()),
        ("auditor", set()),
        ("handler", set()),
    ],
)
def test_everybody_sees_what_his_postings_cover(world: World, name: str, names: set[str]) -> None:
    add_person(world.grid, "甲")
    add_person(world.other_grid, "乙")

    assert seen_by(world, name) == names


def test_sight_ends_where_its_block_ends(world: World) -> None:
    add_person(world.grid, "甲")

    with sight_of_everything():
        assert Person.objects.count() == 1
        with sight(NOWHERE):
            assert Person.objects.count() == 0
        assert Person.objects.count() == 1
    assert Person.objects.count() == 0


def test_after_an_error_in_the_database_sight_is_what_it_was_before(world: World) -> None:
    person = add_person(world.grid, "甲")

    with pytest.raises(IntegrityError), transaction.atomic(), sight_of_everything():
        Person.objects.filter(pk=person.pk).update(merged_into=person.pk)

    assert Person.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_connection_does_not_carry_sight_into_the_next_transaction() -> None:
    with connection.cursor() as cursor:
        with sight_of_everything():
            cursor.execute("SELECT registry_sees()")
            inside_sight = cursor.fetchone()
        cursor.execute("SELECT registry_sees()")
        afterwards = cursor.fetchone()

    assert (inside_sight, afterwards) == (([0],), ([],))


def test_nobody_writes_where_he_does_not_see(world: World) -> None:
    call = world.call("worker")
    person = {"name": "丙", "initials": "b", "place": inside(world.other_grid), **known()}

    with sight(reach_of(call.actor, call.at)):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Person.objects.create(**person, **belonging(world.other_grid))
        assert Person.objects.create(**person, **belonging(world.grid)).pk


def test_the_clock_sees_everything(world: World) -> None:
    add_person(world.grid, "甲")

    take_sight(Call(CLOCK, MORNING, Door.TIMER))

    assert Person.objects.count() == 1
