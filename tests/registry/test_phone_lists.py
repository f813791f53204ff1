"""What a worker's phone asks of the registry: who was not seen for longest, how many of each, who agreed to what."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Q
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from apps.registry.models import Person, PersonRole, Room
from apps.registry.paging import Cursor
from apps.registry.papers import CONSENTS, in_force
from apps.registry.sight import sight_of_everything
from tests.registry.conftest import Ask, Say
from tests.registry.homes import add_person, add_room, belonging, known
from tests.world import MORNING, World

pytestmark = pytest.mark.django_db
SEEN = {"丙": 400, "甲": 30, "乙": 200}


@pytest.fixture
def people(world: World, codes: None) -> dict[str, Person]:
    """Each last seen so many days ago."""
    room = add_room(world.grid)
    born = date(1940, 5, 1)
    told = {name: add_person(world.grid, name, room=room, born_on=born) for name in SEEN}
    with sight_of_everything():
        for name, days in SEEN.items():
            Person.objects.filter(pk=told[name].pk).update(confirmed_at=timezone.now() - timedelta(days=days))
        PersonRole.objects.create(
            person=told["甲"], kind="LIVING_ALONE", from_on=MORNING.date(), **belonging(world.grid), **known()
        )
        Room.objects.filter(pk=room.pk).update(hazard="02", rented=True, confirmed_at=timezone.now())
    return told


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["name"] for row in answer.json()["rows"]]


def test_whom_nobody_saw_for_longest_comes_first_and_pages_go_on_from_there(ask: Ask, people: Any) -> None:
    first = ask("worker", "people/", order="CONFIRMED", limit=2)
    second = ask("worker", "people/", order="CONFIRMED", limit=2, cursor=first.json()["next"])

    assert names(first) == ["丙", "乙"]
    assert names(second) == ["甲"]


def test_rows_seen_at_the_same_moment_are_each_told_once(ask: Ask, world: World) -> None:
    told = [add_room(world.grid, number=str(n)) for n in range(7)]
    with sight_of_everything():
        Room.objects.update(confirmed_at=MORNING)

    found: list[str] = []
    cursor = None
    while cursor is not None or not found:
        answer = ask("worker", "rooms/", order="CONFIRMED", limit=3, **({"cursor": cursor} if cursor else {})).json()
        found += [row["id"] for row in answer["rows"]]
        cursor = answer["next"]

    assert sorted(found) == sorted(str(room.pk) for room in told)


@pytest.mark.parametrize(
    ("order", "key"),
    [("CONFIRMED", "zs"), ("CONFIRMED", "9999-12-31 23:59:59-23:59"), ("CONFIRMED", "2026-02-30 00:00"), ("", "z\0s")],
)
def test_a_position_that_is_none_in_this_order_is_refused(
    ask: Ask, people: dict[str, Person], order: str, key: str
) -> None:
    elsewhere = str(Cursor(key, people["甲"].pk))

    answer = ask("worker", "people/", cursor=elsewhere, **({"order": order} if order else {}))

    assert answer.status_code == 400
    assert answer.json()["field"] == "cursor"


def test_who_sees_a_whole_division_chooses_a_grid_first(ask: Ask, people: Any, world: World) -> None:
    for path, told in (("people/", {"order": "CONFIRMED"}), ("counts/", {"of": "people"})):
        refused = ask("lead", path, **told)
        assert refused.status_code == 400
        assert "网格" in refused.json()["message"]
        assert ask("lead", path, grid=world.grid.pk, **told).status_code == 200


def test_every_shortcut_says_how_many_there_are(ask: Ask, people: Any) -> None:
    def counts(of: str) -> Any:
        return ask("worker", "counts/", of=of).json()["counts"]

    assert counts("people") == {"ALL": 3, "STALE": 2, "OLD": 3, "LIVING_ALONE": 1}
    assert counts("rooms") == {"ALL": 1, "STALE": 0, "RENTED": 1, "HAZARD_02": 1}
    assert counts("organisations") == {"ALL": 0, "STALE": 0}
    assert ask("worker", "counts/", of="streets").status_code == 400


@pytest.mark.parametrize("who", ["stranger", "auditor", "handler", "other_worker"])
def test_a_stranger_counts_nobody_with_or_without_the_applications_own_filter(
    ask: Ask, people: Any, world: World, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted() -> set[int]:
        return {n for of in ("people", "rooms") for n in told(of).values()}

    def told(of: str) -> Any:
        return ask(who, "counts/", of=of, grid=world.grid.pk).json()["counts"]

    assert counted() == {0}
    monkeypatch.setattr("apps.registry.search.covered", lambda _: Q())
    assert counted() == {0}


def test_what_a_person_agreed_to_is_told_with_the_texts_in_force(ask: Ask, say: Say, people: dict[str, Person]) -> None:
    target = str(people["甲"].pk)
    [text, *_] = ask("worker", f"people/{target}/care/").json()["texts"]
    assert say("worker", "person.consent", target, text_key=text["key"], text_version=text["version"]).applied
    assert say("worker", "person.ask", target, kind="CORRECTION", text="电话换了").applied
    assert say("worker", "person.withdraw_consent", target, text_key=text["key"]).applied

    told = ask("worker", f"people/{target}/care/").json()

    assert [(row["title"], row["version"]) for row in told["consents"]] == [(text["title"], text["version"])]
    assert told["consents"][0]["withdrawn_at"] is not None
    assert [(row["kind_label"], row["state_label"]) for row in told["requests"]] == [("更正补充", "待处理")]


@pytest.mark.parametrize("rows", [1, 2])
def test_what_was_agreed_takes_as_many_statements_for_one_as_for_two(
    client: APIClient,
    world: World,
    say: Say,
    people: dict[str, Person],
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    target = str(people["甲"].pk)
    for text in in_force(CONSENTS)[:rows]:
        told = {"text_key": text["key"], "text_version": text["version"]}
        assert say("worker", "person.consent", target, **told).applied
    client.force_authenticate(world.people["worker"])

    with django_assert_num_queries(6):
        client.get(f"/api/registry/people/{target}/care/")
