"""S-42, S-43: the scope of a unit — its matters and those it has a part in, for whoever handles them without a line."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.call import Actor, ActorKind
from apps.events.enums import OPEN
from apps.events.models import Assist, Event, EventPhoto
from apps.events.queries import events_in_reach
from apps.events.rules import Who
from apps.grids.enums import Role
from apps.grids.models import Posting, Unit
from apps.grids.reach import Post, Reach
from apps.journal.actions import Subject, write
from apps.journal.models import Entry
from apps.photos.models import Photo
from apps.sync import feed, keeping
from tests.sync.lines import Line, committed, made, names_of, row_of
from tests.sync.phones import Phone, phone_of
from tests.world import FROM, World

pytestmark = [pytest.mark.django_db, pytest.mark.must("S-42")]
NOBODY = Actor(ActorKind.PERSON, None, "")


@pytest.fixture
def unit(world: World, codes: None) -> str:
    return f"unit:{world.unit.pk}"


@pytest.fixture
def co_unit(world: World) -> str:
    return f"unit:{world.co_unit.pk}"


@pytest.fixture
def handler(world: World, unit: str) -> Line:
    return Line(world.people["handler"])


@pytest.fixture
def phones(world: World, unit: str) -> list[Phone]:
    """The handler's and the co-unit's, as they begin."""
    phones = [
        phone_of(world.people[name], number, frozenset())
        for number, name in enumerate(("handler", "co_handler"), start=1)
    ]
    for phone in phones:
        phone.pull()
    return phones


def filed(world: World, **said: Any) -> Event:
    now = timezone.now()
    event = world.report(at=now, **said)
    world.did("worker", "escalate", event, at=now, reason="需要执法")
    world.did("community", "escalate", event, at=now, reason="需要执法")
    world.did("acceptor", "accept", event, at=now)
    return world.did("lead", "file", event, at=now, condition=world.condition.pk)


def dispatched(world: World, *co_units: int, **said: Any) -> Event:
    told = {"unit": world.unit.pk, "co_units": list(co_units)}
    return world.did("dispatcher", "dispatch", filed(world, **said), at=timezone.now(), **told)


def follow(phones: list[Phone]) -> list[set[str]]:
    """What each has after another pull, which is what its scope holds when it is asked for anew."""
    committed()
    for phone in phones:
        phone.pull()
        for scope in phone.cursors:
            told = {(row["kind"], row["id"]): (row["rev"], row["body"]) for row in phone.line.whole(scope)["rows"]}
            here = {name: (row.scopes[scope], row.body) for name, row in phone.rows.items() if scope in row.scopes}
            assert here == told
    return [{pk for _, pk in phone.rows} for phone in phones]


def test_a_unit_follows_its_matters_and_its_parts_through_their_life(world: World, phones: list[Phone]) -> None:
    event = filed(world)
    one, nothing = {str(event.pk)}, set[str]()
    co = world.co_unit.pk
    followed = [("filed", follow(phones))]
    for who, verb, said in (
        ("dispatcher", "dispatch", {"unit": world.unit.pk}),
        ("handler", "return", {"reason": "不归我们"}),
        ("dispatcher", "dispatch", {"unit": world.unit.pk, "co_units": [co]}),
        ("handler", "sign", {}),
        ("co_handler", "assist", {"note": "已配合"}),
        ("dispatcher", "co_handle", {"unit": co, "note": "再看一次"}),
        ("dispatcher", "redispatch", {"unit": co, "reason": "归市监"}),
        ("co_handler", "sign", {}),
        ("dispatcher", "redispatch", {"unit": world.unit.pk, "reason": "还是归城管"}),
        ("handler", "sign", {}),
        ("handler", "reply", {"note": "已整改"}),
        ("dispatcher", "check", {}),
        ("lead", "close", {"answer": "已整改"}),
    ):
        committed()
        world.did(who, verb, event, at=timezone.now(), **said)
        followed.append((verb, follow(phones)))

    assert followed == [
        ("filed", [nothing, nothing]),
        ("dispatch", [one, nothing]),
        ("return", [nothing, nothing]),
        ("dispatch", [one, one]),
        ("sign", [one, one]),
        ("assist", [one, one]),
        ("co_handle", [one, one]),
        ("redispatch", [nothing, one]),
        ("sign", [nothing, one]),
        ("redispatch", [one, nothing]),
        ("sign", [one, nothing]),
        ("reply", [one, nothing]),
        ("check", [one, nothing]),
        ("close", [one, nothing]),
    ]


def photographed(event: Event, world: World) -> None:
    at, sizes = timezone.now(), {"width": 64, "height": 48}
    photo = Photo.objects.create(uploader="x", at=at, sha256="x", stored_sha256="x", original="x.jpg", **sizes)
    EventPhoto.objects.create(event=event, photo=photo, kind="AFTER", verb="reply", at=at)


def spoken_of(event: Event, world: World) -> None:
    """Beside the matter's own row, as words are added that came too late."""
    subject = Subject("event", event.pk)
    write(call=world.call("worker"), verb="event.comment", subject=subject, body={"note": "又"}, rooms=[], notice={})


WRITES: list[Callable[[Event, World], Any]] = [
    photographed,
    spoken_of,
    lambda event, world: Event.objects.filter(pk=event.pk).update(unit=None),
    lambda event, world: Event.objects.filter(pk=event.pk).update(unit=world.co_unit),
    lambda event, world: Event.objects.filter(pk=event.pk).update(text="别的"),
    lambda event, world: Assist.objects.filter(event=event).update(done_note="改过"),
    lambda event, world: Assist.objects.filter(event=event).update(unit=world.unit),
    lambda event, world: Assist.objects.filter(event=event).delete(),
    lambda event, world: _erased(event),
]


def _erased(event: Event) -> None:
    """By hand, the matter before what hangs on it."""
    with connection.cursor() as cursor:
        for rows in ("events_event WHERE id", "events_assist WHERE event_id", "events_eventphoto WHERE event_id"):
            cursor.execute(f"DELETE FROM {rows} = %s", [event.pk])  # noqa: S608 -- written here


@pytest.mark.parametrize("write", WRITES)
def test_no_way_of_writing_forgets_a_unit(
    world: World, phones: list[Phone], write: Callable[[Event, World], Any]
) -> None:
    event = dispatched(world, world.co_unit.pk)
    follow(phones)
    before = [phone.cursors[scope] for phone in phones for scope in phone.cursors]

    write(event, world)
    follow(phones)

    assert all(
        now[1] > was[1]  # type: ignore[operator]
        for was, now in zip(before, [at for phone in phones for at in phone.cursors.values()], strict=True)
    )


nth = st.integers(0, 2)
# By chance, and by hand: what a matter's unit is, who has a part, whether it has ended long ago.
HANDS: dict[str, Callable[[Event, list[Unit]], Any]] = {
    "nobody's": lambda event, units: Event.objects.filter(pk=event.pk).update(unit=None),
    "given": lambda event, units: Event.objects.filter(pk=event.pk).update(unit=units[0]),
    "helped": lambda event, units: Assist.objects.get_or_create(
        event=event, unit=units[0], defaults={"asked_at": timezone.now()}
    ),
    "not helped": lambda event, units: Assist.objects.filter(event=event, unit=units[0]).delete(),
    "done": lambda event, units: Assist.objects.filter(event=event).update(done_at=timezone.now()),
    "ended": lambda event, units: Event.objects.filter(pk=event.pk).update(
        state="CLOSED", answer="已办", moved_at=timezone.now() - timedelta(days=40)
    ),
    "opened": lambda event, units: Event.objects.filter(pk=event.pk).update(state="HANDLING", answer=""),
    "both": lambda event, units: (
        Event.objects.filter(pk=event.pk).update(unit=units[0])
        and Assist.objects.filter(event=event).update(unit=units[1])
    ),
}
steps = st.lists(st.tuples(st.sampled_from(sorted(HANDS)), nth, nth, st.booleans()), max_size=25)


@settings(deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck), max_examples=40)
@given(steps=steps)
def test_a_units_scope_holds_what_its_handler_sees_of_what_is_worth_keeping(
    world: World, codes: None, steps: list[tuple[str, int, int, bool]]
) -> None:
    begun = transaction.savepoint()
    events, units = [filed(world) for _ in range(3)], [world.unit, world.co_unit]
    names = [f"unit:{each.pk}" for each in units]
    feed.open_scopes(names)
    for what, which, whose, is_new in steps:
        if is_new:
            committed()
        HANDS[what](events[which], units if whose else units[::-1])
        told = [{row_id for _, row_id, _ in feed.manifest(name)} for name in names]
        assert told == [_worth_keeping(each) for each in units], what
    transaction.savepoint_rollback(begun)


def _worth_keeping(unit: Unit) -> set[str]:
    reach = Reach((Post(Role.HANDLER, "unit", unit.pk, unit.name, None),))
    seen = events_in_reach(Who(NOBODY, reach, timezone.now()))
    kept = Q(state__in=OPEN) | Q(moved_at__gt=timezone.now() - timedelta(days=30))
    return {str(pk) for pk in seen.filter(kept).values_list("pk", flat=True)}


def test_an_ended_matter_stays_for_thirty_days(world: World, handler: Line, unit: str) -> None:
    event = dispatched(world)
    version = handler.whole(unit)["version"]
    committed()
    almost = timezone.now() - timedelta(days=29)
    Event.objects.filter(pk=event.pk).update(state="CLOSED", answer="已办", moved_at=almost)
    assert names_of(handler.one(unit, version)) == {("event", str(event.pk))}

    # As time does it: the row is not written, so no trigger hears of it.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE events_event DISABLE TRIGGER sync_events_event_update")
        Event.objects.filter(pk=event.pk).update(moved_at=timezone.now() - timedelta(days=31))
        cursor.execute("ALTER TABLE events_event ENABLE TRIGGER sync_events_event_update")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    committed()
    keeping.age_out()

    assert row_of(handler.one(unit, version), "event", event.pk)["dead"] == "aged_out"


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
        assert "1111" not in str(row)


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


def test_a_unit_nobody_carries_is_not_fed(world: World, unit: str, co_unit: str, handler: Line) -> None:
    handler.whole(unit)
    committed()
    dispatched(world, world.co_unit.pk)

    assert set(feed.heads([unit, co_unit])) == {unit}
    assert feed.manifest(co_unit) == []
