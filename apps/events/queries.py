"""Which matters somebody sees, and the lists, points and counts the screens ask for."""

from django.db import connection
from django.db.models import Q, QuerySet

from apps.core.call import ActorKind
from apps.events.enums import AFTER_REPLY, AT_UNIT, BEFORE_FILING, State
from apps.events.models import Event
from apps.events.rules import Who
from apps.grids.enums import Level, Role

DIVISION_COLUMNS = {
    Level.COMMUNITY: "community_id",
    Level.STREET: "street_id",
    Level.DISTRICT: "district_id",
    Level.CITY: "city_id",
}


def next_number(day: str) -> str:
    """A sequence of the database never races; the day makes it sayable on the phone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('event_number')")
        (serial,) = cursor.fetchone() or (0,)
    return f"{day}-{serial:06d}"


def events_in_reach(who: Who) -> QuerySet[Event]:
    """The same reach as rules.may_see."""
    if who.actor.kind == ActorKind.REPORTER:
        return Event.objects.filter(pk__in=who.actor.follows)
    return Event.objects.filter(_seen(who))


def _seen(who: Who) -> Q:
    seen = Q(reported_by_id=who.actor.id)
    if grids := who.reach.ids("grid"):
        seen |= Q(grid_id__in=grids)
    for level, column in DIVISION_COLUMNS.items():
        if ids := [p.at_id for p in who.reach.posts if p.at_kind == "division" and p.level == level]:
            seen |= Q(**{f"{column}__in": ids})
    if units := who.reach.ids("unit"):
        seen |= Q(unit_id__in=units) | Q(pk__in=Event.objects.filter(assists__unit_id__in=units).values("pk"))
    return seen


def waiting_for(who: Who) -> QuerySet[Event]:
    """What waits for this person to act: held by their grid, desk or unit in the state it is in."""
    waits = Q(pk__in=[])
    if grids := who.reach.ids("grid", Role.WORKER):
        waits |= Q(grid_id__in=grids) & (Q(level=Level.GRID, state__in=BEFORE_FILING) | _asked_of_worker())
    for level, column in DIVISION_COLUMNS.items():
        if ids := _desks(who, level):
            waits |= Q(**{f"{column}__in": ids}, level=level, state__in=_desk_states())
    if units := who.reach.ids("unit", Role.HANDLER):
        waits |= Q(unit_id__in=units, state__in=AT_UNIT)
        waits |= Q(pk__in=Event.objects.filter(assists__unit_id__in=units, assists__done_at=None).values("pk"))
    return Event.objects.filter(waits)


def reported_by(who: Who) -> QuerySet[Event]:
    return Event.objects.filter(reported_by_id=who.actor.id) if who.actor.id else Event.objects.none()


def _asked_of_worker() -> Q:
    return Q(state__in=[State.VERIFYING, State.CHECKING])


def _desks(who: Who, level: Level) -> list[int]:
    roles = (Role.ACCEPTOR, Role.DISPATCHER, Role.SHIFT_LEAD)
    return [p.at_id for p in who.reach.posts if p.at_kind == "division" and p.level == level and p.role in roles]


def _desk_states() -> frozenset[State]:
    return (BEFORE_FILING | AFTER_REPLY | {State.FILED, State.SUSPENDED}) - {State.VERIFYING, State.CHECKING}
