"""Who may: one question each about a matter and the one who asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from apps.core.call import Actor, ActorKind
from apps.events.enums import ASKED_BACK, Channel, State
from apps.events.models import Event
from apps.grids.enums import ORDER, Level, Role
from apps.grids.reach import Reach

UNSATISFIED = 2
DESK = (Role.ACCEPTOR, Role.DISPATCHER, Role.SHIFT_LEAD)


@dataclass(frozen=True)
class Who:
    actor: Actor
    reach: Reach
    at: datetime


Rule = Callable[[Event, Who], bool]


def division_at(event: Event, level: str) -> int | None:
    """The matter's own division at a level; None for the grid."""
    ids = {
        Level.COMMUNITY: event.community_id,
        Level.STREET: event.street_id,
        Level.DISTRICT: event.district_id,
        Level.CITY: event.city_id,
    }
    return ids.get(Level(level))


def worker(event: Event, who: Who) -> bool:
    return event.grid_id in who.reach.ids("grid", Role.WORKER)


def desk(*roles: Role) -> Rule:
    """Somebody at the desk of the level that holds the matter; the shift lead may do all a desk does."""

    def holds(event: Event, who: Who) -> bool:
        return division_at(event, event.level) in who.reach.ids("division", *roles, Role.SHIFT_LEAD)

    return holds


def holder(event: Event, who: Who) -> bool:
    """The worker while the grid has it, the desk of its level afterwards."""
    if event.level == Level.GRID:
        return worker(event, who)
    return desk(Role.ACCEPTOR)(event, who)


def small_holder(event: Event, who: Who) -> bool:
    return event.level in (Level.GRID, Level.COMMUNITY) and holder(event, who)


def above_or_at(event: Event, who: Who, *roles: Role) -> bool:
    """In one of these roles at the division that holds the matter, or at a larger one around it."""
    levels = ORDER[max(1, ORDER.index(Level(event.level))) :]
    return any(division_at(event, level) in who.reach.ids("division", *roles) for level in levels)


def leader(event: Event, who: Who) -> bool:
    return above_or_at(event, who, Role.LEADER, Role.SHIFT_LEAD)


def overseer(event: Event, who: Who) -> bool:
    return above_or_at(event, who, Role.LEADER, *DESK)


def unit(event: Event, who: Who) -> bool:
    return event.unit_id in who.reach.ids("unit", Role.HANDLER)


def assistant(event: Event, who: Who) -> bool:
    """A co-unit whose part is still open; looks the parts up only for a handler of some unit."""
    units = who.reach.ids("unit", Role.HANDLER)
    return bool(units) and any(part.unit_id in units and part.done_at is None for part in event.assists.all())


def reporter(event: Event, who: Who) -> bool:
    if who.actor.kind == ActorKind.REPORTER:
        return event.id in who.actor.follows
    return who.actor.id is not None and event.reported_by_id == who.actor.id


def unsatisfied(event: Event, who: Who) -> bool:
    """The one who reported it and rated it 不满意 (1 or 2 of 5)."""
    return reporter(event, who) and event.rating is not None and event.rating <= UNSATISFIED


def nobody(event: Event, who: Who) -> bool:
    """Only the clock, which every rule lets in where its move says so."""
    return False


def either(*rules: Rule) -> Rule:
    def one_of(event: Event, who: Who) -> bool:
        return any(rule(event, who) for rule in rules)

    return one_of


def goer(event: Event, who: Who) -> bool:
    """Whoever has to go there: the unit while it handles it, otherwise the worker it lies with or is sent to."""
    if event.state == State.HANDLING:
        return unit(event, who)
    return worker(event, who) and (event.level == Level.GRID or event.state in ASKED_BACK)


def supervised_party(event: Event, who: Who) -> bool:
    """Whoever has the matter in hand: the unit while it is there, otherwise its holder."""
    return unit(event, who) or holder(event, who)


def checker(event: Event, who: Who) -> bool:
    return worker(event, who) or desk(Role.DISPATCHER, Role.ACCEPTOR)(event, who)


def may_see(event: Event, who: Who) -> bool:
    """The same reach as queries.events_in_reach, for one matter in hand."""
    if who.actor.kind in (ActorKind.CLOCK, ActorKind.SYSTEM):
        return True
    divisions = {event.community_id, event.street_id, event.district_id, event.city_id}
    seen = (
        event.grid_id in who.reach.ids("grid")
        or bool(divisions & who.reach.ids("division"))
        or event.unit_id in who.reach.ids("unit")
        or reporter(event, who)
    )
    return seen or assistant_ever(event, who)


def assistant_ever(event: Event, who: Who) -> bool:
    units = who.reach.ids("unit")
    return bool(units) and event.assists.filter(unit_id__in=units).exists()


CHANNELS: dict[Role, frozenset[Channel]] = {
    Role.WORKER: frozenset({Channel.WORKER, Channel.PATROL, Channel.RESIDENT}),
    Role.ACCEPTOR: frozenset({Channel.HOTLINE, Channel.DEPARTMENT, Channel.MEDIA, Channel.RESIDENT, Channel.PATROL}),
    Role.SHIFT_LEAD: frozenset(Channel) - {Channel.WORKER, Channel.SENSOR},
    Role.LEADER: frozenset({Channel.LEADER}),
    Role.HANDLER: frozenset({Channel.DEPARTMENT, Channel.PATROL}),
}


def may_report_by(who: Who, channel: Channel) -> bool:
    """Which doors a role may bring a matter in through; RESIDENT from a worker or a desk is 代报."""
    if who.actor.kind == ActorKind.REPORTER:
        return channel == Channel.RESIDENT
    return any(channel in CHANNELS.get(post.role, frozenset()) for post in who.reach.posts)
