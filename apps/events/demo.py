"""Believable matters for a demonstration, made through the same door as real ones, by the demo accounts."""

import csv
import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.contrib.gis.geos import Point

from apps.accounts.models import Account
from apps.commands.perform import Outcome, perform
from apps.core.call import Actor, ActorKind, Call, Door
from apps.core.refusal import Refusal
from apps.events.models import Event
from apps.grids.models import SRID, Grid
from apps.standards.models import Category
from apps.standards.queries import current_version

SPACE = uuid.UUID("6f1d2c7a-5b0e-4d0c-9a55-9b1b5a5e4205")
WORKER, COMMUNITY, ACCEPTOR, DISPATCHER, LEAD = (
    "19900000001",
    "19900000011",
    "19900000021",
    "19900000022",
    "19900000023",
)
HANDLER, LEADER = "19900000051", "19900000061"
DISTRICT_DESK = {ACCEPTOR: "19900000031", DISPATCHER: "19900000032", LEAD: "19900000033"}
PACE = timedelta(minutes=40)
CHANNELS = {"worker": "WORKER", "resident": "RESIDENT", "hotline": "HOTLINE", "leader": "LEADER"}
REPORTERS = {"worker": WORKER, "hotline": ACCEPTOR, "leader": LEADER}


class Step(NamedTuple):
    phone: str
    verb: str
    said: dict[str, Any]


UP = [
    Step(WORKER, "escalate", {"reason": "需要执法权限，网格无法解决"}),
    Step(COMMUNITY, "escalate", {"reason": "社区协调未果，请街道处理"}),
]
ACCEPTED = [Step(ACCEPTOR, "accept", {})]
FILED = [*ACCEPTED, Step(LEAD, "file", {})]
DISPATCHED = [*FILED, Step(DISPATCHER, "dispatch", {"note": "请尽快现场处置"})]
HANDLING = [*DISPATCHED, Step(HANDLER, "sign", {})]
REPLIED = [*HANDLING, Step(HANDLER, "reply", {"note": "已现场清理并要求当事人整改"})]
CHECKED = [*REPLIED, Step(ACCEPTOR, "check", {"note": "现场已恢复"})]
CLOSED = [*CHECKED, Step(LEAD, "close", {"answer": "您反映的问题已处理完毕，感谢监督。"})]
ANSWER = {"answer": "网格员已上门处理，问题已解决。"}
STORIES: dict[str, list[Step]] = {
    "new": [],
    "accepted": [Step(WORKER, "accept", {})],
    "community": UP[:1],
    "street_new": UP,
    "street_accepted": UP + ACCEPTED,
    "filed": UP + FILED,
    "dispatched": UP + DISPATCHED,
    "handling": UP + HANDLING,
    "asked": [*UP, *HANDLING, Step(HANDLER, "ask_extension", {"reason": "商户外出，约定后天清理"})],
    "replied": UP + REPLIED,
    "checking": [*UP, *REPLIED, Step(DISPATCHER, "ask_check", {"note": "请到现场看看是否清理干净"})],
    "checked": UP + CHECKED,
    "closed": UP + CLOSED,
    "rated": [*UP, *CLOSED, Step("resident", "rate", {"score": 5, "text": "处理很快，谢谢"})],
    "settled": [Step(WORKER, "settle", ANSWER)],
    "returned": [*UP, *HANDLING, Step(HANDLER, "return", {"reason": "该路灯由市路灯管理所维护"})],
    "supervised": [
        *UP,
        *HANDLING,
        Step(LEADER, "supervise", {"grade": "YELLOW", "note": "涉及消防安全，请今日反馈进展"}),
    ],
    "suspended": [*UP, *FILED, Step(LEAD, "suspend", {"reason": "补栽须待植树季节"})],
    "refused": [
        *UP,
        Step(
            ACCEPTOR, "refuse", {"reason": "施工围挡内部道路", "answer": "该处为施工单位内部道路，已转告施工单位排水。"}
        ),
    ],
}


@dataclass(frozen=True)
class Row:
    line: int
    hours_ago: float
    reporter: str
    category: str
    story: str
    place: str
    text: str


def rows() -> list[Row]:
    with (settings.BASE_DIR / "fixtures/demo_matters.csv").open(encoding="utf-8", newline="") as file:
        return [Row(line, float(told.pop("hours_ago")), **told) for line, told in enumerate(csv.DictReader(file), 1)]


def tell(row: Row, *, grid: Grid, now: datetime) -> UUID:
    """One matter from its report as far as its story goes; telling it again changes nothing."""
    at = now - timedelta(hours=row.hours_ago)
    report = Step(REPORTERS.get(row.reporter, "resident"), "report", _form(row, grid))
    reported = _say(report, None, key=f"{row.line} 0", at=at)
    event_id = UUID(reported["id"])
    steps = _steps(row)
    pace = min((now - at) / (len(steps) + 1), PACE)
    for number, step in enumerate(steps, 1):
        filled = step._replace(said={**step.said, **_filled(step.verb, event_id, now)})
        _say(filled, event_id, key=f"{row.line} {number}", at=at + pace * number)
    return event_id


def _steps(row: Row) -> list[Step]:
    """What a desk took in, or a leader gave out, starts where it is and is not sent up first."""
    steps = STORIES[row.story]
    if row.reporter in ("hotline", "leader") and steps[: len(UP)] == UP:
        steps = steps[len(UP) :]
    if row.reporter == "leader":
        steps = [Step(DISTRICT_DESK.get(step.phone, step.phone), step.verb, step.said) for step in steps]
    return steps


def _form(row: Row, grid: Grid) -> dict[str, Any]:
    # The same spot every time: the line number seeds it. Never used for anything secret.
    drawn = random.Random(row.line)  # noqa: S311
    place = _spot(_grid_of(row, grid), drawn)
    category = Category.objects.get(version=current_version(), code=row.category)
    told = {"category": category.pk, "text": row.text, "place_text": row.place, "crs": "EPSG:4490"}
    return {**told, "lon": place.x, "lat": place.y, "channel": CHANNELS[row.reporter]}


def _grid_of(row: Row, grid: Grid) -> Grid:
    """The demo worker's own where the worker has a part in the story, else one of the street's."""
    if row.reporter not in ("hotline", "leader"):
        return grid
    others = Grid.objects.filter(street_id=grid.street_id, valid_to=None).order_by("code")
    return others[row.line * 3 % others.count()]


def _spot(grid: Grid, drawn: random.Random) -> Point:
    west, south, east, north = grid.outline.extent
    tries = (Point(drawn.uniform(west, east), drawn.uniform(south, north), srid=SRID) for _ in range(50))
    return next((point for point in tries if grid.outline.contains(point)), grid.centre)


def _filled(verb: str, event_id: UUID, now: datetime) -> dict[str, Any]:
    event = Event.objects.select_related("category", "condition__category").get(pk=event_id)
    match verb:
        case "file":
            return {"condition": event.category.conditions.order_by("ordinal").values_list("pk", flat=True)[0]}
        case "dispatch":
            account = Account.objects.get(phone=HANDLER)
            return {"unit": account.postings.exclude(unit=None).values_list("unit_id", flat=True)[0]}
        case "ask_extension":
            due_at = event.due_at or now
            return {"until": (max(due_at, now) + timedelta(days=2)).isoformat()}
        case "suspend":
            return {"until": (now + timedelta(days=90)).isoformat()}
    return {}


def _say(step: Step, event_id: UUID | None, *, key: str, at: datetime) -> dict[str, Any]:
    call = Call(_actor(step.phone, event_id), at, Door.SHELL, uuid.uuid5(SPACE, f"{key} {step.verb}"))
    outcome: Outcome = perform(f"event.{step.verb}", event_id, step.said, call=call)
    if not outcome.applied:
        raise Refusal(outcome.answer["code"], f"demo matter {key}, {step.verb}: {outcome.answer['message']}")
    return outcome.answer


def _actor(phone: str, event_id: UUID | None) -> Actor:
    if phone == "resident":
        return Actor(ActorKind.REPORTER, None, "居民", frozenset({event_id} if event_id else ()))
    account = Account.objects.get(phone=phone)
    return Actor(ActorKind.PERSON, account.pk, account.name)
