"""Which clock runs in which state, and the moments it ends (domain.md §5, stage defaults).

A limit is minutes of a unit: desks and phones answer in working time, matters that cannot wait around the clock.
"""

from datetime import datetime

from apps.calendars.clock import WorkingCalendar
from apps.calendars.enums import LimitUnit
from apps.calendars.limits import Limit
from apps.events.enums import Light, State
from apps.events.models import Event
from apps.grids.enums import Level
from apps.standards.enums import Severity

STAGE_LABELS = {
    State.REPORTED: "受理",
    State.ACCEPTED: "立案",
    State.VERIFYING: "核实",
    State.FILED: "派遣",
    State.DISPATCHED: "签收",
    State.HANDLING: "处置",
    State.REPLIED: "核查",
    State.CHECKING: "核查",
    State.CHECKED: "结案",
    State.SUSPENDED: "挂账",
}
# Minutes: in general, and for what cannot wait.
STAGE_MINUTES: dict[State, tuple[int, int]] = {
    State.REPORTED: (30, 10),
    State.ACCEPTED: (30, 10),
    State.VERIFYING: (120, 30),
    State.FILED: (30, 10),
    State.DISPATCHED: (120, 30),
    State.REPLIED: (120, 60),
    State.CHECKING: (120, 60),
    State.CHECKED: (60, 30),
}
SMALL_RING = Limit(1, LimitUnit.WORK_DAY)
SMALL_RING_URGENT = Limit(1, LimitUnit.URGENT_HOUR)
# A failed check leaves the unit what remained of its limit, but at least this share of it.
REWORK_SHARE = 0.25


def is_urgent(event: Event) -> bool:
    return event.severity in (Severity.PROMINENT, Severity.MAJOR)


def handling_limit(event: Event) -> Limit:
    if event.condition is None:
        raise ValueError("a matter is handled under a condition")
    return event.condition.limit


def start_stage(event: Event, calendar: WorkingCalendar, at: datetime) -> None:
    """Sets the clock for the state the matter is in now; the small ring has one limit for all it does."""
    event.stage_at = at
    event.attended_at = None
    event.light = Light.GREEN
    unit, due_at = _stage_end(event, calendar, at)
    set_due(event, calendar, due_at, unit)
    if event.state == State.SUSPENDED:
        event.next_at = event.suspended_until
    if event.state == State.HANDLING:
        event.handle_due_at = due_at


def set_due(event: Event, calendar: WorkingCalendar, due_at: datetime | None, unit: LimitUnit) -> None:
    """Moves the stage's end, and with it the warning at 80 % and the moment the timer looks next."""
    event.due_at = due_at
    event.warn_at = None if due_at is None else calendar.yellow(event.stage_at, due_at, unit)
    event.next_at = event.warn_at


def unit_of_stage(event: Event) -> LimitUnit:
    if event.state == State.HANDLING:
        return handling_limit(event).unit
    return LimitUnit.URGENT_HOUR if is_urgent(event) else LimitUnit.WORK_HOUR


def _stage_end(event: Event, calendar: WorkingCalendar, at: datetime) -> tuple[LimitUnit, datetime | None]:
    state = State(event.state)
    if state in (State.REPORTED, State.ACCEPTED) and event.level in (Level.GRID, Level.COMMUNITY):
        limit = SMALL_RING_URGENT if is_urgent(event) else SMALL_RING
        return limit.unit, calendar.due(at, limit)
    if state == State.HANDLING:
        return _handling_end(event, calendar, at)
    unit = unit_of_stage(event)
    if state not in STAGE_MINUTES:
        return unit, None
    return unit, calendar.add_minutes(at, STAGE_MINUTES[state][is_urgent(event)], unit)


def _handling_end(event: Event, calendar: WorkingCalendar, at: datetime) -> tuple[LimitUnit, datetime]:
    limit = handling_limit(event)
    minutes = calendar.minutes(limit) if event.handle_left is None else event.handle_left
    return limit.unit, calendar.add_minutes(at, minutes, limit.unit)


def forget_handling(event: Event) -> None:
    """Whoever handles it next has the whole limit; until then no deadline of handling is shown."""
    event.handle_left = None
    event.handle_due_at = None


def rework_minutes(event: Event, calendar: WorkingCalendar) -> float:
    return max(event.handle_left or 0, calendar.minutes(handling_limit(event)) * REWORK_SHARE)


def handling_left(event: Event, calendar: WorkingCalendar, at: datetime) -> float:
    """Minutes of the limit still unused, never below zero."""
    if event.due_at is None:
        return 0
    return max(0.0, calendar.spent(at, event.due_at, handling_limit(event).unit))
