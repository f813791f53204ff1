"""S-42: what the scope of a unit holds, whoever writes and however."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.call import Actor, ActorKind
from apps.events.enums import OPEN
from apps.events.models import Assist, Event, EventPhoto
from apps.events.queries import events_in_reach
from apps.events.rules import Who
from apps.grids.enums import Role
from apps.grids.models import Unit
from apps.grids.reach import Post, Reach
from apps.journal.actions import Subject, write
from apps.photos.models import Photo
from apps.sync import feed, keeping
from tests.sync.lines import Line, committed, names_of, row_of
from tests.sync.phones import Phone
from tests.sync.units import dispatched, filed, follow
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.must("S-42")]
NOBODY = Actor(ActorKind.PERSON, None, "")


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


def test_a_unit_nobody_carries_is_not_fed(world: World, unit: str, co_unit: str, handler: Line) -> None:
    handler.whole(unit)
    committed()
    dispatched(world, world.co_unit.pk)

    assert set(feed.heads([unit, co_unit])) == {unit}
    assert feed.manifest(co_unit) == []
