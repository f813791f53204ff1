"""S-21 to S-26: what two have said of one field, and who decides."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.models import Account
from apps.commands.perform import perform
from apps.grids.enums import Role
from apps.grids.models import Posting
from apps.journal.models import Entry
from apps.registry.models import Person
from apps.registry.sight import sight_of_everything
from apps.sync.conflicts import same
from apps.sync.models import SyncCommand
from tests.registry.homes import add_person, add_room
from tests.sync.lines import Line, committed, made, row_of
from tests.world import FROM, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(world: World, codes: None) -> Person:
    return add_person(world.grid, "张三丰", phone="13800001111")


@pytest.fixture
def rev(worker: Line, grid: str, person: Person) -> int:
    """As the phone has it before it goes out of reach."""
    seen = row_of(worker.whole(grid), "person", person.pk)
    committed()
    return int(seen["rev"])


def office(world: World, person: Person, **told: Any) -> None:
    outcome = perform("person.correct", person.pk, told, call=world.call("community"))
    assert outcome.applied, outcome.answer


def now(person: Person) -> Person:
    with sight_of_everything():
        return Person.objects.get(pk=person.pk)


def correction(person: Person, rev: int, data: dict[str, Any], old: dict[str, Any], **more: Any) -> dict[str, Any]:
    return made("person.correct", row=person.pk, base_rev=rev, data=data, old=old, **more)


@pytest.mark.must("S-21")
def test_nobody_else_changed_anything(worker: Line, person: Person, rev: int) -> None:
    outcome = worker.said(correction(person, rev, {"phone": "13922223333"}, {"phone": "138****1111"}))

    assert (outcome["status"], outcome["fields"]) == ("applied", {})


@pytest.mark.must("S-24")
def test_different_fields_are_merged_and_the_worker_is_told(
    world: World, worker: Line, person: Person, rev: int
) -> None:
    office(world, person, work_place="钢厂")

    outcome = worker.said(correction(person, rev, {"phone": "13922223333"}, {"phone": "138****1111"}))

    assert (outcome["status"], outcome["fields"]) == ("merged", {})
    assert (now(person).work_place, now(person).phone_last4) == ("钢厂", "3333")


@pytest.mark.must("S-22")
def test_of_an_ordinary_field_the_later_arrival_wins_and_both_are_in_history(
    world: World, worker: Line, person: Person, rev: int
) -> None:
    account = Account.objects.create(phone="19900009999", name="同事")
    Posting.objects.create(account=account, role=Role.WORKER, grid=world.grid, valid_from=FROM)
    old = {"phone": "138****1111"}
    assert Line(account).said(correction(person, rev, {"phone": "13955556666"}, old))["status"] == "applied"

    outcome = worker.said(correction(person, rev, {"phone": "13922223333"}, old))

    assert outcome["status"] == "merged"
    assert outcome["fields"] == {"phone": {"mine": "139****3333", "theirs": "139****6666"}}
    assert now(person).phone_last4 == "3333"
    assert Entry.objects.filter(subject_id=str(person.pk), verb="person.correct").count() == 2


@pytest.mark.must("S-21")
def test_both_said_the_same(world: World, worker: Line, person: Person, rev: int) -> None:
    office(world, person, name="张三")

    outcome = worker.said(correction(person, rev, {"name": "张三"}, {"name": "张三丰"}))

    assert outcome["status"] == "merged"
    assert outcome["fields"] == {}


@pytest.mark.must("S-23")
def test_a_key_field_is_held_and_nothing_of_the_command_is_done(
    world: World, worker: Line, person: Person, rev: int
) -> None:
    office(world, person, name="张山峰")

    outcome = worker.said(
        correction(person, rev, {"name": "张三", "phone": "13922223333"}, {"name": "张三丰", "phone": "138****1111"})
    )

    assert (outcome["status"], outcome["code"]) == ("held", "conflict")
    assert outcome["fields"] == {"name": {"mine": "张三", "theirs": "张山峰"}}
    assert (now(person).name, now(person).phone_last4) == ("张山峰", "1111")


@pytest.mark.must("S-21")
def test_two_corrections_of_one_worker_do_not_stand_in_each_others_way(worker: Line, person: Person, rev: int) -> None:
    first = correction(person, rev, {"name": "张三"}, {"name": "张三丰"})
    second = correction(person, rev, {"name": "张山"}, {"name": "张三"}, seq=2)

    assert [each["status"] for each in worker.push(first, second)] == ["applied", "applied"]
    assert now(person).name == "张山"


@pytest.mark.must("S-23")
def test_where_somebody_lives_now_is_not_overwritten(world: World, worker: Line, person: Person, rev: int) -> None:
    spot = {"lon": 110.02, "lat": 30.02, "crs": "EPSG:4490"}
    moved = made("person.leave", row=person.pk, data={"gone": "LEFT", "on": "2026-03-01"}, old={"left_on": None})
    assert perform(
        "person.leave", person.pk, {"gone": "DIED", "on": "2026-02-01"}, call=world.call("community")
    ).applied

    assert worker.said(moved)["status"] == "rejected"
    assert worker.said(made("person.move", row=person.pk, data=spot, old={"died_on": None}, seq=2))["status"] == "held"


@pytest.mark.must("S-12", "S-19")
def test_a_character_that_cannot_be_stored_stops_nobody(world: World, worker: Line, person: Person, rev: int) -> None:
    office(world, person, name="张山峰")
    strange = correction(person, rev, {"name": "张\0三"}, {"name": "张三丰"})

    held, report = worker.push(strange, made("event.report", seq=2, data=world.report_form()))

    assert (held["status"], held["fields"]["name"]) == ("held", {"mine": "张三", "theirs": "张山峰"})
    assert report["status"] == "applied"
    assert worker.said(strange) == held


@pytest.fixture
def held(world: World, worker: Line, person: Person, rev: int) -> dict[str, Any]:
    office(world, person, name="张山峰")
    return worker.said(correction(person, rev, {"name": "张三"}, {"name": "张三丰"}))


@pytest.mark.must("S-25", "S-26")
@pytest.mark.parametrize("who", ["worker", "community", "lead"])
def test_the_worker_and_the_stations_above_see_it_and_may_settle_it(
    world: World, held: dict[str, Any], person: Person, who: str
) -> None:
    line = Line(world.people[who])
    (row,) = line.client.get("/api/sync/held/").json()["rows"]
    assert row["fields"]["name"]["mine"] == ("张三" if who == "worker" else "张*")

    settled = line.client.post(f"/api/sync/held/{held['id']}/settle/", {"take": "mine"}, format="json")

    assert (settled.status_code, settled.json()["status"]) == (200, "applied")
    assert now(person).name == "张三"
    assert line.client.get("/api/sync/held/").json()["rows"] == []


@pytest.mark.must("S-25")
def test_what_stands_may_stand(world: World, worker: Line, held: dict[str, Any], person: Person) -> None:
    desk = Line(world.people["community"])
    address = f"/api/sync/held/{held['id']}/settle/"

    settled = desk.client.post(address, {"take": "theirs"}, format="json")

    assert (settled.json()["status"], settled.json()["code"]) == ("rejected", "settled")
    assert now(person).name == "张山峰"
    assert worker.client.post(address, {"take": "mine"}, format="json").status_code == 409
    assert [each["code"] for each in worker.pull(outcomes_after="2020-01-01T00:00:00Z")["outcomes"]] == ["settled"]


@pytest.mark.must("S-26")
@pytest.mark.parametrize("who", ["stranger", "other_worker", "handler", "auditor"])
def test_nobody_else_sees_or_settles_it(world: World, held: dict[str, Any], who: str) -> None:
    line = Line(world.people[who])

    answer = line.client.post(f"/api/sync/held/{held['id']}/settle/", {"take": "mine"}, format="json")

    assert line.client.get("/api/sync/held/").json()["rows"] == []
    assert answer.status_code == 404
    assert SyncCommand.objects.get().status == "held"


scalars = st.none() | st.integers(-5, 5) | st.text(max_size=4) | st.booleans()


@pytest.mark.must("S-21")
@given(scalars, scalars)
def test_being_the_same_goes_both_ways(one: Any, other: Any) -> None:
    assert same(one, other) == same(other, one)
    assert same(one, one)


def test_nothing_is_nothing_and_noughts_do_not_count() -> None:
    assert same(None, "")
    assert same("88.50", 88.5)
    assert same({"id": "x", "address": "…"}, "x")
    assert not same("", "0")


@pytest.mark.must("S-26")
def test_the_desk_reads_whom_it_is_about_and_where_the_rooms_are(
    world: World, worker: Line, person: Person, rev: int
) -> None:
    first, second = add_room(world.grid), add_room(world.grid)
    office(world, person, name="张山峰")
    worker.said(correction(person, rev, {"name": "张三"}, {"name": "张三丰"}))
    assert perform("person.move", person.pk, {"room": str(first.pk)}, call=world.call("community")).applied
    moved = made("person.move", row=person.pk, data={"room": str(second.pk)}, old={"room": None}, seq=2)
    assert worker.said(moved)["status"] == "held"

    own = worker.client.get("/api/sync/held/").json()["rows"]
    seen = Line(world.people["community"]).client.get("/api/sync/held/").json()["rows"]

    assert [row["about"] for row in own] == ["张山峰", "张山峰"]
    assert [row["about"] for row in seen] == ["张*峰", "张*峰"]
    assert own[1]["fields"]["room"] == {"mine": second.address, "theirs": first.address}
    assert seen[1]["fields"]["room"] == own[1]["fields"]["room"]
    assert seen[0]["fields"]["name"] == {"mine": "张*", "theirs": "张*峰"}


@pytest.mark.must("S-26")
def test_two_names_that_look_the_same_masked_are_told_whole(
    world: World, worker: Line, person: Person, rev: int
) -> None:
    office(world, person, name="张山峰")
    worker.said(correction(person, rev, {"name": "张海峰"}, {"name": "张三丰"}))

    (row,) = Line(world.people["community"]).client.get("/api/sync/held/").json()["rows"]

    assert row["fields"]["name"] == {"mine": "张海峰", "theirs": "张山峰"}


def test_the_list_costs_the_same_for_one_as_for_three(world: World, worker: Line, rev: int) -> None:
    def held_about(name: str) -> int:
        person = add_person(world.grid, name)
        office(world, person, name="张山峰")
        seq = 10 + SyncCommand.objects.count()
        told = made("person.correct", row=person.pk, data={"name": "张三"}, old={"name": name}, seq=seq)
        assert worker.said(told)["status"] == "held"
        with CaptureQueriesContext(connection) as asked:
            assert worker.client.get("/api/sync/held/").status_code == 200
        return len(asked)

    first, *later = [held_about(name) for name in ("赵一", "钱二", "孙三")]
    assert later == [first, first]


@pytest.mark.must("S-05")
def test_who_lost_sight_of_somebody_hears_nothing_of_what_stands_there_now(
    world: World, worker: Line, person: Person, rev: int
) -> None:
    """A name, where somebody lives, the end of a number: a conflict tells what stands there to whoever may see it."""
    Posting.objects.filter(account=worker.account).update(grid=world.other_grid)
    office(world, person, name="张山峰", work_place="钢厂")
    old = {"name": "张三丰", "document": "", "lon": 0, "work_place": "纱厂"}

    outcome = worker.said(correction(person, rev, {"name": "张三", "work_place": "纺织厂"}, old))

    assert (outcome["status"], outcome["code"], outcome["fields"]) == ("rejected", "not_found", {})
    assert "张山峰" not in str(worker.client.get("/api/sync/held/").json())


@pytest.mark.must("S-05")
def test_of_somebody_elses_matter_not_even_the_place_is_told(world: World, worker: Line) -> None:
    event = world.report("other_worker", lon=110.15)
    told = {"note": "看看", "lon": 0, "lat": 0}

    outcome = worker.said(made("event.comment", row=event.pk, data=told, old={"lon": 1, "lat": 1}))

    assert (outcome["status"], outcome["code"], outcome["fields"]) == ("rejected", "not_found", {})


@pytest.mark.must("S-05")
def test_how_far_somebody_elses_matter_has_come_is_not_told(world: World, worker: Line) -> None:
    event = world.report("other_worker", lon=110.15)

    outcome = worker.said(made("event.settle", row=event.pk, expected_state="HANDLING", data={"answer": "已清理"}))

    assert (outcome["status"], outcome["code"]) == ("rejected", "not_found")
    assert event.get_state_display() not in outcome["message"]
