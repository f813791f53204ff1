"""Random histories by random people at random times: after every step the truths hold and the journal is right."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from apps.commands.perform import perform
from apps.core.refusal import RefusalCode
from apps.events.enums import ENDED
from apps.events.models import Event
from apps.events.moves import MOVES, open_moves
from apps.events.tasks import run_clock
from apps.standards.enums import Severity
from tests.events.walking import DAY, MINUTE, RESIDENT, Walkers, wishes
from tests.world import World

ROAD = [
    ("worker", "escalate"),
    ("community", "escalate"),
    ("acceptor", "accept"),
    ("lead", "file"),
    ("dispatcher", "dispatch"),
    ("handler", "sign"),
    ("handler", "reply"),
    ("acceptor", "check"),
    ("lead", "close"),
    ("resident", "rate"),
]
ENDING = {verb for verb, move in MOVES.items() if move.into in ENDED} - {"close"}
WALKS, STEPS = 30, 40
REFUSING = {RefusalCode.MOVED_ON, RefusalCode.NOT_YOURS, RefusalCode.CONFLICT, RefusalCode.NOT_FOUND}
passing = st.sampled_from([MINUTE, 25 * MINUTE, 100 * MINUTE, 5 * 60 * MINUTE, DAY, 3 * DAY, 8 * DAY])


class Walk(RuleBasedStateMachine):
    def __init__(self, world: World) -> None:
        super().__init__()
        self.walkers = Walkers(world)
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self) -> None:
        self.walkers.nothing_was_rewritten()
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(data=st.data(), severity=st.sampled_from(Severity.values), steps=st.integers(0, len(ROAD)))
    def a_resident_reports_and_it_goes_some_of_its_way(self, data: st.DataObject, severity: str, steps: int) -> None:
        self.walkers.report(RESIDENT, channel="RESIDENT", severity=severity)
        for name, verb in ROAD[:steps]:
            told = data.draw(wishes(verb, self.walkers)) | (
                {"unit": self.walkers.world.unit.pk, "co_units": []} if verb == "dispatch" else {}
            )
            assert self.walkers.say(name, verb, self.walkers.matters[0], told).outcome.applied

    @precondition(lambda self: len(self.walkers.matters) < 3)
    @rule(who=st.sampled_from([("worker", "WORKER"), ("acceptor", "HOTLINE"), ("district_lead", "DEPARTMENT")]))
    def another_is_reported(self, who: tuple[str, str]) -> None:
        name, channel = who
        self.walkers.report(name, channel=channel)

    @rule(data=st.data())
    def somebody_does_what_the_screen_offers(self, data: st.DataObject) -> None:
        self._offered(data)

    @rule(data=st.data(), passed=passing)
    def somebody_does_it_later(self, data: st.DataObject, passed: timedelta) -> None:
        self.walkers.at += passed
        self._offered(data)

    def _offered(self, data: st.DataObject) -> None:
        choices = self.walkers.choices()
        # Verbs alike, not people: half the city may nudge. And few walks should end before they were long.
        verbs = {verb for _, _, verb in choices}
        lasting = verbs - ENDING
        if verbs:
            verb = data.draw(st.sampled_from(sorted(lasting or verbs) * 3 + sorted(verbs)))
            matter, name, _ = data.draw(st.sampled_from([choice for choice in choices if choice[2] == verb]))
            self.walkers.say(name, verb, matter, data.draw(wishes(verb, self.walkers)))

    @rule(data=st.data(), verb=st.sampled_from(sorted(MOVES)))
    def anybody_tries_anything(self, data: st.DataObject, verb: str) -> None:
        matter = data.draw(st.sampled_from(self.walkers.matters))
        name = data.draw(st.sampled_from(self.walkers.names))
        self.walkers.say(name, verb, matter, data.draw(wishes(verb, self.walkers)))

    @rule(passed=passing)
    def the_clock_runs(self, passed: timedelta) -> None:
        self.walkers.at += passed
        self.walkers.clock_ran(run_clock(self.walkers.at))

    @rule()
    def the_clock_strikes(self) -> None:
        """At the very moment something is due, and once more."""
        due = Event.objects.filter(pk__in=self.walkers.matters, next_at__isnull=False).order_by("next_at").first()
        if due is not None and due.next_at is not None:
            self.walkers.at = max(self.walkers.at, due.next_at)
            self.walkers.clock_ran(run_clock(self.walkers.at))

    @precondition(lambda self: self.walkers.said)
    @rule(data=st.data())
    def a_command_comes_again(self, data: st.DataObject) -> None:
        said = data.draw(st.sampled_from(self.walkers.said))
        again = perform(f"event.{said.verb}", said.target, said.told, call=self.walkers.call(said.name, said.id))
        stranger = perform(f"event.{said.verb}", said.target, said.told, call=self.walkers.call("stranger", said.id))

        assert again == said.outcome
        assert stranger.code == RefusalCode.CONFLICT
        self.walkers.nothing_happened()

    @rule(data=st.data())
    def one_looks_at_the_buttons(self, data: st.DataObject) -> None:
        """The verbs a person is offered are those, and all those, that would not be refused.

        Those of other states, for which test_table.py asks one by one, are left out.
        """
        event = self.walkers.event(data.draw(st.sampled_from(self.walkers.matters)))
        name = data.draw(st.sampled_from(self.walkers.names))
        told = {
            verb: data.draw(wishes(verb, self.walkers)) for verb, move in MOVES.items() if event.state in move.out_of
        }

        offered = set(open_moves(event, self.walkers.who(name)))

        assert offered == {verb for verb in told if self._would_be_done(name, verb, event.pk, told[verb])}

    def _would_be_done(self, name: str, verb: str, matter: uuid.UUID, told: dict[str, Any]) -> bool:
        with transaction.atomic():
            outcome = perform(f"event.{verb}", matter, told, call=self.walkers.call(name))
            transaction.set_rollback(True)
        return outcome.code not in REFUSING

    @invariant()
    def the_truths_hold(self) -> None:
        self.walkers.check()


@pytest.mark.django_db(transaction=True)
def test_whatever_people_do_and_whenever_the_truths_hold(world: World) -> None:
    bounds = settings(
        max_examples=WALKS,
        stateful_step_count=STEPS,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )

    class InThisWorld(Walk):
        def __init__(self) -> None:
            super().__init__(world)

    run_state_machine_as_test(InThisWorld, settings=bounds)
