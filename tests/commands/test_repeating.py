"""The same command id: one answer and one effect, however often it is sent."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from apps.commands.models import Command
from apps.commands.perform import COMMANDS, Outcome, perform, register
from apps.core.call import Call
from apps.events.models import Event
from apps.grids.models import UnitKind
from apps.journal.models import Entry
from tests.commands.acting import at_once
from tests.world import World

ROUNDS = 20


def accept(world: World, event: Event, call_id: uuid.UUID, who: str = "worker", **said: Any) -> Outcome:
    return perform("event.accept", event.pk, said, call=world.call(who, call_id=call_id))


def times_accepted(event: Event) -> int:
    return Entry.objects.filter(subject_id=str(event.pk), verb="event.accept").count()


def test_sent_twice_it_has_the_same_answer_and_one_effect(world: World) -> None:
    event, call_id = world.report(), uuid.uuid4()

    first, second = accept(world, event, call_id), accept(world, event, call_id)

    assert first == second
    assert first.applied
    assert times_accepted(event) == 1


def test_a_report_sent_twice_is_one_matter(world: World) -> None:
    call_id = uuid.uuid4()

    told = [
        perform("event.report", None, world.report_form(), call=world.call("worker", call_id=call_id)) for _ in "ab"
    ]

    assert told[0] == told[1]
    assert Event.objects.count() == 1


def test_both_in_flight_at_once_it_has_the_same_answer_and_one_effect(shared_world: World) -> None:
    for _ in range(ROUNDS):
        call_id = uuid.uuid4()
        form = shared_world.report_form(text=str(call_id))

        def act(call_id: uuid.UUID = call_id, form: dict[str, Any] = form) -> Outcome:
            return perform("event.report", None, form, call=shared_world.call("worker", call_id=call_id))

        first, second = at_once(act, act)

        assert first == second
        assert first.applied
        assert Event.objects.filter(text=str(call_id)).count() == 1


def test_both_refused_at_once_are_refused_with_the_same_words(shared_world: World) -> None:
    event = shared_world.report()
    for _ in range(ROUNDS):
        call_id = uuid.uuid4()

        def act(call_id: uuid.UUID = call_id) -> Outcome:
            return accept(shared_world, event, call_id, "stranger")

        first, second = at_once(act, act)

        assert first == second
        assert first.code == "not_found"
        assert Command.objects.get(pk=call_id).answer == first.answer


@pytest.mark.parametrize("applied", [True, False])
def test_somebody_else_with_the_same_id_is_not_told_the_answer(world: World, applied: bool) -> None:
    event, call_id = world.report(), uuid.uuid4()
    first = accept(world, event, call_id, "worker" if applied else "stranger")

    second = accept(world, event, call_id, "other_worker")

    assert first.applied is applied
    assert second.code == "conflict"
    assert not first.answer.keys() & {"id", "number"} & second.answer.keys()


def test_another_payload_under_the_same_id_is_a_conflict(world: World) -> None:
    call_id = uuid.uuid4()
    call = world.call("worker", call_id=call_id)
    perform("event.report", None, world.report_form(), call=call)

    second = perform("event.report", None, world.report_form(text="另一件事"), call=call)

    assert second.code == "conflict"
    assert Event.objects.count() == 1


def test_another_target_or_verb_under_the_same_id_is_a_conflict(world: World) -> None:
    event, other, call_id = world.report(), world.report(), uuid.uuid4()
    accept(world, event, call_id)

    elsewhere = accept(world, other, call_id)
    otherwise = perform("event.escalate", event.pk, {"reason": "x"}, call=world.call("worker", call_id=call_id))

    assert (elsewhere.code, otherwise.code) == ("conflict", "conflict")
    assert times_accepted(other) == 0


def test_the_order_in_which_fields_are_told_makes_no_difference(world: World) -> None:
    call = world.call("worker")
    form = world.report_form()
    first = perform("event.report", None, form, call=call)

    again = perform("event.report", None, dict(reversed(form.items())), call=call)

    assert again == first


def test_a_refusal_is_answered_again_although_it_would_be_granted_now(world: World) -> None:
    event, call_id = world.report(), uuid.uuid4()
    event = world.did("worker", "accept", event)
    refused = perform("event.check", event.pk, {}, call=world.call("worker", call_id=call_id))
    Event.objects.filter(pk=event.pk).update(state="CHECKING")

    again = perform("event.check", event.pk, {}, call=world.call("worker", call_id=call_id))

    assert refused.code == "moved_on"
    assert again == refused


@pytest.fixture
def broken() -> Iterator[Callable[[], None]]:
    """A command that has a bug until it is mended."""
    state = {"broken": True}

    def action(_: object, *, call: Call) -> dict[str, Any]:
        UnitKind.objects.create(key=str(call.id)[:30], label="试验")
        if state["broken"]:
            raise ZeroDivisionError
        return {"done": True}

    register("test.broken", action)
    yield lambda: state.update(broken=False)
    del COMMANDS["test.broken"]


@pytest.mark.django_db
def test_a_command_that_failed_leaves_nothing_and_may_be_sent_again(world: World, broken: Callable[[], None]) -> None:
    call = world.call("worker")
    with pytest.raises(ZeroDivisionError):
        perform("test.broken", None, {}, call=call)
    assert not Command.objects.filter(pk=call.id).exists()
    assert not UnitKind.objects.filter(key=str(call.id)[:30]).exists()

    broken()

    assert perform("test.broken", None, {}, call=call) == Outcome("applied", "", {"done": True})


def test_what_was_not_understood_may_be_corrected_under_the_same_id(world: World) -> None:
    call = world.call("worker")
    event = world.report()
    wrong = perform("event.escalate", event.pk, {"reason": ""}, call=call)

    right = perform("event.escalate", event.pk, {"reason": "需要执法"}, call=call)

    assert wrong.code == "invalid"
    assert right.applied


def test_what_is_wrong_is_told_per_field_in_chinese_and_nothing_is_kept(world: World) -> None:
    call = world.call("worker")

    told = perform("event.report", None, {"category": "x", "crs": "MOON", "photos": ["x"]}, call=call)

    errors = told.answer["errors"]
    assert told.code == "invalid"
    assert set(errors) == {"category", "lon", "lat", "crs", "photos"}
    assert all(max(text) >= "\u4e00" for texts in errors.values() for text in texts)
    assert not Command.objects.exists()
    assert not Event.objects.exists()


def test_a_command_nobody_knows_is_refused(world: World) -> None:
    assert perform("event.fly", None, {}, call=world.call("worker")).code == "not_found"
