"""到达现场: who may say it, what is kept of it, and when it may be said again."""

import pytest

from apps.core.refusal import RefusalCode
from apps.events.detail import detail
from apps.events.models import Event
from apps.events.rules import Who
from apps.grids.reach import reach_of
from apps.journal.models import Entry
from tests.world import MORNING, World

pytestmark = pytest.mark.django_db
# The matter lies at 110.05, 30.05: a thousandth of a degree is 96 m to the east.
NEAR = {"lon": 110.051, "lat": 30.05, "crs": "WGS84", "accuracy": 12.4}


def to_verify(world: World) -> Event:
    event = world.did("acceptor", "accept", world.report("acceptor", channel="HOTLINE"))
    return world.did("acceptor", "ask_verify", event, note="在不在")


def at_unit(world: World) -> Event:
    event = world.did("acceptor", "accept", world.report("acceptor", channel="HOTLINE"))
    event = world.did("lead", "file", event, condition=world.condition.pk)
    event = world.did("dispatcher", "dispatch", event, unit=world.unit.pk)
    return world.did("handler", "sign", event)


def said_last(event: Event) -> Entry:
    return Entry.objects.filter(subject_id=str(event.pk), verb="event.attend").latest("id")


def test_the_distance_is_kept_and_the_place_of_the_worker_is_not(world: World) -> None:
    event = world.did("worker", "attend", to_verify(world), spot=NEAR)

    entry = said_last(event)

    assert entry.body["note"] == "距事件地点约100米，定位误差约12米"
    assert "110.051" not in str(entry.body) + str(entry.notice)
    assert event.attended_at == MORNING


def test_a_phone_without_a_fix_says_so(world: World) -> None:
    event = world.did("worker", "attend", to_verify(world))

    assert said_last(event).body["note"] == "没有记录位置"


@pytest.mark.parametrize(
    ("lat", "length"), [(30.05, "10米"), (30.053, "330米"), (30.0589, "990米"), (30.07, "2.2公里"), (30.3, "27.8公里")]
)
def test_a_distance_is_told_no_finer_than_phones_measure(world: World, lat: float, length: str) -> None:
    event = world.did("worker", "attend", to_verify(world), spot={"lon": 110.05, "lat": lat})

    assert said_last(event).body["note"] == f"距事件地点约{length}"


def test_it_is_said_once_in_a_stage_and_again_in_the_next(world: World) -> None:
    event = world.did("worker", "attend", to_verify(world))

    again = world.do("worker", "attend", event)
    event = world.did("worker", "verify", event, exists=True, note="属实")

    assert (again.code, again.answer["message"]) == (RefusalCode.CONFLICT, "已经到达现场")
    assert event.attended_at is None


def test_the_limit_of_the_stage_runs_on(world: World) -> None:
    before = to_verify(world)

    event = world.did("worker", "attend", before)

    assert (event.state, event.due_at, event.stage_at) == (before.state, before.due_at, before.stage_at)


def test_only_the_unit_is_there_while_it_handles(world: World) -> None:
    event = at_unit(world)

    worker = world.do("worker", "attend", event)

    assert worker.code == RefusalCode.NOT_YOURS
    assert world.did("handler", "attend", event, spot=NEAR).attended_at == MORNING


def test_a_spot_outside_the_country_is_refused_with_its_field(world: World) -> None:
    outcome = world.do("worker", "attend", to_verify(world), spot={"lon": 0, "lat": 0})

    assert (outcome.code, list(outcome.answer["errors"])) == (RefusalCode.INVALID, ["lon"])


def test_the_screens_are_told_that_a_spot_may_be_said(world: World) -> None:
    event, call = to_verify(world), world.call("worker")

    told = detail(event.pk, Who(call.actor, reach_of(call.actor, MORNING), MORNING))

    move = next(move for move in told["moves"] if move["verb"] == "attend")
    assert [(need["kind"], need["required"]) for need in move["needs"]] == [("spot", False)]
