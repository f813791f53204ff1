"""What redrawing would move is told before it is done, and is what moves afterwards."""

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.test import Client

from apps.accounts.models import Account
from apps.commands.perform import perform
from apps.events.models import Event
from apps.grids.enums import Role
from apps.grids.models import Grid, Posting
from apps.registry.models import Person
from apps.registry.sight import sight_of_everything
from apps.registry.tasks import empty_ended_grids
from tests.registry.homes import add_person, add_room
from tests.world import FROM, MORNING, World

BENT = [[110.1, 30.0], [110.12, 30.05], [110.1, 30.1]]
STRIP = Point(110.11, 30.05, srid=4490)
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(world: World) -> Client:
    """Of the street; two people and a room in each grid, one of the second's where the border would pass over."""
    for grid, west in ((world.grid, 110.0), (world.other_grid, 110.1)):
        xs, ys = (west, round(west + 0.05, 2), round(west + 0.1, 2)), (30.0, 30.05, 30.1)
        ring = [(xs[0], ys[0]), (xs[1], ys[0]), (xs[2], ys[0]), (xs[2], ys[1]), (xs[2], ys[2]), (xs[1], ys[2])]
        grid.outline = MultiPolygon(Polygon([*ring, (xs[0], ys[2]), (xs[0], ys[1]), ring[0]]), srid=4490)
        grid.centre = Point(west + 0.06, 30.05, srid=4490)
        grid.save(update_fields=["outline", "centre"])
    add_person(world.grid)
    add_room(world.grid)
    add_person(world.other_grid)
    add_person(world.other_grid, place=STRIP)
    world.people["admin"] = Account.objects.create(phone="19900019999", name="admin")
    Posting.objects.create(account=world.people["admin"], role=Role.ADMIN, division=world.street, valid_from=FROM)
    return signed_in(world, "admin")


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def preview(client: Client, **form: Any) -> Any:
    return client.post("/api/grids/preview/", form, content_type="application/json")


def counted(answer: Any, kind: str) -> dict[tuple[int, int], int]:
    return {
        (share["grid"], share["part"]): share["count"] for share in answer.json()["shares"] if share["kind"] == kind
    }


def test_a_border_tells_who_would_move_and_changes_nothing(world: World, admin: Client) -> None:
    world.report()

    answer = preview(admin, kind="BORDER", grids=[world.grid.pk, world.other_grid.pk], line=BENT)

    assert answer.status_code == 200, answer.content
    one, other = world.grid.pk, world.other_grid.pk
    people = counted(answer, "people")
    assert people[one, 0] == 1
    assert people[other, 0] == 1
    assert people[other, 1] == 1
    assert (one, 1) not in people
    assert counted(answer, "matters") == {(one, 0): 1}
    assert [part["workers"] for part in answer.json()["parts"]] == [["worker"], ["other_worker"]]
    assert Grid.objects.filter(valid_to=None).count() == 2


def test_what_was_told_is_what_moves(world: World, admin: Client) -> None:
    grids = [world.grid.pk, world.other_grid.pk]
    told = counted(preview(admin, kind="BORDER", grids=grids, line=BENT), "people")
    moved = perform("grids.move_border", str(grids[0]), {"other": grids[1], "line": BENT}, call=world.call("admin"))
    empty_ended_grids(MORNING)

    begun = [grid["id"] for grid in moved.answer["begun"]]
    with sight_of_everything():
        found = [Person.objects.filter(grid=pk).count() for pk in begun]
    assert found == [told[grids[0], 0] + told[grids[1], 0], told[grids[1], 1]]


def test_a_split_and_a_merge_are_told_too(world: World, admin: Client) -> None:
    across = [[110.05, 29.0], [110.05, 31.0]]

    split = preview(admin, kind="SPLIT", grids=[world.grid.pk], line=across)
    merged = preview(admin, kind="MERGE", grids=[world.grid.pk, world.other_grid.pk])

    assert counted(split, "people") == {(world.grid.pk, 1): 1}
    assert [part["workers"] for part in split.json()["parts"]] == [["worker"], ["worker"]]
    assert sum(counted(merged, "people").values()) == 3


@pytest.mark.parametrize("who", ["worker", "lead", "stranger"])
def test_others_are_told_nothing(world: World, admin: Client, who: str) -> None:
    assert preview(signed_in(world, who), kind="MERGE", grids=[world.grid.pk, world.other_grid.pk]).status_code == 403


def test_rubbish_is_refused_in_words(world: World, admin: Client) -> None:
    grids = [world.grid.pk, world.other_grid.pk]
    for form in (
        {"kind": "SPLIT", "grids": grids[:1]},
        {"kind": "SPLIT", "grids": grids[:1], "line": [[111, 30], [112, 30]]},
        {"kind": "BORDER", "grids": grids[:1], "line": BENT},
        {"kind": "BORDER", "grids": grids, "line": [[500, 1], [2, 2]]},
        {"kind": "MERGE", "grids": [world.grid.pk]},
        {"kind": "TURN", "grids": grids},
    ):
        assert preview(admin, **form).status_code == 400
    assert preview(admin, kind="MERGE", grids=[10**9, world.grid.pk]).status_code == 409


def test_neighbours_know_the_border(world: World, admin: Client) -> None:
    answer = admin.get(f"/api/grids/{world.grid.pk}/neighbours/").json()

    assert answer["may_redraw"]
    (row,) = answer["rows"]
    assert (row["id"], row["may_merge"]) == (world.other_grid.pk, True)
    assert {tuple(spot) for spot in row["border"]} == {(110.1, 30.0), (110.1, 30.05), (110.1, 30.1)}
    assert not signed_in(world, "lead").get(f"/api/grids/{world.grid.pk}/neighbours/").json()["may_redraw"]


def test_the_doors_redraw(world: World, admin: Client) -> None:
    one, other = world.grid.pk, world.other_grid.pk
    listed = admin.get("/api/grids/", {"division": world.community.pk}).json()["rows"]
    assert [row["id"] for row in listed] == [one, other]

    answer = admin.post(f"/api/grids/{one}/border/", {"other": other, "line": BENT}, content_type="application/json")

    assert answer.status_code == 200, answer.content
    assert Event.objects.count() == 0
    told = {"line": BENT, "names": ["a", "b"]}
    assert admin.post(f"/api/grids/{one}/split/", told, content_type="application/json").status_code == 409
