"""S-05: what a phone is told of a row is what its own address tells, and a page costs the same however long it is."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.commands.perform import perform
from apps.registry.models import Consent, DataRequest, Household, Organisation
from apps.registry.retention import REMOVALS
from apps.registry.sight import sight_of_everything
from tests.registry.homes import add_building, add_person, add_room, belonging, inside, known
from tests.sync.lines import Line, committed, names_of, row_of
from tests.world import MORNING, World

pytestmark = pytest.mark.django_db

ADDRESSES = {
    "event": "/api/events/{}/",
    "person": "/api/registry/people/{}/",
    "room": "/api/registry/rooms/{}/",
    "building": "/api/registry/buildings/{}/",
    "organisation": "/api/registry/organisations/{}/",
    "grid": "/api/grids/{}/",
    "codes": "/api/registry/codes/{}/",
}


# What a phone needs to search, and what another address of the person tells.
BESIDE = {"initials", "pinyin", "care"}


def say(world: World, name: str, target: object = None, /, **told: Any) -> dict[str, Any]:
    outcome = perform(name, target, told, call=world.call("worker"))  # type: ignore[arg-type]
    assert outcome.applied, outcome.answer
    return outcome.answer


def lived_in(world: World) -> None:
    """A street of the ordinary kind, and an owner who lives in the next grid."""
    building = add_building(world.grid)
    room = add_room(world.grid, building)
    first = say(world, "person.add", name="张三丰", room=str(room.pk), phone="13800001234", sex="1", education="20")
    second = say(world, "person.add", name="李小龙", room=str(room.pk))
    other = add_person(world.other_grid, "王五")
    home = say(world, "household.add", room=str(room.pk), head=first["id"], number="12")
    say(world, "person.join", second["id"], household=home["id"], kinship="1")
    say(world, "person.add_role", first["id"], kind="LIVING_ALONE")
    say(world, "person.consent", first["id"], text_key="collection", text_version="2026.1")
    say(world, "person.ask", second["id"], kind="COPY", text="查阅")
    with sight_of_everything():
        Organisation.objects.create(
            name="小店", initials="XD", address="一街", place=inside(world.grid), **belonging(world.grid), **known()
        )
        room.tenures.create(person=other, kind="OWNER", from_on=MORNING.date(), **belonging(world.grid))
    say(world, "visit.record", person=first["id"], kind="CARE", note="都好")
    say(world, "visit.record", room=str(room.pk), kind="CARE")
    say(world, "person.correct", first["id"], phone="13800005678")


def matters(world: World) -> None:
    """One in the worker's hands, one a resident told, one ended, one on its way through the street."""
    world.report()
    world.report("worker", channel="RESIDENT", reporter_name="赵六", reporter_phone="13900001111")
    now = timezone.now()
    world.did("worker", "settle", world.report(at=now), at=now, answer="已劝离")
    filed = world.did("worker", "escalate", world.report(), reason="需要执法")
    world.did("community", "comment", filed, note="请看一下")


@pytest.mark.must("S-05")
def test_a_body_is_what_its_own_address_tells(world: World, worker: Line, grid: str) -> None:
    lived_in(world)
    matters(world)
    told = worker.whole(grid)["rows"] + worker.whole("ref:all")["rows"]

    compared = [row for row in told if row["kind"] in ADDRESSES]

    assert {row["kind"] for row in compared} == set(ADDRESSES)
    for row in compared:
        address = ADDRESSES[row["kind"]].format(row["id"])
        body = {name: value for name, value in row["body"].items() if name not in BESIDE}
        assert body == worker.client.get(address).json(), row["kind"]
    people = [row for row in compared if row["kind"] == "person"]
    for row in people:
        care = worker.client.get(f"/api/registry/people/{row['id']}/care/").json()
        assert row["body"]["care"] == {name: care[name] for name in ("consents", "requests")}


@pytest.mark.must("S-05")
def test_what_somebody_reported_is_told_alike_in_both_scopes_it_is_in(world: World, worker: Line, grid: str) -> None:
    event = world.report()

    own = worker.whole(f"worker:{worker.account.pk}")

    assert row_of(own, "event", event.pk)["body"] == row_of(worker.whole(grid), "event", event.pk)["body"]


@pytest.mark.must("S-05")
def test_an_owner_of_elsewhere_is_told_to_be_there_and_no_more(world: World, worker: Line, grid: str) -> None:
    lived_in(world)

    told = worker.whole(grid)

    assert "王五" not in str(told)
    assert "管辖范围外的人员" in str(told)


def test_a_page_costs_the_same_however_many_rows_it_has(world: World, worker: Line, grid: str) -> None:
    version = worker.whole(grid)["version"]
    committed()
    costs, sizes = [], []
    for _ in range(2):
        lived_in(world)
        matters(world)
        with CaptureQueriesContext(connection) as said:
            page = worker.one(grid, version)
        costs.append(len(said))
        sizes.append(len(names_of(page)))

    assert sizes[1] > sizes[0] > 6
    assert costs[0] == costs[1]
    assert costs[0] <= 70, [told["sql"][:90] for told in said]


@pytest.mark.must("S-05")
def test_a_household_without_its_head_is_told_so(world: World, worker: Line, grid: str) -> None:
    lived_in(world)
    with sight_of_everything():
        home = Household.objects.get()
        head = home.head
        assert head is not None
    version = worker.whole(grid)["version"]
    committed()
    say(world, "person.leave", head.pk, gone="LEFT", on=MORNING.date().isoformat())

    changed = worker.one(grid, version)

    homes = [row["body"]["household"] for row in changed["rows"] if row["kind"] == "person" and "body" in row]
    assert {home["head"] for home in homes if home} == {None}


@pytest.mark.must("S-01")
def test_a_merge_that_can_be_undone_no_more_is_told(world: World, worker: Line, grid: str) -> None:
    kept, lost = add_person(world.grid), add_person(world.grid)
    merged = perform("person.merge", kept.pk, {"other": str(lost.pk)}, call=world.call("community"))
    assert merged.applied, merged.answer
    before = worker.whole(grid)
    committed()

    with sight_of_everything():
        assert REMOVALS["MERGE"](MORNING.date() + timedelta(days=1), 10) == 1

    after = row_of(worker.one(grid, before["version"]), "person", kept.pk)
    assert row_of(before, "person", kept.pk)["body"]["merged"] == [str(lost.pk)]
    assert after["body"]["merged"] == []


@pytest.mark.must("S-05")
def test_consents_and_requests_of_one_moment_are_told_in_one_order(world: World, worker: Line, grid: str) -> None:
    """What was written down more than fourteen days ago counts as made in one moment when it comes in one push."""
    person = add_person(world.grid)
    ids = sorted((uuid4() for _ in range(4)), reverse=True)
    hung = {"person": person, **belonging(world.grid)}
    with sight_of_everything():
        for number, pk in enumerate(ids):
            Consent.objects.create(id=pk, text_key=str(number), version="1", given_at=MORNING, **hung)
            DataRequest.objects.create(id=pk, kind="COPY", text=str(number), asked_at=MORNING, **hung)

    care = row_of(worker.whole(grid), "person", person.pk)["body"]["care"]

    assert [one["key"] for one in care["consents"]] == ["3", "2", "1", "0"]
    assert [one["text"] for one in care["requests"]] == ["3", "2", "1", "0"]
