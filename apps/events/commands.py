"""The loop's commands: one for the report and one for each verb of the table."""

from typing import Any

from apps.commands.perform import Action, also_after, register
from apps.events.actions import desk, intake, late, onsite, oversight, regrid, report, timing, unit
from apps.events.forms import FORMS, PutOffForm, ReportForm
from apps.events.moves import MOVES
from apps.events.tasks import follow_grids
from apps.photos.tasks import make_mark

ACTIONS: dict[str, Action] = {
    "accept": intake.accept,
    "refuse": intake.refuse,
    "attend": onsite.attend,
    "ask_verify": intake.ask_verify,
    "verify": intake.verify,
    "file": intake.file,
    "not_file": intake.not_file,
    "settle": intake.settle_on_spot,
    "escalate": intake.escalate,
    "void": intake.void,
    "merge": intake.merge,
    "dispatch": desk.dispatch,
    "redispatch": desk.redispatch,
    "co_handle": desk.co_handle,
    "ask_check": desk.ask_check,
    "check": desk.check,
    "find_fault": desk.find_fault,
    "rework": desk.rework,
    "close": desk.close,
    "waive_photos": late.waive_photos,
    "sign": unit.sign,
    "return": unit.give_back,
    "reply": unit.reply,
    "assist": unit.assist,
    "ask_extension": timing.ask_extension,
    "grant_extension": timing.grant_extension,
    "refuse_extension": timing.refuse_extension,
    "ask_suspension": timing.ask_suspension,
    "suspend": timing.suspend,
    "refuse_suspension": timing.refuse_suspension,
    "resume": timing.resume,
    "warn": timing.warn,
    "overdue": timing.overdue,
    "regrid": regrid.regrid,
    "nudge": oversight.nudge,
    "supervise": oversight.supervise,
    "reply_supervision": oversight.reply_supervision,
    "comment": oversight.comment,
    "rate": oversight.rate,
    "reopen": oversight.reopen,
    "appeal": oversight.appeal,
    "review_appeal": oversight.review_appeal,
    "uphold_appeal": oversight.uphold_appeal,
    "dismiss_appeal": oversight.dismiss_appeal,
}


def finish_photos(answer: dict[str, Any]) -> None:
    for photo_id in answer["photos"]:
        make_mark.apply_async(args=[photo_id], retry=False)


def follow_at_once(_: dict[str, Any]) -> None:
    """A lost task costs half a minute, until the timer looks."""
    follow_grids.apply_async(retry=False)


TAKES_PHOTOS = [verb for verb, move in MOVES.items() if any(need.kind == "photos" for need in move.needs)]

register("event.put_off", timing.put_off, form=PutOffForm)
register("event.report", report.report, form=ReportForm, after=(finish_photos,))
for verb, action in ACTIONS.items():
    register(f"event.{verb}", action, form=FORMS[verb], after=(finish_photos,) if verb in TAKES_PHOTOS else ())
for name in ("grids.split_grid", "grids.merge_grids", "grids.move_border"):
    also_after(name, follow_at_once)
