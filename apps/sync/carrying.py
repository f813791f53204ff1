"""Carrying a command out: compare what the worker saw with what stands there, then perform it as any door would."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from apps.commands.perform import Outcome, perform
from apps.core.call import Call
from apps.core.refusal import RefusalCode
from apps.events.enums import ENDED, VOICE, PhotoKind, State
from apps.events.models import Event
from apps.events.moves import MOVES
from apps.events.rules import Who, may_see
from apps.grids.reach import reach_of
from apps.journal.models import Entry
from apps.registry.sight import sight
from apps.sync import feed
from apps.sync.conflicts import Compared, compare
from apps.sync.enums import Status
from apps.sync.judging import call_of
from apps.sync.kinds import subject_of
from apps.sync.media import Photos, photos_of
from apps.sync.models import SyncCommand
from apps.sync.precedence import of_station
from apps.sync.verdicts import Verdict, held, rejected

# Said whatever state the matter is in by now.
ANYTIME = ("comment", "nudge")
WORDS = ("note", "reason", "answer", "text")
HELD = "这一项已被他人改成别的内容，没有覆盖；请核对后选择采用哪一份"
DECIDED = "您查看之后，社区或上级已改过这一项，没有覆盖；请核对后选择采用哪一份"
MERGED = "已保存；同时有他人修改过这条记录"


def carry_out(command: SyncCommand, row: Any, said: Mapping[str, Any]) -> Verdict:
    """Within the command's own savepoint; the row it is about is locked, and the photos it names before it."""
    photos = photos_of(command, said.get("data") or {})
    call = call_of(command, row, said)
    if isinstance(row, Event) and row.state in ENDED and command.kind == "event.comment":
        return _added(row, command, photos, call=call)
    if isinstance(row, Event) and _has_moved_on(row, command.kind, said) and _is_seen(row, call):
        return _supplemented(row, command, photos, call=call)
    compared = compare(row, photos.data, said.get("old") or {}) if row is not None else Compared()
    decided = of_station(row, compared.merged) if row is not None else []
    if (compared.held or decided) and _is_seen(row, call):
        return held("conflict", DECIDED if decided else HELD, compared.held | compared.merged)
    others = row is not None and _others_changed(command, row, said.get("base_rev"))
    outcome = perform_as(command, photos.data, call=call)
    if not outcome.applied:
        return _refused(outcome, row, command, photos, call=call)
    status = Status.MERGED if compared.merged or others else Status.APPLIED
    return Verdict(
        status,
        message=MERGED if status == Status.MERGED else "",
        fields=compared.merged,
        answer=outcome.answer,
        awaited=photos.awaited,
        event=command.row or command.pk if subject_of(command.kind) == "event" else None,
        visit=visit_of(command),
    )


def _is_seen(row: Any, call: Call) -> bool:
    """Of what lies out of sight nobody hears what stands there; the action answers as for a row that does not exist."""
    reach = reach_of(call.actor, call.at)
    if isinstance(row, Event):
        return may_see(row, Who(call.actor, reach, call.at))
    with sight(reach):
        return bool(type(row)._default_manager.filter(pk=row.pk).exists())


def visit_of(command: SyncCommand) -> UUID | None:
    """A visit is known by the command that recorded it."""
    return command.pk if command.kind == "visit.record" else None


def perform_as(command: SyncCommand, data: Mapping[str, Any], *, call: Call) -> Outcome:
    """What was read is told by `old`, field by field, so the version of the whole row does not decide."""
    told = {name: value for name, value in data.items() if name != "version"}
    return perform(command.kind, command.row, told, call=call)


def _has_moved_on(event: Event, kind: str, said: Mapping[str, Any]) -> bool:
    expected, verb = said.get("expected_state"), kind.partition(".")[2]
    return bool(expected) and event.state != expected and verb not in ANYTIME


def _refused(outcome: Outcome, row: Any, command: SyncCommand, photos: Photos, *, call: Call) -> Verdict:
    if isinstance(row, Event) and outcome.code == RefusalCode.MOVED_ON:
        return _supplemented(row, command, photos, call=call)
    if isinstance(row, Event) and _went_meanwhile(row, command, outcome, call=call):
        return _added(row, command, photos, call=replace(call, id=uuid5(command.pk, "supplement")))
    message = str(outcome.answer.get("message") or "没有办成")
    return rejected(
        str(outcome.code), message, {k: v for k, v in outcome.answer.items() if k not in ("code", "message")}
    )


def _went_meanwhile(event: Event, command: SyncCommand, outcome: Outcome, *, call: Call) -> bool:
    """Words about a matter that was the worker's to speak of when they were written, and went to a desk since."""
    return command.kind == "event.comment" and outcome.code == RefusalCode.NOT_YOURS and event.moved_at > call.at


def _added(event: Event, command: SyncCommand, photos: Photos, *, call: Call) -> Verdict:
    """More words of an ended matter are what they were meant to be: nothing of it moves by them."""
    told = {"note": str(photos.data.get("note", "")), "verb": "comment", "photos": [str(pk) for pk in photos.ids]}
    kept = perform("sync.supplement", event.pk, told, call=call)
    if not kept.applied:
        return rejected(str(kept.code), str(kept.answer.get("message") or "没有办成"))
    awaited = {pk: VOICE if kind == VOICE else PhotoKind.REPORT for pk, kind in photos.awaited.items()}
    return Verdict(Status.APPLIED, answer=kept.answer, awaited=awaited, event=event.pk, move=call.id)


def _supplemented(event: Event, command: SyncCommand, photos: Photos, *, call: Call) -> Verdict:
    """The step is not done any more; what was written and photographed is not lost with it."""
    verb = command.kind.partition(".")[2]
    label = MOVES[verb].label if verb in MOVES else "操作"
    why = f"此事已是“{State(event.state).label}”，没有再{label}"
    note = "\n".join(str(photos.data[name]) for name in WORDS if photos.data.get(name))
    told = {"note": note, "verb": verb, "photos": [str(pk) for pk in photos.ids]}
    if not (note or photos.ids or photos.awaited):
        return rejected("state_moved", why)
    own = replace(call, id=uuid5(command.pk, "supplement"))
    kept = perform("sync.supplement", event.pk, told, call=own)
    if not kept.applied:
        return rejected("state_moved", f"{why}；写的内容也没能附上：{kept.answer.get('message', '')}")
    verdict = rejected("state_moved", f"{why}；您写的内容和照片已作为补充说明附上", kept.answer)
    awaited = {pk: VOICE if kind == VOICE else PhotoKind.REPORT for pk, kind in photos.awaited.items()}
    return replace(verdict, awaited=awaited, event=event.pk, move=own.id)


def _others_changed(command: SyncCommand, row: Any, base_rev: int | None) -> bool:
    """Somebody else was the last to change it, and the worker had not seen that."""
    rev = feed.rev_of(subject_of(command.kind), str(row.pk))
    if base_rev is None or rev is None or rev <= base_rev or isinstance(row, Event):
        return False
    entries = Entry.objects.filter(subject_kind=row._meta.model_name, subject_id=str(row.pk)).order_by("-id")
    last = entries.values_list("actor_id", flat=True).first()
    return last is not None and last != command.worker_id
