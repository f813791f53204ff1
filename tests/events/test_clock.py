"""The timer: at the moment, once, in batches, and one matter's trouble is not the others'."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from apps.calendars.models import Day
from apps.calendars.queries import forget
from apps.commands.perform import perform
from apps.events import tasks
from apps.events.actions.timing import TRIED_AGAIN_AFTER
from apps.events.enums import Light, State
from apps.events.models import Event
from apps.events.tasks import run_clock
from apps.journal.models import Entry
from tests.world import MORNING, World, clock_call

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def filed(world: World) -> Event:
    event = world.report(name="acceptor", channel="HOTLINE")
    event = world.did("acceptor", "accept", event)
    return world.did("lead", "file", event, condition=world.condition.pk)


def handled(world: World) -> Event:
    event = world.did("dispatcher", "dispatch", filed(world), unit=world.unit.pk)
    return world.did("handler", "sign", event)


def again(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def done_by_the_clock(event: Event) -> list[str]:
    said = Entry.objects.filter(subject_kind="event", subject_id=str(event.pk), actor_kind="CLOCK").order_by("id")
    return list(said.values_list("verb", flat=True))


def test_it_warns_and_then_marks_overdue_each_at_its_moment_and_once(world: World) -> None:
    event = handled(world)
    assert event.warn_at is not None
    assert event.due_at is not None

    assert run_clock(event.warn_at - SECOND) == 0
    assert run_clock(event.warn_at) == 1
    assert run_clock(event.warn_at) == 0
    assert again(event).light == Light.YELLOW
    assert run_clock(event.due_at - SECOND) == 0
    assert run_clock(event.due_at) == 1
    assert run_clock(event.due_at + DAY) == 0

    late = again(event)
    assert (late.light, late.handled_late, late.next_at) == (Light.RED, True, None)
    assert done_by_the_clock(event) == ["event.warn", "event.overdue"]


def test_a_timer_that_slept_catches_up_with_one_step_a_tick(world: World) -> None:
    event = handled(world)
    later = MORNING + 30 * DAY

    assert [run_clock(later) for _ in range(3)] == [1, 1, 0]
    assert done_by_the_clock(event) == ["event.warn", "event.overdue"]


def test_what_the_small_ring_leaves_lying_goes_up_to_the_street_and_is_late_there(world: World) -> None:
    event = world.report()
    levels = [(event.level, event.ring)]
    for _ in range(20):
        now = again(event)
        if now.next_at is None:
            break
        run_clock(now.next_at)
        levels.append((again(event).level, again(event).ring))

    assert list(dict.fromkeys(levels)) == [("GRID", "SMALL"), ("COMMUNITY", "SMALL"), ("STREET", "BIG")]
    assert done_by_the_clock(event) == [
        *("event.warn", "event.escalate"),
        *("event.warn", "event.escalate"),
        *("event.warn", "event.overdue"),
    ]
    assert (again(event).state, again(event).light) == (State.REPORTED, Light.RED)


def test_a_suspension_ends_by_itself_and_the_clock_runs_on(world: World) -> None:
    event = handled(world)
    until = MORNING + 5 * DAY
    event = world.did("lead", "suspend", event, until=until.isoformat(), reason="等材料")

    assert run_clock(until - SECOND) == 0
    assert run_clock(until) == 1

    resumed = again(event)
    assert (resumed.state, resumed.suspended_until) == (State.HANDLING, None)
    assert resumed.due_at is not None
    assert resumed.due_at > until
    assert done_by_the_clock(event) == ["event.resume"]


def test_an_ended_matter_is_left_alone(world: World) -> None:
    event = world.did("worker", "settle", world.report(), answer="已处理")

    assert run_clock(MORNING + 100 * DAY) == 0
    assert done_by_the_clock(event) == []


@pytest.mark.parametrize(
    ("reported", "due"),
    [
        ("2026-03-09 09:00", "2026-03-10 09:00"),
        ("2026-03-13 15:00", "2026-03-16 15:00"),
        ("2026-03-14 10:00", "2026-03-16 17:30"),
    ],
)
def test_a_work_day_of_the_small_ring_leaves_out_weekends_in_shanghais_time(
    world: World, reported: str, due: str
) -> None:
    event = world.report(at=shanghai(reported))

    assert event.due_at is not None
    assert f"{event.due_at.astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M}" == due


def test_a_holiday_pushes_the_end_on(world: World) -> None:
    before = world.report(at=shanghai("2026-03-09 09:00")).due_at
    Day.objects.create(date="2026-03-10", is_working=False)
    forget()
    after = world.report(at=shanghai("2026-03-09 09:00")).due_at
    forget()

    assert before is not None
    assert after == before + DAY


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def test_a_tick_takes_a_bounded_number_and_the_longest_due_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    events = [world.report(at=MORNING + n * HOUR / 60) for n in range(5)]
    later = MORNING + HOUR * 24 * 20

    assert run_clock(later) == 2
    assert [done_by_the_clock(event) for event in events] == [["event.warn"], ["event.warn"], [], [], []]


def test_one_matter_that_cannot_be_moved_does_not_stop_the_others(world: World) -> None:
    events = [handled(world) for _ in range(3)]
    broken = events[0]
    at = MORNING + 30 * DAY
    # Of a state the table does not know: no action can be right, and looking it up fails.
    Event.objects.filter(pk=broken.pk).update(state="NONSENSE")

    assert run_clock(at) == 2
    assert [done_by_the_clock(event) for event in events] == [[], ["event.warn"], ["event.warn"]]


def test_what_it_could_not_do_is_written_down_beside_the_matters_own_story(world: World) -> None:
    broken = handled(world)
    Event.objects.filter(pk=broken.pk).update(state="NONSENSE", next_at=MORNING)

    assert [run_clock(MORNING) for _ in range(2)] == [0, 0]

    assert again(broken).next_at == MORNING + TRIED_AGAIN_AFTER
    (entry,) = Entry.objects.filter(verb="event.put_off")
    assert (entry.subject_kind, entry.subject_id, entry.rooms) == ("clock", str(broken.pk), [])


def test_what_moved_meanwhile_is_not_put_off(world: World) -> None:
    event = handled(world)
    seen = {"moves": event.moves - 1, "next_at": event.next_at}

    outcome = perform("event.put_off", event.pk, seen, call=clock_call(MORNING))

    assert outcome.answer == {"put_off": False}
    assert again(event).next_at == event.next_at
    assert not Entry.objects.filter(verb="event.put_off").exists()


def test_nobody_but_the_clock_puts_off(world: World) -> None:
    event = handled(world)
    seen = {"moves": event.moves, "next_at": event.next_at}

    assert perform("event.put_off", event.pk, seen, call=world.call("lead")).code == "not_yours"
    assert again(event).next_at == event.next_at


def test_many_broken_matters_do_not_take_up_every_tick(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    broken, sound = [handled(world), handled(world)], handled(world)
    Event.objects.filter(pk__in=[event.pk for event in broken]).update(state="NONSENSE", next_at=MORNING)
    at = MORNING + 30 * DAY

    for _ in range(3):
        run_clock(at)

    assert done_by_the_clock(sound) == ["event.warn", "event.overdue"]


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_act_once(world: World) -> None:
    events = [handled(world) for _ in range(6)]
    assert events[0].warn_at is not None
    at, start = events[0].warn_at, Barrier(4)

    def tick(_: int) -> int:
        start.wait()
        try:
            return run_clock(at)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tick, range(4)))

    assert [done_by_the_clock(event) for event in events] == [["event.warn"]] * 6


def test_the_clock_cannot_be_told_what_to_do_by_a_person(world: World) -> None:
    event = handled(world)

    for name in ("handler", "lead", "leader"):
        assert world.do(name, "overdue", event, MORNING + 30 * DAY).code == "not_yours"
