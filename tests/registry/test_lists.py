"""Lists and pages: what is found, how it is shown, and how many statements that takes."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from apps.commands.perform import perform
from apps.registry.models import Organisation, OrganisationPerson, Part, PersonRole, ServicePlace
from apps.registry.sight import sight_of_everything
from tests.registry.conftest import Say
from tests.registry.homes import add_building, add_person, add_room, belonging, inside, known, number_of
from tests.world import MORNING, World

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["name"] for row in answer.json()["rows"]]


@pytest.fixture
def people(world: World) -> dict[str, Any]:
    born = {"张三丰": 1950, "张三": 1980, "赵四": 2000, "李四光": 2020}
    room = add_room(world.grid)
    return {
        name: add_person(
            world.grid, name, room=room, born_on=date(year, 5, 1), document=number_of(year, date(year, 5, 1))
        )
        for name, year in born.items()
    }


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("张", ["张三", "张三丰"]),
        ("张三", ["张三", "张三丰"]),
        (" 张三丰 ", ["张三丰"]),
        ("zs", ["张三", "赵四", "张三丰"]),
        ("ZSF", ["张三丰"]),
        ("lsg", ["李四光"]),
        ("王", []),
        ("%", ["李四光", "张三", "赵四", "张三丰"]),
        ("_三", []),
    ],
)
def test_people_are_found_by_name_and_letters(ask: Ask, people: Any, q: str, found: list[str]) -> None:
    assert sorted(names(ask("worker", "people/", q=q))) == sorted(found)


def test_people_are_found_by_number_and_phone(ask: Ask, people: Any, world: World) -> None:
    number = number_of(1950, date(1950, 5, 1))
    add_person(world.grid, "孙五", document=number_of(5, date(1960, 5, 1)), phone="13912345678")

    assert names(ask("worker", "people/", q=number.lower())) == ["张三丰"]
    assert names(ask("worker", "people/", q=f"{number[:6]} {number[6:]}")) == ["张三丰"]
    assert names(ask("worker", "people/", q=number[:6] + number[8:17])) == ["张三丰"]
    assert names(ask("lead", "people/", q="139 1234 5678")) == ["孙*"]
    assert names(ask("worker", "people/", q="5678")) == ["孙五"]
    assert names(ask("community", "people/", q=number[-4:])) == ["张*丰"]
    refused = ask("lead", "people/", q=number[-4:])
    assert (refused.status_code, refused.json()["field"]) == (400, "q")


def test_people_are_found_by_what_they_are(ask: Ask, say: Say, people: Any, world: World) -> None:
    say("worker", "person.add_role", people["赵四"].pk, kind="VETERAN")
    say("worker", "person.leave", people["李四光"].pk, gone="LEFT", on="2026-03-01")

    assert names(ask("worker", "people/", role="VETERAN")) == ["赵四"]
    assert names(ask("worker", "people/", age_min=70)) == ["张三丰"]
    assert set(names(ask("worker", "people/", age_min=20, age_max=50))) == {"张三", "赵四"}
    assert names(ask("worker", "people/", age_max=10)) == []
    assert names(ask("worker", "people/", age_max=10, gone="true")) == ["李四光"]
    assert names(ask("worker", "people/", stale_days=36000)) == []
    assert len(names(ask("worker", "people/", stale_days=0))) == 3
    assert names(ask("worker", "people/", grid=world.other_grid.pk)) == []
    assert len(names(ask("worker", "people/", division=world.street.pk))) == 3
    assert ask("worker", "people/", division=999_999).status_code == 400


def test_rows_are_asked_for_by_their_ids(ask: Ask, people: Any, world: World) -> None:
    far = add_person(world.other_grid, "远方")
    told = ",".join(str(one.pk) for one in (people["张三"], people["赵四"], far))

    assert sorted(names(ask("worker", "people/", ids=told))) == ["张三", "赵四"]
    assert names(ask("worker", "people/", ids=told, q="zs", age_max=30)) == ["赵四"]
    for nonsense in ("1,2", ",".join([str(far.pk)] * 101)):
        refused = ask("worker", "people/", ids=nonsense)
        assert (refused.status_code, list(refused.json()["errors"])) == (400, ["ids"]), nonsense


def test_only_the_worker_of_the_grid_sees_whole_names_and_nobody_whole_numbers(ask: Ask, world: World) -> None:
    room = add_room(world.grid)
    person = add_person(world.grid, "张三丰", room=room, document=number_of(1), phone="13812345678")

    for who, name, address in (
        ("worker", "张三丰", room.address),
        ("community", "张*丰", room.building.address),
        ("leader", "张*丰", room.building.address),
    ):
        row = ask(who, "people/").json()["rows"][0]
        page = ask(who, f"people/{person.pk}/").json()
        number = number_of(1)
        assert (row["name"], row["document"], row["phone"], row["room"]["address"]) == (
            name, f"{number[:4]}**********{number[-4:]}", "138****5678", address,
        ), who  # fmt: skip
        assert {key: page[key] for key in row if key != "roles"} == {key: row[key] for key in row if key != "roles"}


def test_on_a_persons_page_addresses_are_shown_as_in_the_lists(ask: Ask, say: Say, world: World) -> None:
    home, shop = add_room(world.grid), add_room(world.other_grid)
    person = add_person(world.grid, room=home)
    for room in (home, shop):
        say("lead", "room.add_tenure", room.pk, person=str(person.pk), kind="OWNER")

    told = {who: ask(who, f"people/{person.pk}/").json() for who in ("worker", "community", "leader")}

    for who, page in told.items():
        lived = page["room"]["address"]
        ties = {tie["room"]["address"] for tie in page["tenures"]}
        assert ties == ({home.address} if who == "worker" else {home.building.address, shop.building.address}), who
        assert lived in ties, who


def test_pages_follow_one_another_without_a_gap(ask: Ask, world: World) -> None:
    for name in ("张三", "张山", "章四", "李四", "周舟", "赵赵", "Ann"):
        add_person(world.grid, name)

    seen: list[str] = []
    cursor = ""
    while True:
        answer = ask("worker", "people/", limit=2, **({"cursor": cursor} if cursor else {})).json()
        seen += [row["name"] for row in answer["rows"]]
        cursor = answer["next"]
        if cursor is None:
            break

    assert seen == names(ask("worker", "people/", limit=100))
    assert len(seen) == 7
    assert ask("worker", "people/", cursor="nonsense").status_code == 400


def add_organisation(world: World, n: int) -> None:
    here: dict[str, Any] = {**belonging(world.grid)}
    with sight_of_everything():
        shop = Organisation.objects.create(
            name=f"第{n}店", initials="dyd", address="路", place=inside(world.grid), **here, **known()
        )
        OrganisationPerson.objects.create(organisation=shop, name="王五", role="LEGAL", **here)


def add_resident(world: World, n: int) -> None:
    person = add_person(world.grid, room=add_room(world.grid))
    with sight_of_everything():
        PersonRole.objects.create(
            person=person, kind="VETERAN", from_on=MORNING.date(), **belonging(world.grid), **known()
        )


def add_part(world: World, n: int) -> None:
    with sight_of_everything():
        Part.objects.create(
            code=f"420502011300000{n}", kind="0113", name="栓", place=inside(world.grid), owner=world.unit,
            **belonging(world.grid), **known(),
        )  # fmt: skip


def add_place(world: World, n: int) -> None:
    with sight_of_everything():
        ServicePlace.objects.create(kind="AED", name="点", place=inside(world.grid), **belonging(world.grid), **known())


# The rows; who is asking (postings), sight there and back, then: page, and what hangs on its rows.
COUNTED: list[tuple[str, Callable[[World, int], Any], int]] = [
    ("people/", add_resident, 5),
    ("rooms/", lambda world, _: add_room(world.grid), 5),
    ("buildings/", lambda world, _: add_building(world.grid), 4),
    ("organisations/", add_organisation, 5),
    ("parts/", add_part, 4),
    ("service-places/", add_place, 4),
    ("points/?of=rooms", lambda world, _: add_room(world.grid), 4),
]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("counted", COUNTED, ids=lambda counted: counted[0])
def test_a_list_takes_as_many_statements_for_one_row_as_for_three(
    client: APIClient, world: World, django_assert_num_queries: DjangoAssertNumQueries, counted: Any, rows: int
) -> None:
    path, add, statements = counted
    for n in range(rows):
        add(world, n)
    client.force_authenticate(world.people["worker"])

    with django_assert_num_queries(statements):
        answer = client.get(f"/api/registry/{path}").json()

    assert len(answer.get("rows", answer.get("points"))) == rows


def add_request(world: World, person: Any, n: int) -> None:
    perform("person.ask", person.pk, {"kind": "COPY", "text": f"第{n}次"}, call=world.call("worker"))


def add_reveal(world: World, person: Any, n: int) -> None:
    told = {"field": "phone", "purpose": "VISIT", "reason": f"第{n}次"}
    perform("person.reveal", person.pk, told, call=world.call("worker"))


def add_visit(world: World, person: Any, n: int) -> None:
    told = {"person": str(person.pk), "kind": "CARE", "note": f"第{n}次"}
    perform("visit.record", None, told, call=world.call("worker"))


def add_twins(world: World, person: Any, n: int) -> None:
    for _ in range(2):
        add_person(world.grid, document=number_of(900 + n))


OTHERS: list[tuple[str, str, Callable[[World, Any, int], None], int]] = [
    ("leader", "requests/", add_request, 4),
    ("auditor", "accesses/", add_reveal, 2),
    ("lead", "people/{person}/timeline/", add_visit, 6),
    ("lead", "duplicates/?grid={grid}", add_twins, 6),
    ("worker", "people/{person}/", add_visit, 11),
]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("counted", OTHERS, ids=lambda counted: counted[1])
def test_what_hangs_on_people_takes_as_many_statements_for_one_row_as_for_three(
    client: APIClient, world: World, django_assert_num_queries: DjangoAssertNumQueries, counted: Any, rows: int
) -> None:
    who, path, add, statements = counted
    person = add_person(world.grid, room=add_room(world.grid))
    for n in range(rows):
        add(world, person, n)
    client.force_authenticate(world.people[who])

    with django_assert_num_queries(statements):
        answer = client.get(f"/api/registry/{path.format(person=person.pk, grid=world.grid.pk)}").json()

    assert len(answer["rows"] if "rows" in answer else answer["visits"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_room_takes_as_many_statements_for_one_who_lives_there_as_for_three(
    client: APIClient, world: World, django_assert_num_queries: DjangoAssertNumQueries, codes: None, rows: int
) -> None:
    room = add_room(world.grid)
    for _ in range(rows):
        add_person(world.grid, room=room)
    client.force_authenticate(world.people["worker"])

    with django_assert_num_queries(11):
        page = client.get(f"/api/registry/rooms/{room.pk}/").json()

    assert len(page["people"]) == rows


def test_a_room_tells_who_lives_there_and_that_its_owner_lives_elsewhere(ask: Ask, say: Say, world: World) -> None:
    room = add_room(world.grid, plate_code="P7", hazard="02")
    resident = add_person(world.grid, "张三", room=room)
    owner = add_person(world.other_grid, "李四")
    say("lead", "room.add_tenure", room.pk, person=str(owner.pk), kind="OWNER")
    say("worker", "visit.record", room=str(room.pk), kind="SAFETY", note="消防通道畅通")

    page = ask("worker", "rooms/by-plate/P7/").json()

    assert [person["id"] for person in page["people"]] == [str(resident.pk)]
    assert [tenure["person"] for tenure in page["tenures"]] == [{"id": None, "name": "管辖范围外的人员"}]
    assert (page["labels"]["hazard"], page["visits"][0]["note"]) == ("消防", "消防通道畅通")
    assert page["may"] == ["correct", "add_tenure", "end_tenure"]
    assert ask("other_worker", "rooms/by-plate/P7/").status_code == 404
    assert ask("leader", f"rooms/{room.pk}/").json()["may"] == []


def test_a_person_has_a_timeline_without_who_looked(ask: Ask, say: Say, world: World) -> None:
    person = add_person(world.grid)
    say("worker", "person.correct", person.pk, education="20")
    say("worker", "visit.record", person=str(person.pk), kind="CARE", note="安好")
    say("worker", "person.reveal", person.pk, field="phone", purpose="VISIT", reason="联系")

    rows = ask("community", f"people/{person.pk}/timeline/").json()["rows"]

    assert {(row["label"], row["who"], row["note"], *row["fields"]) for row in rows} == {
        ("更正", "worker", "", "education"),
        ("关爱走访", "worker", "安好"),
    }


def test_duplicates_are_offered_the_surest_first(ask: Ask, world: World) -> None:
    room = add_room(world.grid)
    twins = [add_person(world.grid, "张三", document=number_of(3)) for _ in range(2)]
    alike = [add_person(world.grid, "李四", room=room, document="") for _ in range(2)]
    add_person(world.grid, "李四", room=room, document="", born_on=date(1980, 5, 2))
    add_person(world.other_grid, "张三", document=number_of(3))

    told = ask("lead", "duplicates/", grid=world.grid.pk).json()["rows"]
    wider = ask("lead", "duplicates/", division=world.street.pk).json()["rows"]

    ids = [(row["why"], {person["id"] for person in row["people"]}) for row in told]
    assert ids == [("DOCUMENT", {str(p.pk) for p in twins}), ("ROOM", {str(p.pk) for p in alike})]
    assert len(wider[0]["people"]) == 3
    assert ask("lead", "duplicates/").status_code == 400


def test_points_stop_at_two_thousand_and_say_so(ask: Ask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.registry.rows.POINTS_AT_MOST", 2)
    for _ in range(3):
        add_person(world.grid)

    told = ask("worker", "points/", of="people").json()

    assert (len(told["points"]), told["more"]) == (2, True)
    assert ask("worker", "points/", of="secrets").status_code == 400


def test_who_was_told_long_ago_is_stale(ask: Ask, world: World) -> None:
    add_person(world.grid, "新")
    add_person(world.grid, "旧", confirmed_at=MORNING - timedelta(days=4000))

    assert names(ask("worker", "people/", stale_days=3900)) == ["旧"]
