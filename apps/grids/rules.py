from django.utils import timezone

from apps.core.call import ActorKind, Call
from apps.grids.enums import Role
from apps.grids.models import Grid, Posting
from apps.grids.queries import division_path
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
    """Everywhere the other one works lies where the actor is administrator: nobody's superior is reached from below."""
    if call.actor.kind == ActorKind.SYSTEM:
        return True
    held = reach_of(call.actor, call.at)
    divisions, units = held.ids("division", Role.ADMIN), held.ids("unit", Role.ADMIN)
    places = Posting.objects.on(timezone.localdate(call.at)).filter(account_id=account_id).select_related("unit")
    return bool(places) and all(divisions & _above(place) or place.unit_id in units for place in places)


def _above(posting: Posting) -> set[int]:
    """The division a posting lies in, and all above that one."""
    if posting.grid is not None:
        grid = posting.grid
        return {grid.community_id, grid.street_id, grid.district_id, grid.city_id}
    return set(division_path(posting.unit.division_id if posting.unit else posting.division_id or 0))
