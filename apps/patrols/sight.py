"""Tells the database whose rounds may be seen: one's own, and those of the grids whose desk one is.

Not the reach of the registry: the next worker of a grid sees its people and never where the last one went.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from apps.core.call import ActorKind, Call
from apps.grids.reach import Reach, reach_of
from apps.registry.rules import DESK
from apps.registry.sight import take_sight

MACHINES = (ActorKind.CLOCK, ActorKind.SYSTEM)


def take_watch(call: Call) -> Reach:
    """For an action, to the end of its transaction; clock and shell see all rows as they do in the registry."""
    if call.actor.kind in MACHINES:
        return take_sight(call)
    reach = reach_of(call.actor, call.at)
    own = [-call.actor.id] if call.actor.id is not None else []
    with connection.cursor() as cursor:
        told = ",".join(map(str, [*own, *sorted(reach.ids("division", *DESK))]))
        cursor.execute("SELECT set_config('grid.watches', %s, true)", [f"{{{told}}}"])
    return reach


@contextmanager
def watching(call: Call) -> Iterator[Reach]:
    """For a list or a page."""
    with transaction.atomic():
        yield take_watch(call)
