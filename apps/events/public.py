"""What a resident sees of their matter: how far it has come, without names, phones or the offices' own talk."""

from typing import Any

from apps.core.refusal import Refusal, RefusalCode
from apps.events.codes import is_code_of
from apps.events.detail import photo_urls
from apps.events.enums import AFTER_REPLY, ENDED, PhotoKind, State
from apps.events.models import Event, EventPhoto
from apps.events.moves import open_moves
from apps.events.rules import Who
from apps.journal.models import Entry

# The four steps of "我要说事": 收集 — 处置 — 反馈 — 评价, with the report itself before them.
STAGES = ("已上报", "已受理", "处理中", "已答复", "已评价")
TOLD = {
    "report": "已收到您反映的问题",
    "accept": "已受理",
    "escalate": "已上报上一级协调处理",
    "file": "已立案",
    "dispatch": "已派给责任单位",
    "redispatch": "已转给更合适的单位",
    "sign": "责任单位已签收",
    "attend": "工作人员已到现场",
    "reply": "责任单位已处理，等待核查",
    "rework": "核查未通过，已要求重新处理",
    "check": "现场核查通过",
    "close": "已办结",
    "settle": "已办结",
    "refuse": "未予受理",
    "not_file": "未予立案",
    "void": "已作废",
    "merge": "已并入同一问题的事件一并处理",
    "suspend": "因客观条件暂缓处理",
    "resume": "恢复处理",
    "grant_extension": "处理时间已延长",
    "rate": "您已评价",
    "reopen": "已按您的要求重新办理",
    "comment": "有新的补充说明",
    "nudge": "已催办",
}
SHOWN = (PhotoKind.REPORT, PhotoKind.AFTER)


def event_by_code(number: str, code: str) -> Event:
    """One answer for a wrong number and a wrong code, so that neither can be tried out alone."""
    event = Event.objects.filter(number=number.strip()).first()
    if event is None or not is_code_of(event.pk, code):
        raise Refusal(RefusalCode.NOT_FOUND, "编号或查询码不正确，请核对后重试", "code")
    return event


def stage_of(event: Event) -> int:
    """1 to 5, a step of STAGES."""
    state = State(event.state)
    if state in ENDED:
        return 5 if event.rating is not None else 4
    if state in AFTER_REPLY or state in (State.FILED, State.DISPATCHED, State.HANDLING, State.SUSPENDED):
        return 3
    return 1 if state == State.REPORTED and event.moves == 0 else 2


def progress(event: Event, who: Who) -> dict[str, Any]:
    moves = open_moves(event, who)
    return {
        "id": str(event.pk),
        "number": event.number,
        "state_label": State(event.state).label,
        "stage": stage_of(event),
        "stages": list(STAGES),
        "ended": event.state in ENDED,
        "text": event.text,
        "place_text": event.place_text,
        "category": event.category.name,
        "reported_at": event.reported_at,
        "answer": event.answer,
        "rating": event.rating,
        "rating_text": event.rating_text,
        "may_rate": "rate" in moves,
        "may_reopen": "reopen" in moves,
        "may_comment": "comment" in moves,
        "photos": _photos(event),
        "timeline": _timeline(event),
    }


def _photos(event: Event) -> list[dict[str, Any]]:
    rows = EventPhoto.objects.filter(event=event, kind__in=SHOWN).order_by("at", "id").values_list("photo_id", "kind")
    return [{"kind": kind, **photo_urls(pk)} for pk, kind in rows[:50]]


def _timeline(event: Event) -> list[dict[str, Any]]:
    verbs = [f"event.{verb}" for verb in TOLD]
    entries = Entry.objects.filter(subject_kind="event", subject_id=str(event.pk), verb__in=verbs).order_by("id")
    return [_moment(entry) for entry in entries[:200]]


def _moment(entry: Entry) -> dict[str, Any]:
    """Answers are written for the reporter, and so is what they said themselves; all else stays inside."""
    theirs = entry.actor_kind == "REPORTER"
    note = entry.body.get("answer") or ((entry.body.get("note") or entry.body.get("reason")) if theirs else "")
    return {"at": entry.at, "label": TOLD[entry.verb.removeprefix("event.")], "note": note or ""}
