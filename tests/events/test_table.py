"""Every state × every move: what the table allows is done, what it does not is refused and changes nothing."""

import itertools
from functools import reduce
from operator import or_

import pytest

from apps.commands.perform import Outcome, perform
from apps.core.refusal import RefusalCode
from apps.events.commands import ACTIONS
from apps.events.enums import State
from apps.events.models import Event
from apps.events.moves import MOVES, hindered_moves, open_moves
from apps.events.queries import NOTHING, waiting_for
from apps.events.rules import Who
from apps.grids.reach import reach_of
from apps.journal.models import Entry
from tests.events.ripe import DOER, doer, put, said
from tests.world import MORNING, World, clock_call

# Where a move without a state of its own leads to.
RETURNS_TO = {"resume": State.HANDLING}


def test_the_table_the_actions_and_this_test_name_the_same_moves() -> None:
    assert set(MOVES) == set(ACTIONS) == set(DOER)


@pytest.mark.parametrize("verb", MOVES)
def test_a_move_is_done_out_of_its_states(world: World, verb: str) -> None:
    event, other = world.report(), world.report()
    for state in sorted(MOVES[verb].out_of):
        put(event, state, verb, world)

        outcome = _act(world, verb, event, other, state)

        assert outcome.applied, (state, outcome.answer)
        expected = MOVES[verb].into or RETURNS_TO.get(verb, state)
        assert Event.objects.get(pk=event.pk).state == expected, state


@pytest.mark.parametrize("verb", MOVES)
def test_a_move_is_refused_out_of_any_other_state(world: World, verb: str) -> None:
    event, other = world.report(), world.report()
    for state in sorted(set(State) - MOVES[verb].out_of):
        before = put(event, state, verb, world)
        entries = Entry.objects.count()

        outcome = _act(world, verb, event, other, state)

        assert (outcome.code, outcome.answer["state"]) == (RefusalCode.MOVED_ON, state)
        assert Event.objects.filter(pk=event.pk).values().get() == _fields(before)
        assert Entry.objects.count() == entries


@pytest.mark.parametrize("verb", [verb for verb in MOVES if DOER[verb][0] != "CLOCK"])
def test_the_screens_offer_a_move_exactly_where_it_would_be_done(world: World, verb: str) -> None:
    event = world.report()
    for state in State:
        call = world.call(doer(verb, state))
        who = Who(call.actor, reach_of(call.actor, MORNING), MORNING)
        ready = put(event, state, verb, world)

        assert (verb in open_moves(ready, who)) == (state in MOVES[verb].out_of), state


@pytest.mark.parametrize("verb", [verb for verb, move in MOVES.items() if move.primary and DOER[verb][0] != "worker"])
def test_what_waits_for_somebody_offers_a_main_move(world: World, verb: str) -> None:
    event = world.report()
    for state, name in itertools.product(State, world.people):
        put(event, state, verb, world)
        call = world.call(name)
        who = Who(call.actor, reach_of(call.actor, MORNING), MORNING)

        waits = Event.objects.filter(reduce(or_, waiting_for(who), NOTHING)).exists()

        ready = Event.objects.get(pk=event.pk)
        offered = open_moves(ready, who) + [verb for verb, why in hindered_moves(ready, who)]
        assert not waits or any(MOVES[verb].primary for verb in offered), (state, name, offered)


@pytest.mark.parametrize("verb", MOVES)
def test_a_move_is_refused_to_everyone_whose_it_is_not(world: World, verb: str) -> None:
    event, other = world.report(), world.report()
    state = min(MOVES[verb].out_of)
    for name in ("other_worker", "auditor", "stranger"):
        put(event, state, verb, world)

        outcome = world.do(name, verb, event, **said(world, verb, other=other))

        assert outcome.code in (RefusalCode.NOT_YOURS, RefusalCode.NOT_FOUND), name


@pytest.mark.parametrize(
    ("verb", "need"), [(verb, need.name) for verb, move in MOVES.items() for need in move.needs if need.required]
)
def test_a_move_says_which_field_it_lacks(world: World, verb: str, need: str) -> None:
    event, other = world.report(), world.report()
    put(event, min(MOVES[verb].out_of), verb, world)
    without = {name: value for name, value in said(world, verb, other=other).items() if name != need}

    outcome = perform(f"event.{verb}", event.pk, without, call=world.call("lead"))

    assert (outcome.code, list(outcome.answer["errors"])) == (RefusalCode.INVALID, [need])


def _act(world: World, verb: str, event: Event, other: Event, state: State) -> Outcome:
    name = doer(verb, state)
    call = clock_call(MORNING) if name == "CLOCK" else world.call(name)
    return perform(f"event.{verb}", event.pk, said(world, verb, other=other), call=call)


def _fields(event: Event) -> dict[str, object]:
    return {field.attname: getattr(event, field.attname) for field in Event._meta.concrete_fields}
