"""S-06 to S-08, S-28 to S-30: what a phone is answered, by where it is."""

import hashlib
import uuid
from datetime import timedelta
from functools import reduce
from io import StringIO
from operator import xor
from typing import Any

import orjson
import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from apps.grids.models import Posting
from apps.sync import feed, keeping, pulling
from apps.sync.models import Holding, SyncDevice
from tests.registry.homes import add_person
from tests.sync.lines import Line, committed, row_of
from tests.world import World

pytestmark = pytest.mark.django_db


def digest_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """As the wire says it, worked out anew."""
    names = (f"{row['kind']}:{row['id']}:{row['rev']}" for row in rows)
    parts = (int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") for name in names)
    return {"count": len(rows), "xor": f"{reduce(xor, parts, 0):016x}"}


@pytest.mark.must("S-08")
def test_nothing_new_is_told_in_a_few_words_and_a_right_digest_changes_nothing(
    world: World, worker: Line, grid: str
) -> None:
    for _ in range(3):
        add_person(world.grid)
    whole = worker.whole(grid)

    told = worker.one(grid, whole["version"], digest=digest_of(whole["rows"]))

    assert told == {"scope": grid, "epoch": 1, "version": whole["version"]}


@pytest.mark.must("S-07", "S-08")
def test_a_wrong_digest_is_answered_with_a_list_to_compare_with(world: World, worker: Line, grid: str) -> None:
    person = add_person(world.grid)
    whole = worker.whole(grid)
    names = {(row["kind"], row["id"], row["rev"]) for row in whole["rows"]}

    told = worker.one(grid, whole["version"], digest={"count": 1, "xor": "0" * 16})
    rows = worker.rows(grid, ["person", str(person.pk)], ["person", str(uuid.uuid4())], ["no", "such"])

    assert {tuple(name) for name in told["manifest"]} == names
    assert [row["id"] for row in rows["rows"]] == [str(person.pk)]


@pytest.mark.must("S-06")
def test_a_transaction_too_long_for_a_page_is_told_as_a_list(
    world: World, worker: Line, grid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = worker.whole(grid)["version"]
    committed()
    monkeypatch.setattr(feed, "PAGE", 4)
    for _ in range(5):
        add_person(world.grid)

    told = worker.one(grid, version)

    assert len(told["manifest"]) == 6
    assert told["version"] == feed.heads([grid])[grid].version


@pytest.mark.must("S-07", "S-30")
def test_after_a_restore_and_from_beyond_the_end_lists_are_compared(worker: Line, grid: str) -> None:
    version = worker.whole(grid)["version"]
    assert "manifest" in worker.one(grid, version + 5)

    call_command("new_epoch", stdout=StringIO())
    told = worker.one(grid, version)

    assert "manifest" in told
    assert told["epoch"] > 1
    assert "manifest" not in worker.one(grid, version, epoch=told["epoch"])


@pytest.mark.must("S-30")
def test_an_epoch_is_told_once_whatever_the_clock_of_the_restored_machine_says(db: None) -> None:
    now = timezone.now()

    epochs = [keeping.begin_epoch(at) for at in (now, now, now - timedelta(days=30), now + timedelta(days=1))]

    assert epochs == sorted(set(epochs))
    assert epochs[-1] < 2**53


@pytest.mark.must("S-28")
def test_a_scope_that_was_taken_away_is_revoked_until_it_is_confirmed(world: World, worker: Line, grid: str) -> None:
    worker.whole(grid)
    Posting.objects.filter(account=worker.account).update(valid_to=timezone.localdate())

    first = worker.pull({"scope": grid, "epoch": 1, "version": 1})
    again = worker.pull()
    worker.post("purged", device=str(worker.device), scope=grid, rows=3)

    assert (first["scopes"], first["revoked"], again["revoked"]) == ([], [grid], [grid])
    assert worker.pull()["revoked"] == []
    assert Holding.objects.get().purged_rows == 3


def test_of_a_matter_in_a_lost_grid_its_reporter_is_told_other_moves_at_the_same_revision(
    world: World, worker: Line, grid: str
) -> None:
    """S-05: no row was touched, so only a phone that asks anew hears of it; a wrong digest makes it ask."""
    event = world.report()
    mine = f"worker:{worker.account.pk}"
    whole = worker.whole(mine)
    before = row_of(whole, "event", event.pk)
    Posting.objects.filter(account=worker.account).update(valid_to=timezone.localdate())

    told = worker.one(mine, whole["version"], digest={"count": 1, "xor": "0" * 16})
    after = row_of(worker.rows(mine, ["event", str(event.pk)]), "event", event.pk)

    assert ["event", str(event.pk), before["rev"]] in told["manifest"]
    assert after["rev"] == before["rev"]
    verbs, left = ([move["verb"] for move in row["body"]["moves"]] for row in (before, after))
    assert "accept" in verbs
    assert "accept" not in left


def test_nobody_is_told_of_a_scope_that_is_not_theirs(world: World, worker: Line, grid: str) -> None:
    worker.whole(grid)
    stranger = Line(world.people["other_worker"])

    answer = stranger.pull({"scope": grid, "epoch": 1, "version": None})

    assert (answer["scopes"], answer["revoked"]) == ([], [grid])
    assert stranger.client.get(f"/api/sync/snapshot/{grid}/1-1.json").status_code == 404
    assert stranger.post("rows", status=404, scope=grid, rows=[])["code"] == "not_found"


@pytest.mark.must("S-29")
def test_one_outbox_is_one_accounts(world: World, worker: Line, grid: str) -> None:
    worker.whole(grid)
    other = Line(world.people["other_worker"], device=worker.device)

    for door, told in (("pull", {"scopes": []}), ("push", {"commands": [], "device_time": timezone.now().isoformat()})):
        assert other.post(door, status=409, device=str(worker.device), **told)["code"] == "other_account"
    assert worker.post("pull", status=409, device=str(uuid.uuid4()), account=1, scopes=[])["code"] == "other_account"


def test_another_protocol_is_told_to_update(worker: Line) -> None:
    answer = worker.client.post("/api/sync/pull/", {"protocol": 2}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (426, "too_old")


def test_what_a_phone_says_of_itself_is_kept_for_whoever_looks_after_it(worker: Line, grid: str) -> None:
    oldest = timezone.now()
    worker.pull(
        {"scope": grid, "epoch": None, "version": None},
        app="build-7",
        pending={"count": 3, "oldest_at": oldest.isoformat()},
        storage={"persisted": False, "quota": 10_000, "usage": 9_000},
        evicted={"count": 2},
    )

    phone = SyncDevice.objects.get()
    assert (phone.app, phone.pending, phone.oldest_at, phone.evicted) == ("build-7", 3, oldest, 2)
    assert (phone.persisted, phone.quota, phone.usage) == (False, 10_000, 9_000)


def test_a_count_that_comes_in_after_a_newer_one_stands_until_the_next_pull(worker: Line) -> None:
    """14: the line may bring an older question after a newer one; the phone tells its count with each."""
    counts = []
    for told in (2, 0, 2, 0):
        worker.pull(pending={"count": told, "oldest_at": None})
        counts.append(SyncDevice.objects.get(pk=worker.device).pending)

    assert counts == [2, 0, 2, 0]


def test_the_scopes_of_a_worker_and_of_a_desk(world: World, worker: Line, grid: str) -> None:
    told = [row["scope"] for row in worker.pull(learn=True)["mine"]]
    desk = Line(world.people["lead"])

    assert told == [grid, f"worker:{worker.account.pk}", "ref:all"]
    assert [row["kind"] for row in desk.pull(learn=True)["mine"]] == ["worker", "ref"]
    assert "mine" not in worker.pull()


@pytest.mark.must("S-51")
def test_what_a_phone_did_not_know_it_may_carry_is_told_with_it(worker: Line, grid: str) -> None:
    known = worker.whole(grid)
    answer = worker.pull({"scope": grid, "epoch": known["epoch"], "version": known["version"]}, learn=True)

    told = {one["scope"]: "snapshot" in one for one in answer["scopes"]}
    assert told == {grid: False, f"worker:{worker.account.pk}": True, "ref:all": True}
    assert Holding.objects.filter(device=worker.device).count() == 3


def test_a_poll_that_finds_nothing_new_asks_two_things(
    worker: Line, grid: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Whose posts, and a glance at phone, scopes and commands; a session asks for its account beside them."""
    worker.whole(grid)
    version = worker.one(grid)["version"]
    worker.one(grid, version)
    asked = {"scope": grid, "epoch": 1, "version": version}
    told: dict[str, Any] = {"device": str(worker.device), "scopes": [asked], "outcomes_after": "2026-01-01T00:00:00Z"}

    with django_assert_num_queries(2):
        answer = worker.post("pull", **told)

    assert answer["scopes"] == [asked]


@pytest.mark.must("S-40")
def test_a_whole_scope_comes_in_lines_the_last_of_which_says_that_it_is_whole(
    monkeypatch: pytest.MonkeyPatch, worker: Line
) -> None:
    """S-40."""
    monkeypatch.setattr(pulling, "LINE", 20)
    response: Any = worker.client.get(worker.one("ref:all")["snapshot"])

    head, *parts, last = [orjson.loads(line) for line in response.streaming_content]
    assert (head["scope"], set(last)) == ("ref:all", {"count"})
    assert len(parts) > 1
    assert last["count"] == sum(len(part["rows"]) for part in parts) == len(feed.all_of("ref:all"))
