"""The loop as people live it: from a report to a rating."""

import uuid
from datetime import timedelta

from apps.commands.perform import perform
from apps.events.enums import State
from apps.events.models import Event
from apps.grids.enums import Level
from apps.journal.models import Entry
from tests.world import MORNING, World, resident_call

HOUR = timedelta(hours=1)


def test_a_grid_settles_what_it_can_and_the_reporter_is_answered(world: World) -> None:
    event = world.report()

    event = world.did("worker", "settle", event, answer="已劝导商户清理")

    assert (event.state, event.ring, event.level) == (State.CLOSED, "SMALL", Level.GRID)
    assert event.answer == "已劝导商户清理"


def test_what_it_cannot_goes_up_and_all_the_way_round(world: World) -> None:
    event = world.report()
    event = world.did("worker", "escalate", event, reason="需要执法")
    event = world.did("community", "escalate", event, reason="需要执法")
    assert (event.state, event.level, event.ring) == (State.REPORTED, Level.STREET, "BIG")

    event = world.did("acceptor", "accept", event)
    event = world.did("lead", "file", event, condition=world.condition.pk)
    event = world.did("dispatcher", "dispatch", event, unit=world.unit.pk)
    event = world.did("handler", "sign", event)
    assert event.due_at == MORNING + timedelta(days=2)

    until = MORNING + timedelta(days=3)
    event = world.did("handler", "ask_extension", event, until=until.isoformat(), reason="设备在途")
    event = world.did("dispatcher", "grant_extension", event)
    assert (event.due_at, event.extensions) == (until, 1)

    event = world.did("handler", "reply", event, MORNING + HOUR, note="已责令整改")
    event = world.did("dispatcher", "rework", event, MORNING + HOUR, reason="仍有油烟")
    event = world.did("handler", "reply", event, MORNING + 2 * HOUR, note="已装净化器")
    event = world.did("acceptor", "check", event, MORNING + 2 * HOUR)
    event = world.did("lead", "close", event, MORNING + 2 * HOUR, answer="已装净化器,检测达标")
    outcome = perform("event.rate", event.pk, {"score": 5, "text": "很快"}, call=resident_call(event))

    assert outcome.applied
    event = Event.objects.get(pk=event.pk)
    assert (event.state, event.rating, event.reworks, event.handled_late) == (State.CLOSED, 5, 1, False)
    verbs = list(Entry.objects.filter(subject_id=str(event.pk)).order_by("id").values_list("verb", flat=True))
    assert verbs == [
        f"event.{verb}"
        for verb in [
            "report",
            "escalate",
            "escalate",
            "accept",
            "file",
            "dispatch",
            "sign",
            "ask_extension",
            "grant_extension",
            "reply",
            "rework",
            "reply",
            "check",
            "close",
            "rate",
        ]
    ]


def test_two_people_act_at_once_and_the_second_hears_what_became_of_it(world: World) -> None:
    event = world.report(name="acceptor", channel="HOTLINE")
    world.did("acceptor", "accept", event)

    second = world.do("lead", "accept", event)

    assert (second.status, second.code) == ("refused", "moved_on")
    assert second.answer["state"] == State.ACCEPTED


def test_the_same_command_twice_has_one_effect_and_one_answer(world: World) -> None:
    event = world.report()
    call = world.call("worker", call_id=uuid.uuid4())

    first = perform("event.escalate", event.pk, {"reason": "需要执法"}, call=call)
    again = perform("event.escalate", event.pk, {"reason": "需要执法"}, call=call)

    assert first == again
    assert Entry.objects.filter(verb="event.escalate").count() == 1


def test_an_unrated_matter_is_unrated(world: World) -> None:
    event = world.report()
    event = world.did("worker", "settle", event, answer="已处理")

    assert event.rating is None


def test_a_stranger_does_not_even_learn_that_it_exists(world: World) -> None:
    event = world.report()

    outcome = world.do("stranger", "accept", event)

    assert outcome.code == "not_found"
