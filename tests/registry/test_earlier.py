"""What a correction took the place of: found again by whoever may see the row, and nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from apps.registry.models import Earlier
from apps.registry.retention import forget_person
from apps.registry.sight import sight_of_everything
from apps.registry.tasks import remove_what_is_over
from tests.registry.conftest import Ask, Say, Town
from tests.registry.homes import add_person, number_of
from tests.registry.test_care import load_rules
from tests.registry.test_people import fresh, of
from tests.world import MORNING, World

pytestmark = pytest.mark.django_db


def was(answer: Any) -> list[dict[str, str]]:
    return [row["before"] for row in answer.json()["rows"] if row["verb"] == "correct"]


def test_what_stood_there_before_is_told_as_the_page_would_tell_it(ask: Ask, say: Say, world: World) -> None:
    person = add_person(world.grid, "张三丰", document=number_of(3), phone="13812345678", work_place="面馆")
    say("worker", "person.correct", person.pk, education="10", name="张三", household_area="420502")
    other = {"phone": "13900005678", "work_place": "茶馆", "household_area": "420503"}
    say("worker", "person.correct", person.pk, education="20", **other)

    in_grid = was(ask("worker", f"people/{person.pk}/timeline/"))
    in_street = was(ask("lead", f"people/{person.pk}/timeline/"))

    last = {"education": "研究生教育", "phone": "138****5678", "work_place": "面馆", "household_area": "西陵区"}
    assert in_grid == [last, {"name": "张三丰"}]
    assert in_street == [last, {"name": "张*丰"}]


def test_it_is_sealed_and_an_empty_field_held_nothing(say: Say, world: World) -> None:
    person = add_person(world.grid, phone="13812345678", work_place="")
    say("worker", "person.correct", person.pk, phone="13900005678", work_place="茶馆")

    kept = of(Earlier)

    assert [one.field for one in kept] == ["phone"]
    assert b"138" not in bytes(kept[0].value_sealed)


def test_a_refused_correction_keeps_nothing(say: Say, world: World) -> None:
    person = add_person(world.grid)

    assert not say("worker", "person.correct", person.pk, work_place="茶馆", education="77").applied
    assert not of(Earlier)


ORGANISATION = "organisations/{organisation}"
THINGS: dict[str, tuple[str, str, dict[str, Any], dict[str, str]]] = {
    "rooms/{room}": ("room.correct", "room", {"rented": True}, {"rented": "否"}),
    ORGANISATION: (
        "organisation.correct",
        "organisation",
        {"name": "茶馆"},
        {"name": "独一无二面馆"},
    ),
    "buildings/{building}": ("building.correct", "building", {"address": "新街9号"}, {"address": "独一无二路9号"}),
    "parts/{part}": ("part.correct", "part", {"name": "雨水井盖"}, {"name": "独一无二井盖"}),
    "service-places/{place}": ("service_place.correct", "place", {"name": "急救点"}, {"name": "独一无二服务点"}),
}


@pytest.mark.parametrize("path", THINGS)
def test_rooms_houses_shops_and_things_have_their_history_too(ask: Ask, say: Say, town: Town, path: str) -> None:
    command, name, corrected, before = THINGS[path]

    outcome = say("worker", command, town.ids[name], **corrected)

    assert outcome.applied, outcome.answer
    assert was(ask("worker", town.url(f"{path}/timeline/")))[0] == before


def test_the_history_goes_where_the_row_goes(ask: Ask, say: Say, world: World) -> None:
    person = add_person(world.grid, work_place="面馆")
    say("worker", "person.correct", person.pk, work_place="茶馆")
    centre = world.other_grid.centre
    moved = say("worker", "person.move", person.pk, lon=centre.x, lat=centre.y, crs="EPSG:4490")
    assert moved.applied, moved.answer

    assert ask("worker", f"people/{person.pk}/timeline/").status_code == 404
    assert was(ask("other_worker", f"people/{person.pk}/timeline/")) == [{"work_place": "面馆"}]


def test_the_database_shows_nothing_to_whoever_does_not_say_who_looks(say: Say, world: World) -> None:
    say("worker", "person.correct", add_person(world.grid, work_place="面馆").pk, work_place="茶馆")

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('grid.sees', '', false)")
        cursor.execute("SELECT count(*) FROM registry_earlier")
        assert cursor.fetchone() == (0,)


def test_it_goes_after_two_years_and_with_the_person(say: Say, world: World) -> None:
    person, other = (add_person(world.grid, work_place="面馆") for _ in range(2))
    say("worker", "person.correct", person.pk, work_place="茶馆")
    say("worker", "person.correct", other.pk, work_place="茶馆")
    with sight_of_everything():
        Earlier.objects.filter(subject_id=other.pk).update(at=MORNING - timedelta(days=3 * 366))

    load_rules("kind,label,months,ground\nEARLIER,更正前,24,核对\n")
    remove_what_is_over(MORNING)

    assert [one.subject_id for one in of(Earlier)] == [person.pk]
    with sight_of_everything():
        forget_person(fresh(person))
    assert not of(Earlier)
