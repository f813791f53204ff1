"""Who may: one question each about a row of the registry and the one who asks."""

from apps.core.call import ActorKind, Call
from apps.grids.enums import Role
from apps.grids.reach import Reach
from apps.registry.models.base import Belonging

DESK = (Role.ACCEPTOR, Role.DISPATCHER, Role.SHIFT_LEAD)
MACHINES = (ActorKind.CLOCK, ActorKind.SYSTEM)


def _holds(row: Belonging, reach: Reach, *roles: Role) -> bool:
    divisions = {row.community_id, row.street_id, row.district_id, row.city_id}
    return bool(divisions & reach.ids("division", *roles))


def own_grid(row: Belonging, reach: Reach) -> bool:
    return row.grid_id in reach.ids("grid", Role.WORKER)


def decides(row: Belonging, reach: Reach) -> bool:
    """The desks above the grid, whose word on a fact goes before that of a worker who had not heard it."""
    return _holds(row, reach, *DESK, Role.ADMIN)


def edits(row: Belonging, call: Call, reach: Reach) -> bool:
    """The worker of the grid and the desks above it; leaders look on."""
    return call.actor.kind in MACHINES or own_grid(row, reach) or decides(row, reach)


def merges(row: Belonging, call: Call, reach: Reach) -> bool:
    """Two records of one person are a desk's affair: it sees both, and a worker often only one."""
    return call.actor.kind in MACHINES or decides(row, reach)


def reveals(row: Belonging, call: Call, reach: Reach) -> bool:
    """Administrators look after accounts and grids; nobody's number is needed for that."""
    return own_grid(row, reach) or _holds(row, reach, *DESK, Role.LEADER)


def answers_requests(row: Belonging, call: Call, reach: Reach) -> bool:
    return call.actor.kind in MACHINES or _holds(row, reach, Role.LEADER, Role.ADMIN)


def audits(reach: Reach) -> bool:
    return reach.has(Role.AUDITOR)
