"""Lists and pages: what is found, how it is shown, and how many statements that takes."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.registry.conftest import Ask, Say
from tests.registry.homes import add_person, add_room, number_of
from tests.world import MORNING, World

pytestmark = pytest.mark.django_db


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
