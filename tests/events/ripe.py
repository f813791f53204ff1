"""A matter set straight into any state, with whatever a verb asks for, and somebody who may do it."""

from datetime import timedelta
from typing import Any

from apps.events.enums import AFTER_REPLY, AT_UNIT, ENDED, Appeal, Asked, Light, State
from apps.events.models import Event
from apps.grids.enums import Level
from apps.grids.models import Grid
from tests.world import MORNING, World

HOUR = timedelta(hours=1)
UNTIL = (MORNING + timedelta(days=20)).isoformat()

# Who does it, where the matter is held, and what is said.
DOER: dict[str, tuple[str, Level]] = {
    "accept": ("acceptor", Level.STREET),
    "refuse": ("acceptor", Level.STREET),
    "attend": ("worker", Level.GRID),
    "ask_verify": ("acceptor", Level.STREET),
    "verify": ("worker", Level.STREET),
    "file": ("lead", Level.STREET),
    "not_file": ("lead", Level.STREET),
    "settle": ("worker", Level.GRID),
    "escalate": ("worker", Level.GRID),
    "dispatch": ("dispatcher", Level.STREET),
    "redispatch": ("dispatcher", Level.STREET),
    "co_handle": ("dispatcher", Level.STREET),
    "assist": ("co_handler", Level.STREET),
    "sign": ("handler", Level.STREET),
    "return": ("handler", Level.STREET),
    "reply": ("handler", Level.STREET),
    "ask_extension": ("handler", Level.STREET),
    "grant_extension": ("dispatcher", Level.STREET),
    "refuse_extension": ("dispatcher", Level.STREET),
    "ask_suspension": ("handler", Level.STREET),
    "suspend": ("lead", Level.STREET),
    "refuse_suspension": ("lead", Level.STREET),
    "resume": ("lead", Level.STREET),
    "ask_check": ("dispatcher", Level.STREET),
    "check": ("worker", Level.STREET),
    "find_fault": ("worker", Level.STREET),
    "rework": ("dispatcher", Level.STREET),
    "close": ("lead", Level.STREET),
    "waive_photos": ("dispatcher", Level.STREET),
    "rate": ("worker", Level.STREET),
    "reopen": ("lead", Level.STREET),
    "nudge": ("leader", Level.STREET),
    "supervise": ("leader", Level.STREET),
    "reply_supervision": ("acceptor", Level.STREET),
    "comment": ("worker", Level.STREET),
    "void": ("lead", Level.STREET),
    "merge": ("acceptor", Level.STREET),
    "appeal": ("handler", Level.STREET),
    "review_appeal": ("lead", Level.STREET),
    "uphold_appeal": ("leader", Level.STREET),
    "dismiss_appeal": ("leader", Level.STREET),
    "warn": ("CLOCK", Level.STREET),
    "overdue": ("CLOCK", Level.STREET),
    "regrid": ("CLOCK", Level.STREET),
}


# Who does it depends on where the matter is.
ELSEWHERE = {("attend", State.HANDLING): "handler"}


def doer(verb: str, state: State) -> str:
    return ELSEWHERE.get((verb, state), DOER[verb][0])


def said(world: World, verb: str, *, other: Event) -> dict[str, Any]:
    """Everything any move may need; forms take what is theirs."""
    text = {"reason": "有原因", "note": "有说明", "answer": "答复上报人", "text": "还行"}
    unit = world.co_unit if verb in ("redispatch", "co_handle") else world.unit
    choice = {"unit": unit.pk, "condition": world.condition.pk, "into": other.number, "until": UNTIL}
    return {**text, **choice, "grade": "YELLOW", "score": 4, "exists": True}


def put(event: Event, state: State, verb: str, world: World) -> Event:
    """Into the state as the loop would have left it, and ready for the verb as far as its own conditions go."""
    Event.objects.filter(pk=event.pk).update(
        state=state,
        level=DOER[verb][1],
        ring="SMALL" if DOER[verb][1] == Level.GRID else "BIG",
        condition=world.condition,
        # A unit that never had the matter would not even see it; here it is the state alone that refuses.
        unit=world.unit if doer(verb, state) == "handler" or state in WITH_UNIT else None,
        answer="已答复" if state in ENDED else "",
        light=Light.GREEN,
        stage_at=MORNING,
        warn_at=MORNING if verb == "warn" else MORNING + HOUR,
        due_at=MORNING if verb == "overdue" else MORNING + 2 * HOUR,
        asked=ASKED.get(verb, ""),
        asked_until=UNTIL,
        photos_until=MORNING + HOUR if verb == "waive_photos" else None,
        supervision_open=verb == "reply_supervision",
        suspended_from=State.HANDLING if state == State.SUSPENDED else "",
        suspended_until=UNTIL if state == State.SUSPENDED else None,
        handled_late=verb == "appeal",
        appeal=APPEAL.get(verb, ""),
        suspensions=0,
        extensions=0,
        reopened=0,
        rating=None,
        handle_left=60,
        attended_at=None,
    )
    if verb == "regrid":
        Grid.objects.filter(pk=event.grid_id).update(valid_to=MORNING.date())
    event.assists.all().delete()
    if verb == "assist":
        event.assists.create(unit=world.co_unit, asked_at=MORNING)
    return Event.objects.get(pk=event.pk)


WITH_UNIT = AT_UNIT | AFTER_REPLY | {State.SUSPENDED, State.CLOSED}
ASKED = {
    "grant_extension": Asked.EXTENSION,
    "refuse_extension": Asked.EXTENSION,
    "refuse_suspension": Asked.SUSPENSION,
}
APPEAL = {
    "review_appeal": Appeal.ASKED,
    "uphold_appeal": Appeal.REVIEWED,
    "dismiss_appeal": Appeal.ASKED,
}
