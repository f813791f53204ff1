from django.utils import timezone

from apps.core.call import ActorKind, Call
from apps.grids.enums import Role
from apps.grids.models import Grid
from apps.grids.queries import accounts_below
from apps.grids.reach import reach_of


def loads_city(call: Call) -> bool:
    """Whole registers come in at the machine's shell only."""
    return call.actor.kind == ActorKind.SYSTEM


def redraws(call: Call, grid: Grid) -> bool:
    """The administrator of the grid's street, district or city, or somebody at the shell."""
    if call.actor.kind == ActorKind.SYSTEM:
        return True
    held = reach_of(call.actor, call.at).ids("division", Role.ADMIN)
    return bool(held & {grid.street_id, grid.district_id, grid.city_id})


def answers_for(call: Call, account_id: int) -> bool:
    if call.actor.kind == ActorKind.SYSTEM:
        return True
    below = accounts_below(reach_of(call.actor, call.at), on=timezone.localdate(call.at))
    return below.filter(pk=account_id).exists()
