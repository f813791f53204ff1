"""What holds of every matter at every moment, whatever was done to it and in whatever order."""

from collections.abc import Callable

from apps.events.enums import AT_UNIT, ENDED, OPEN, Light, State
from apps.events.models import Event
from apps.grids.enums import Level
from apps.standards.enums import Ring


def an_end_is_answered(event: Event) -> bool:
    return event.state not in ENDED or event.answer != ""


def limits_of_asking_hold(event: Event) -> bool:
    return event.extensions <= 2 and event.suspensions <= 1 and event.reopened <= 1


def only_a_closed_matter_is_rated(event: Event) -> bool:
    return event.rating is None or event.state == State.CLOSED


def an_ended_matter_has_no_clock(event: Event) -> bool:
    return event.state in OPEN or (event.due_at, event.warn_at, event.next_at) == (None, None, None)


def what_is_due_is_watched_until_red(event: Event) -> bool:
    return event.due_at is None or event.next_at is not None or event.light == Light.RED


def every_open_stage_but_a_suspension_has_a_limit(event: Event) -> bool:
    return event.state in ENDED or (event.due_at is None) == (event.state == State.SUSPENDED)


def a_suspension_ends_at_its_date(event: Event) -> bool:
    if event.state != State.SUSPENDED:
        return event.suspended_until is None and event.suspended_from == ""
    return event.next_at == event.suspended_until and event.suspended_from in {*AT_UNIT, State.FILED}


def no_limit_lies_before_its_stage(event: Event) -> bool:
    if event.due_at is None or event.warn_at is None:
        return event.due_at == event.warn_at
    return event.stage_at <= event.warn_at <= event.due_at


def the_ring_is_big_from_the_street_on(event: Event) -> bool:
    return event.ring == (Ring.SMALL if event.level in (Level.GRID, Level.COMMUNITY) else Ring.BIG)


def a_unit_has_it_under_a_condition(event: Event) -> bool:
    return event.state not in AT_UNIT or (event.unit_id is not None and event.condition_id is not None)


def requests_wait_only_while_it_is_handled(event: Event) -> bool:
    return event.asked == "" or (event.state == State.HANDLING and event.asked_until is not None)


def nobody_is_there_before_the_stage(event: Event) -> bool:
    return event.attended_at is None or event.attended_at >= event.stage_at


TRUTHS: list[Callable[[Event], bool]] = [
    an_end_is_answered,
    limits_of_asking_hold,
    only_a_closed_matter_is_rated,
    an_ended_matter_has_no_clock,
    what_is_due_is_watched_until_red,
    every_open_stage_but_a_suspension_has_a_limit,
    a_suspension_ends_at_its_date,
    no_limit_lies_before_its_stage,
    the_ring_is_big_from_the_street_on,
    a_unit_has_it_under_a_condition,
    requests_wait_only_while_it_is_handled,
    nobody_is_there_before_the_stage,
]
