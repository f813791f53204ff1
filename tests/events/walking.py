"""Everyone of the small city and a resident, saying what they like, and the journal watched while they do."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from hypothesis import strategies as st

from apps.commands.perform import Outcome, perform
from apps.core.call import Actor, ActorKind, Call, Door
from apps.events.enums import Grade, State
from apps.events.models import Event
from apps.events.moves import MOVES, Kind, Need, open_moves
from apps.events.rules import Who
from apps.grids.reach import Reach, reach_of
from apps.journal.models import Entry
from tests.events.truths import TRUTHS
from tests.world import MORNING, World

RESIDENT = "resident"
OWES_A_REASON = {"return", "rework", "ask_extension", "suspend", "refuse", "not_file", "redispatch", "escalate", "void"}
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
words = st.sampled_from(["有原因", "已处理", "情况属实", "x" * 50])


@dataclass(frozen=True)
class Said:
    """One command as it was sent."""

    name: str
    verb: str
    target: UUID
    told: dict[str, Any]
    id: UUID
    outcome: Outcome


@dataclass
class Walkers:
    """The people, the moment, and what the journal held when somebody last looked."""

    world: World
    at: datetime = MORNING
    matters: list[UUID] = field(default_factory=list)
    residents: set[UUID] = field(default_factory=set)
    rated: set[UUID] = field(default_factory=set)
    said: list[Said] = field(default_factory=list)
    history: list[tuple[Any, ...]] = field(default_factory=list)
    reaches: dict[str, Reach] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [*self.world.people, RESIDENT]

    def call(self, name: str, call_id: UUID | None = None) -> Call:
        if name != RESIDENT:
            return self.world.call(name, self.at, call_id)
        actor = Actor(ActorKind.REPORTER, None, "居民", frozenset(self.residents))
        return Call(actor, self.at, Door.HTTP, call_id or uuid.uuid4())

    def who(self, name: str) -> Who:
        call = self.call(name)
        if name not in self.reaches:
            self.reaches[name] = reach_of(call.actor, MORNING)
        return Who(call.actor, self.reaches[name], self.at)

    def event(self, matter: UUID) -> Event:
        return Event.objects.get(pk=matter)

    def choices(self) -> list[tuple[UUID, str, str]]:
        """Every button on anybody's screen."""
        events = [self.event(matter) for matter in self.matters]
        seen = [(event, name) for event in events for name in self.names]
        return [(event.pk, name, verb) for event, name in seen for verb in open_moves(event, self.who(name))]

    def report(self, name: str, **told: Any) -> None:
        form = self.world.report_form(**told)
        outcome = perform("event.report", None, form, call=self.call(name))
        assert outcome.applied, outcome.answer
        self.matters.append(UUID(outcome.answer["id"]))
        if name == RESIDENT:
            self.residents.add(self.matters[-1])
        assert self._news() == [("event.report", outcome.answer["id"])]

    def say(self, name: str, verb: str, matter: UUID, told: dict[str, Any]) -> Said:
        """Sends it, and checks the one journal row of what was done, or that nothing was."""
        before, call = self.event(matter), self.call(name)
        outcome = perform(f"event.{verb}", matter, told, call=call)
        said = Said(name, verb, matter, told, call.id, outcome)
        after = self.event(matter)
        if not outcome.applied:
            assert self._news() == []
            assert _fields(before) == _fields(after)
            return said
        assert self._news() == [(f"event.{verb}", str(matter))]
        self._followed_the_table(said, before, after)
        self.said.append(said)
        return said

    def _followed_the_table(self, said: Said, before: Event, after: Event) -> None:
        move = MOVES[said.verb]
        back = State(before.suspended_from) if said.verb == "resume" else State(before.state)
        assert State(before.state) in move.out_of
        assert State(after.state) == (move.into or back)
        assert after.moves == before.moves + 1
        entry = Entry.objects.latest("id")
        assert (entry.body["from"], entry.body["into"]) == (before.state, after.state)
        assert said.verb not in OWES_A_REASON or entry.body["reason"]
        if said.verb == "rate":
            own = self.residents if said.name == RESIDENT else {before.pk}
            assert said.target in own
            assert said.name == RESIDENT or before.reported_by_id == self.world.people[said.name].pk
            self.rated.add(said.target)
        if said.verb == "reopen":
            self.rated.discard(said.target)

    def clock_ran(self, count: int) -> None:
        """Whatever the timer did is one row each, and all of it his."""
        verbs = [verb for verb, _ in self._news()]
        assert len(verbs) == count
        assert set(verbs) <= {"event.warn", "event.overdue", "event.escalate", "event.resume"}

    def nothing_happened(self) -> None:
        assert self._news() == []

    def _news(self) -> list[tuple[str, str]]:
        """What was added since the last look."""
        last = self.history[-1][0] if self.history else 0
        rows = list(_journal().filter(id__gt=last))
        self.history += rows
        return [(verb, subject) for _, verb, subject, *_ in rows]

    def nothing_was_rewritten(self) -> None:
        assert list(_journal()) == self.history

    def check(self) -> None:
        for event in Event.objects.filter(pk__in=self.matters):
            for truth in TRUTHS:
                assert truth(event), (truth.__name__, event.state, event.level)
            assert (event.rating is not None) == (event.pk in self.rated)


def _journal() -> QuerySet[Entry, tuple[Any, ...]]:
    return Entry.objects.order_by("id").values_list("id", "verb", "subject_id", "body", "call_id", "actor_id")


def _fields(event: Event) -> dict[str, Any]:
    return {column.attname: getattr(event, column.attname) for column in Event._meta.concrete_fields}


def wishes(verb: str, walkers: Walkers) -> st.SearchStrategy[dict[str, Any]]:
    """What the move asks for: mostly sound, sometimes not."""
    return st.fixed_dictionaries({need.name: _wish(need, walkers) for need in MOVES[verb].needs})


def _wish(need: Need, walkers: Walkers) -> st.SearchStrategy[Any]:
    world = walkers.world
    numbers = Event.objects.filter(pk__in=walkers.matters).values_list("number", flat=True)
    wanted: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.TEXT: words if need.required else words | st.just(""),
        Kind.UNIT: st.sampled_from([world.unit.pk, world.co_unit.pk]),
        Kind.UNITS: st.sampled_from([[], [], [world.co_unit.pk], [world.unit.pk]]),
        Kind.UNTIL: st.integers(-1, 400).map(lambda days: (walkers.at + days * DAY + MINUTE).isoformat()),
        Kind.CONDITION: st.just(world.condition.pk),
        Kind.EVENT: st.sampled_from(sorted(numbers)),
        Kind.CHOICE: st.sampled_from(Grade.values),
        Kind.SCORE: st.integers(1, 5),
        Kind.BOOL: st.booleans(),
        Kind.SPOT: st.sampled_from([None, {"lon": 110.06, "lat": 30.06, "accuracy": 8}]),
        Kind.PHOTOS: st.just([]),
    }
    return wanted[need.kind]
