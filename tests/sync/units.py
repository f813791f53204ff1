"""Matters on their way to a unit, and phones that follow them."""

from typing import Any

from django.utils import timezone

from apps.events.models import Event
from tests.sync.lines import committed
from tests.sync.phones import Phone
from tests.world import World


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
        if phone.unsure:
            # As the app goes on in the same round.
            phone.pull()
        for scope in phone.cursors:
            told = {(row["kind"], row["id"]): (row["rev"], row["body"]) for row in phone.line.whole(scope)["rows"]}
            here = {name: (row.scopes[scope], row.body) for name, row in phone.rows.items() if scope in row.scopes}
            assert here == told
    return [{pk for _, pk in phone.rows} for phone in phones]
