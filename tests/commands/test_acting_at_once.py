"""Two people at one matter in the same moment: one has done it, the other is told what it is now."""

from collections.abc import Callable
from typing import Any

from apps.commands.perform import Outcome
from apps.events.enums import State
from apps.events.models import Event
from apps.journal.models import Entry
from tests.commands.acting import at_once
from tests.world import World

ROUNDS = 25


def doing(world: World, who: str, verb: str, event: Event, **said: Any) -> Callable[[], Outcome]:
    return lambda: world.do(who, verb, event, **said)


def written(event: Event) -> list[str]:
    return list(Entry.objects.filter(subject_id=str(event.pk)).order_by("id").values_list("verb", flat=True))


def one_won(outcomes: list[Outcome]) -> tuple[Outcome, Outcome]:
    winners = [one for one in outcomes if one.applied]
    losers = [one for one in outcomes if not one.applied]
    assert (len(winners), len(losers)) == (1, 1), outcomes
    return winners[0], losers[0]


def test_of_two_who_accept_one_wins_and_the_other_hears_the_new_state(shared_world: World) -> None:
    for _ in range(ROUNDS):
        event = shared_world.report()

        outcomes = at_once(*(doing(shared_world, "worker", "accept", event) for _ in "ab"))

        _, loser = one_won(outcomes)
        assert (loser.code, loser.answer["state"]) == ("moved_on", State.ACCEPTED)
        assert written(event) == ["event.report", "event.accept"]


def test_of_two_different_moves_one_wins_and_the_matter_is_as_the_winner_says(shared_world: World) -> None:
    for _ in range(ROUNDS):
        event = shared_world.report()
        event = shared_world.did("worker", "escalate", event, reason="需要执法")
        event = shared_world.did("community", "escalate", event, reason="需要执法")

        winner, loser = one_won(
            at_once(
                doing(shared_world, "acceptor", "accept", event),
                doing(shared_world, "lead", "refuse", event, reason="不属管辖", answer="请联系物业"),
            )
        )

        now = Event.objects.get(pk=event.pk).state
        assert winner.answer["state"] == now
        assert (loser.code, loser.answer["state"]) == ("moved_on", now)
        assert len(written(event)) == 4
