"""S-42, S-43: whose phone carries a unit, and what it is told of a matter."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.grids.enums import Role
from apps.grids.models import Posting
from apps.journal.models import Entry
from tests.sync.lines import Line, committed, made, names_of, row_of
from tests.sync.phones import Phone
from tests.sync.units import dispatched, follow
from tests.world import FROM, World

pytestmark = [pytest.mark.django_db, pytest.mark.must("S-42")]


def test_a_body_is_what_the_matters_address_tells_the_handler(
    world: World, handler: Line, unit: str, co_unit: str
) -> None:
    """Who told us is for those who may have to call back: a unit is not among them."""
    told = {"channel": "RESIDENT", "reporter_name": "赵六", "reporter_phone": "13900001111"}
    event = dispatched(world, world.co_unit.pk, **told)
    co_handler = Line(world.people["co_handler"])

    for line, scope in ((handler, unit), (co_handler, co_unit)):
        (row,) = line.whole(scope)["rows"]
        assert row["body"] == line.client.get(f"/api/events/{event.pk}/").json()
        assert (row["kind"], row["body"]["reporter"]) == ("event", None)
        assert "赵" not in str(row)
        assert not re.search(r"139.{4}1111", str(row))


@pytest.mark.must("S-43")
def test_what_may_be_done_after_signing_is_told_with_what_waits_to_be_signed(
    world: World, handler: Line, unit: str
) -> None:
    """Whoever signs without a line goes on; a part that is open elsewhere holds up the reply."""
    alone, helped = dispatched(world), dispatched(world, world.co_unit.pk)
    whole = handler.whole(unit)

    verbs = [
        [[move["verb"] for move in row_of(whole, "event", event.pk)["body"][name]] for name in ("moves", "once_signed")]
        for event in (alone, helped)
    ]
    signed = world.did("handler", "sign", alone, at=timezone.now())
    now = handler.client.get(f"/api/events/{signed.pk}/").json()

    assert verbs == [
        [["sign", "return", "comment"], ["attend", "reply"]],
        [["sign", "return", "comment"], ["attend"]],
    ]
    assert {"attend", "reply"} <= {move["verb"] for move in now["moves"]}
    assert now["once_signed"] == []


def test_a_page_costs_a_handler_the_same_however_many_matters_it_has(world: World, handler: Line, unit: str) -> None:
    version = handler.whole(unit)["version"]
    committed()
    costs, sizes = [], []
    for _ in range(2):
        for event in [dispatched(world), dispatched(world, world.co_unit.pk)]:
            world.did("handler", "sign", event, at=timezone.now())
        dispatched(world)
        committed()
        with CaptureQueriesContext(connection) as said:
            page = handler.one(unit, version)
        costs.append(len(said))
        sizes.append(len(names_of(page)))

    assert sizes == [3, 6]
    assert costs[0] == costs[1], [told["sql"][:120] for told in said]


def test_a_unit_is_carried_by_its_handlers_and_by_nobody_else(world: World, handler: Line, unit: str) -> None:
    told = [(row["scope"], row["name"], row["kind"]) for row in handler.pull(learn=True)["mine"]]
    others = [Line(world.people[name]) for name in ("worker", "dispatcher", "co_handler", "leader")]

    assert told[0] == (unit, "东区城管局", "unit")
    assert [scope for scope, *_ in told[1:]] == [f"worker:{handler.account.pk}", "ref:all"]
    for other in others:
        answer = other.pull({"scope": unit, "epoch": 1, "version": None})
        assert (answer["scopes"], answer["revoked"]) == ([], [unit])
        assert other.client.get(f"/api/sync/snapshot/{unit}/1-1.json").status_code == 404


def test_whoever_leaves_a_unit_gives_its_matters_back(world: World, phones: list[Phone], unit: str) -> None:
    event, phone = dispatched(world), phones[0]
    follow(phones)
    phone.save("event.sign", unit, row=str(event.pk), expected_state="DISPATCHED")
    Posting.objects.filter(account=phone.line.account).update(valid_to=timezone.localdate())

    phone.pull()
    kept = dict(phone.rows)
    phone.push()
    phone.pull()

    assert set(kept) == {("event", str(event.pk))}
    assert (phone.rows, phone.cursors) == ({}, {})
    assert phone.line.pull()["revoked"] == []


@pytest.mark.must("S-43")
def test_a_matter_of_ones_grid_and_of_ones_unit_is_told_alike_and_stays_while_either_has_it(
    world: World, phones: list[Phone], unit: str
) -> None:
    phone, grid = phones[0], f"grid:{world.grid.pk}"
    account = phone.line.account
    Posting.objects.create(account=account, role=Role.WORKER, grid=world.grid, valid_from=FROM)
    event = dispatched(world)
    follow([phone])
    name = ("event", str(event.pk))
    in_both = set(phone.rows[name].scopes)
    told = [row_of(phone.line.whole(scope), *name)["body"] for scope in (grid, unit)]

    committed()
    world.did("handler", "return", event, at=timezone.now(), reason="不归我们")
    follow([phone])
    in_grid = set(phone.rows[name].scopes)
    committed()
    world.did("dispatcher", "dispatch", event, at=timezone.now(), unit=world.unit.pk)
    Posting.objects.filter(account=account, grid=world.grid).update(valid_to=timezone.localdate())
    follow([phone])

    assert (in_both, in_grid) == ({grid, unit}, {grid})
    assert told[0] == told[1]
    assert {move["verb"] for move in told[0]["moves"]} >= {"sign", "comment"}
    assert set(phone.rows[name].scopes) == {unit}


@pytest.mark.must("S-05")
def test_whoever_loses_a_grid_is_told_anew_what_is_also_the_units(world: World, phones: list[Phone], unit: str) -> None:
    """The matter itself does not change: what its handler may read of it does."""
    phone, grid = phones[0], f"grid:{world.grid.pk}"
    post = Posting.objects.create(account=phone.line.account, role=Role.WORKER, grid=world.grid, valid_from=FROM)
    told = {"channel": "RESIDENT", "reporter_name": "赵六", "reporter_phone": "13900001111"}
    name = ("event", str(dispatched(world, **told).pk))
    follow([phone])
    scopes, reporter = set(phone.rows[name].scopes), phone.rows[name].body["reporter"]

    post.delete()
    follow([phone])

    assert (scopes, reporter) == ({grid, unit}, {"name": "赵*", "phone": "139****1111", "anonymous": False})
    assert (set(phone.rows[name].scopes), phone.rows[name].body["reporter"]) == ({unit}, None)


def test_what_a_handler_did_before_the_posting_ended_counts_and_is_marked(
    world: World, handler: Line, unit: str
) -> None:
    event, today = dispatched(world), timezone.localdate()
    Posting.objects.filter(account=handler.account).update(valid_to=today)
    yesterday = (timezone.now() - timedelta(days=1)).isoformat()

    outcome = handler.said(made("event.sign", row=event.pk, expected_state="DISPATCHED", occurred_at=yesterday))

    assert outcome["status"] == "applied"
    assert Entry.objects.get(call_id=outcome["id"]).body["from_former_worker"] is True
