"""A grid goes from one worker to the next: words, receipts on both sides, and nothing to anybody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from apps.commands.perform import Outcome, perform
from apps.grids.enums import Role
from apps.grids.models import Posting
from apps.handovers.models import HandoverNote, HandoverReceipt
from tests.sync.lines import Line, committed, made
from tests.world import World

pytestmark = pytest.mark.django_db
SECRET = "3栋独居的欧阳奶奶周三要送药"


def left(world: World, who: str = "worker", text: str = SECRET) -> Outcome:
    told = {"grid": world.grid.pk, "text": text}
    return perform("handover.note", None, told, call=world.call(who, timezone.now()))


def door(world: World, who: str) -> APIClient:
    client = APIClient()
    client.force_login(world.people[who])
    return client


def goes_to(world: World, who: str) -> Posting:
    today = timezone.localdate()
    Posting.objects.filter(account=world.people["worker"], grid=world.grid).update(valid_to=today)
    return Posting.objects.create(
        account=world.people[who], role=Role.WORKER, grid=world.grid, valid_from=today - timedelta(days=1)
    )


def test_what_the_old_worker_wrote_is_on_the_new_ones_phone_and_both_receipts_at_the_station(
    world: World, worker: Line, grid: str
) -> None:
    device = str(worker.device)
    worker.whole(grid)
    assert worker.said(made("handover.note", data={"grid": world.grid.pk, "text": SECRET}))["status"] == "applied"
    goes_to(world, "other_worker")

    assert worker.pull({"scope": grid, "epoch": 1, "version": 1})["revoked"] == [grid]
    worker.post("purged", device=device, scope=grid, rows=41)
    new = Line(world.people["other_worker"])
    (note,) = [row["body"] for row in new.whole(grid)["rows"] if row["kind"] == "handover"]
    received = made("handover.receive", data={"grid": world.grid.pk})
    assert [new.said(received)["status"] for _ in range(2)] == ["applied", "applied"]
    committed()
    own = new.whole(f"worker:{new.account.pk}")["rows"]

    assert (note["text"], note["by"]) == (SECRET, "worker")
    assert [row["body"]["grid"] for row in own if row["kind"] == "receipt"] == [world.grid.pk]
    seen = door(world, "community").get(f"/api/sync/handovers/?grid={world.grid.pk}").json()
    after, before = seen["workers"]
    assert (after["account"]["name"], before["account"]["name"]) == ("other_worker", "worker")
    assert after["received_at"] is not None
    assert [phone["purged_rows"] for phone in before["phones"]] == [41]
    assert [told["text"] for told in seen["notes"]] == [SECRET]


def test_receiving_twice_is_one_receipt(world: World) -> None:
    for _ in range(2):
        assert perform(
            "handover.receive", None, {"grid": world.grid.pk}, call=world.call("worker", timezone.now())
        ).applied

    assert HandoverReceipt.objects.count() == 1


@pytest.mark.parametrize("who", ["other_worker", "stranger", "leader", "auditor", "handler"])
def test_nobody_else_writes_or_receives(world: World, who: str) -> None:
    assert left(world, who).code == "not_yours"
    received = perform("handover.receive", None, {"grid": world.grid.pk}, call=world.call(who, timezone.now()))
    assert received.code == "not_yours"


def test_the_station_writes_for_one_who_cannot_any_more(world: World) -> None:
    client = door(world, "community")
    told = {"grid": world.grid.pk, "text": SECRET}

    assert client.post("/api/sync/handovers/", told, format="json").status_code == 201
    assert client.post("/api/sync/handovers/", {"grid": world.grid.pk}, format="json").json()["field"] == "text"


@pytest.mark.parametrize("who", ["worker", "other_worker", "stranger", "auditor", "handler"])
def test_the_stations_page_opens_to_nobody_else(world: World, who: str) -> None:
    left(world)
    answer = door(world, who).get(f"/api/sync/handovers/?grid={world.grid.pk}")

    assert answer.status_code == 404
    assert SECRET not in answer.content.decode()


def test_the_neighbours_phone_hears_nothing(world: World, worker: Line) -> None:
    left(world)
    neighbour = Line(world.people["other_worker"])

    assert SECRET not in str(neighbour.whole(f"grid:{world.other_grid.pk}"))


def test_the_database_shows_no_note_to_whoever_forgets_to_say_who_looks(world: World) -> None:
    left(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('grid.sees', '', true)")

    assert HandoverNote.objects.count() == 0
