"""Which matters somebody sees, and the lists, points and counts the screens ask for."""

from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import connection
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from apps.core.call import ActorKind
from apps.events.enums import AFTER_REPLY, AT_UNIT, BEFORE_FILING, ENDED, Appeal, Asked, State
from apps.events.models import Event
from apps.events.rules import Who
from apps.grids.enums import ORDER, Level, Role
from apps.grids.models import Grid
from apps.grids.queries import valid_on
from apps.journal.models import Entry

DIVISION_COLUMNS = {
    Level.COMMUNITY: "community_id",
    Level.STREET: "street_id",
    Level.DISTRICT: "district_id",
    Level.CITY: "city_id",
}
# A matter being verified or checked waits for the worker who was asked.
DESK_STATES = (BEFORE_FILING | AFTER_REPLY | {State.FILED, State.SUSPENDED}) - {State.VERIFYING, State.CHECKING}
# What each of a desk acts on: the states, and what a unit asked for. The shift lead stands in for all of them.
DESK_WAITS: dict[Role, tuple[frozenset[State], tuple[Asked, ...]]] = {
    Role.ACCEPTOR: (frozenset({State.REPORTED, State.REPLIED}), ()),
    Role.DISPATCHER: (frozenset({State.FILED, State.REPLIED}), (Asked.EXTENSION,)),
    Role.SHIFT_LEAD: (DESK_STATES, (Asked.EXTENSION, Asked.SUSPENSION)),
}
NOTHING = Q(pk__in=[])


def next_number(day: str) -> str:
    """A sequence of the database never races; the day makes it sayable on the phone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('event_number')")
        (serial,) = cursor.fetchone() or (0,)
    return f"{day}-{serial:06d}"


def events_in_reach(who: Who) -> QuerySet[Event]:
    """The same reach as rules.may_see."""
    return Event.objects.filter(reduce(or_, ways_to_see(who), NOTHING))


def ways_to_see(who: Who) -> list[Q]:
    """Each alone has an index that gives the newest first, which all of them in one OR have not."""
    if who.actor.kind == ActorKind.REPORTER:
        return [Q(pk__in=who.actor.follows)]
    if who.actor.kind in (ActorKind.CLOCK, ActorKind.SYSTEM):
        return [Q()]
    ways = reported_by(who)
    if grids := who.reach.ids("grid"):
        ways.append(Q(grid_id__in=grids))
    for level, column in DIVISION_COLUMNS.items():
        if ids := [p.at_id for p in who.reach.posts if p.at_kind == "division" and p.level == level]:
            ways.append(Q(**{f"{column}__in": ids}))
    if units := who.reach.ids("unit"):
        ways += [Q(unit_id__in=units), Q(pk__in=Event.objects.filter(assists__unit_id__in=units).values("pk"))]
    return ways


def waiting_for(who: Who) -> list[Q]:
    """What waits for this person to act: held by their grid, desk or unit in the state it is in."""
    ways = _waits_for_worker(who) + _waits_for_unit(who)
    for level in DIVISION_COLUMNS:
        ways += _waits_for_desk(who, level) + _waits_for_leader(who, level)
    return ways


def reported_by(who: Who) -> list[Q]:
    """Nobody's own matters are not those that nobody signed in reported."""
    return [Q(reported_by_id=who.actor.id)] if who.actor.id else []


def _waits_for_worker(who: Who) -> list[Q]:
    grids = who.reach.ids("grid", Role.WORKER)
    held = Q(level=Level.GRID, state__in=BEFORE_FILING) | Q(state__in=[State.VERIFYING, State.CHECKING])
    return [Q(grid_id__in=grids) & held] if grids else []


def _waits_for_unit(who: Who) -> list[Q]:
    units = who.reach.ids("unit", Role.HANDLER)
    if not units:
        return []
    parts = Event.objects.filter(assists__unit_id__in=units, assists__done_at=None).values("pk")
    return [Q(state__in=AT_UNIT, unit_id__in=units), Q(state__in=AT_UNIT, pk__in=parts)]


def _waits_for_desk(who: Who, level: Level) -> list[Q]:
    """Whatever the level holds and nobody below was asked about; and what a unit asks for, or appeals against."""
    ways = []
    for role, (states, asked) in DESK_WAITS.items():
        if inside := _inside(who, level, role):
            waits = [Q(state__in=states)]
            waits += [Q(asked__in=asked, state=State.HANDLING)] if asked else []
            waits += [Q(state=State.CLOSED, appeal=Appeal.ASKED)] if role == Role.SHIFT_LEAD else []
            # A community settles what it accepted; from the street on that is for the shift lead to file.
            waits += [Q(state=State.ACCEPTED)] if (role, level) == (Role.ACCEPTOR, Level.COMMUNITY) else []
            ways += [inside & Q(level=level) & wait for wait in waits]
    return ways


def _waits_for_leader(who: Who, level: Level) -> list[Q]:
    held = _inside(who, level, Role.LEADER, Role.SHIFT_LEAD)
    below = ORDER[: ORDER.index(level) + 1]
    return [held & Q(level__in=below, state=State.CLOSED, appeal=Appeal.REVIEWED)] if held else []


def _inside(who: Who, level: Level, *roles: Role) -> Q:
    ids = [p.at_id for p in who.reach.posts if p.at_kind == "division" and p.level == level and p.role in roles]
    return Q(**{f"{DIVISION_COLUMNS[level]}__in": ids}) if ids else Q()


def left_behind(*, on: date, after: UUID, most: int) -> list[tuple[UUID, int]]:
    """Open matters, with their count of moves, whose grid is no more: those that now lie in another one.

    And those that lie in none, as long as nobody was told so since their grid ended.
    """
    around = Grid.objects.filter(valid_on(on), outline__covers=OuterRef("place"))
    # In the words of the partial index on what is open, beside which the years of ended matters are many.
    waiting = Event.objects.exclude(state__in=sorted(ENDED)).filter(grid__valid_to__lte=on, pk__gt=after)
    told = Entry.objects.filter(
        subject_kind="event",
        subject_id=Cast(OuterRef("pk"), CharField()),
        verb="event.regrid",
        at__date__gte=OuterRef("grid__valid_to"),
    )
    rows = waiting.filter(Exists(around) | ~Exists(told)).order_by("pk")
    return list(rows.values_list("pk", "moves")[:most])
