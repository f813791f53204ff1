"""The life of a matter, as a table keyed by the verb: out of which states, into which, by whom, with what.

The actions obey it, the screens draw their buttons from it, and the tests walk every state × every move.
"""

from copy import copy
from dataclasses import dataclass
from enum import StrEnum

from apps.events import rules, when
from apps.events.enums import AT_UNIT, BEFORE_FILING, OPEN, Grade, State
from apps.events.models import Event
from apps.events.rules import Rule, Who, desk, either
from apps.events.when import When, always
from apps.grids.enums import Role


class Kind(StrEnum):
    """What a need is filled with."""

    TEXT = "text"
    PHOTOS = "photos"
    UNIT = "unit"
    UNITS = "units"
    UNTIL = "until"
    CONDITION = "condition"
    EVENT = "event"
    SPOT = "spot"
    CHOICE = "choice"
    SCORE = "score"
    BOOL = "bool"


@dataclass(frozen=True)
class Need:
    name: str
    kind: Kind
    label: str
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Move:
    """`into` None stays in the state, or lets the action return to an earlier one; `clock` lets the timer do it."""

    label: str
    out_of: frozenset[State]
    into: State | None
    by: Rule
    needs: tuple[Need, ...] = ()
    when: When = always
    clock: bool = False
    primary: bool = False
    danger: bool = False


def _reason(label: str = "原因") -> Need:
    return Need("reason", Kind.TEXT, label)


def _note(label: str = "说明", *, required: bool = False) -> Need:
    return Need("note", Kind.TEXT, label, required)


ANSWER = Need("answer", Kind.TEXT, "给上报人的答复")
PHOTOS = Need("photos", Kind.PHOTOS, "照片", required=False)
UNIT = Need("unit", Kind.UNIT, "责任单位")
UNTIL = Need("until", Kind.UNTIL, "到何时")
ACCEPTOR = desk(Role.ACCEPTOR)
DISPATCHER = desk(Role.DISPATCHER)
LEAD = desk()

S = State
BIG = when.at_desk_level
MOVES: dict[str, Move] = {
    "accept": Move("受理", frozenset({S.REPORTED}), S.ACCEPTED, rules.holder, primary=True),
    "refuse": Move("不予受理", frozenset({S.REPORTED}), S.REFUSED, ACCEPTOR, (_reason(), ANSWER), danger=True),
    "attend": Move(
        "到达现场",
        frozenset({S.REPORTED, S.ACCEPTED, S.VERIFYING, S.HANDLING, S.CHECKING}),
        None,
        rules.goer,
        (Need("spot", Kind.SPOT, "手机的位置", required=False),),
        when.not_there_yet,
    ),
    "ask_verify": Move("要求核实", frozenset({S.ACCEPTED}), S.VERIFYING, ACCEPTOR, (_note("核实什么"),), BIG),
    "verify": Move(
        "核实反馈",
        frozenset({S.VERIFYING}),
        S.ACCEPTED,
        either(rules.worker, ACCEPTOR),
        (Need("exists", Kind.BOOL, "情况属实"), _note("现场情况", required=True), PHOTOS),
        primary=True,
    ),
    "file": Move(
        "立案",
        frozenset({S.ACCEPTED}),
        S.FILED,
        LEAD,
        (Need("condition", Kind.CONDITION, "立案条件"),),
        BIG,
        primary=True,
    ),
    "not_file": Move("不立案", frozenset({S.ACCEPTED}), S.NOT_FILED, LEAD, (_reason(), ANSWER), BIG, danger=True),
    "settle": Move(
        "即时办结",
        frozenset({S.REPORTED, S.ACCEPTED}),
        S.CLOSED,
        rules.small_holder,
        (ANSWER, PHOTOS),
        when.supervision_answered,
        primary=True,
    ),
    "escalate": Move(
        "上报升级",
        frozenset({S.REPORTED, S.ACCEPTED}),
        S.REPORTED,
        rules.holder,
        (_reason("上报原因"),),
        when.has_level_above,
        clock=True,
    ),
    "dispatch": Move(
        "派遣",
        frozenset({S.FILED}),
        S.DISPATCHED,
        DISPATCHER,
        (UNIT, Need("co_units", Kind.UNITS, "协办单位", required=False), _note("派遣意见")),
        primary=True,
    ),
    "redispatch": Move("改派", AT_UNIT, S.DISPATCHED, DISPATCHER, (UNIT, _reason())),
    "co_handle": Move("增加协办", AT_UNIT, None, DISPATCHER, (UNIT, _note("协办内容", required=True))),
    "assist": Move(
        "协办反馈", AT_UNIT, None, rules.assistant, (_note("办理情况", required=True), PHOTOS), primary=True
    ),
    "sign": Move("签收", frozenset({S.DISPATCHED}), S.HANDLING, rules.unit, primary=True),
    "return": Move("退回", AT_UNIT, S.FILED, rules.unit, (_reason("退回原因"),), when.may_return, danger=True),
    "reply": Move(
        "处置反馈",
        frozenset({S.HANDLING}),
        S.REPLIED,
        rules.unit,
        (
            _note("处置结果", required=True),
            Need("before", Kind.PHOTOS, "处置前照片", required=False),
            Need("photos", Kind.PHOTOS, "处置后照片", required=False),
        ),
        when.assists_done,
        primary=True,
    ),
    "ask_extension": Move(
        "申请延期", frozenset({S.HANDLING}), None, rules.unit, (UNTIL, _reason()), when.may_ask_extension
    ),
    "grant_extension": Move(
        "同意延期", frozenset({S.HANDLING}), None, DISPATCHER, (), when.extension_asked, primary=True
    ),
    "refuse_extension": Move(
        "不同意延期", frozenset({S.HANDLING}), None, DISPATCHER, (_reason(),), when.extension_asked
    ),
    "ask_suspension": Move(
        "申请挂账", frozenset({S.HANDLING}), None, rules.unit, (UNTIL, _reason()), when.may_ask_suspension
    ),
    "suspend": Move(
        "挂账", frozenset({S.FILED, S.DISPATCHED, S.HANDLING}), S.SUSPENDED, LEAD, (UNTIL, _reason()), when.may_suspend
    ),
    "refuse_suspension": Move("不同意挂账", frozenset({S.HANDLING}), None, LEAD, (_reason(),), when.suspension_asked),
    "resume": Move("恢复", frozenset({S.SUSPENDED}), None, LEAD, (_reason(),), clock=True, primary=True),
    "ask_check": Move(
        "要求现场核查", frozenset({S.REPLIED}), S.CHECKING, desk(Role.DISPATCHER, Role.ACCEPTOR), (_note("核查什么"),)
    ),
    "check": Move(
        "核查通过",
        frozenset({S.REPLIED, S.CHECKING}),
        S.CHECKED,
        rules.checker,
        (_note("核查情况"), PHOTOS),
        when.handling_photos_here,
        primary=True,
    ),
    "find_fault": Move(
        "核查不通过", frozenset({S.CHECKING}), S.REPLIED, rules.worker, (_note("问题", required=True), PHOTOS)
    ),
    "rework": Move("返工", frozenset({S.REPLIED}), S.HANDLING, DISPATCHER, (_reason("返工原因"),), danger=True),
    "close": Move("结案", frozenset({S.CHECKED}), S.CLOSED, LEAD, (ANSWER,), when.may_close, primary=True),
    "waive_photos": Move(
        "不再等照片", OPEN, None, desk(Role.DISPATCHER, Role.ACCEPTOR), (_reason(),), when.photos_awaited
    ),
    "rate": Move(
        "评价",
        frozenset({S.CLOSED}),
        None,
        rules.reporter,
        (Need("score", Kind.SCORE, "满意度"), Need("text", Kind.TEXT, "想说的话", required=False)),
        when.may_rate,
        primary=True,
    ),
    "reopen": Move(
        "重开",
        frozenset({S.CLOSED}),
        S.REPORTED,
        either(rules.unsatisfied, LEAD),
        (_reason("哪里没有办好"),),
        when.may_reopen,
    ),
    "nudge": Move("催办", OPEN, None, either(rules.overseer, rules.reporter), (_note("催办意见", required=True),)),
    "supervise": Move(
        "督办",
        OPEN,
        None,
        rules.leader,
        (Need("grade", Kind.CHOICE, "督办等级", choices=tuple(Grade.choices)), _note("督办意见", required=True)),
    ),
    "reply_supervision": Move(
        "督办回复",
        OPEN,
        None,
        rules.supervised_party,
        (_note("回复", required=True),),
        when.supervision_open,
        primary=True,
    ),
    "comment": Move(
        "补充说明", OPEN, None, either(rules.reporter, rules.holder, rules.unit), (_note("补充", required=True), PHOTOS)
    ),
    "void": Move("作废", BEFORE_FILING | {S.FILED}, S.VOID, LEAD, (_reason(), ANSWER), danger=True),
    "merge": Move(
        "合并",
        BEFORE_FILING | {S.FILED},
        S.MERGED,
        ACCEPTOR,
        (Need("into", Kind.EVENT, "并入哪一件"), ANSWER),
        danger=True,
    ),
    "appeal": Move("申诉", frozenset({S.CLOSED}), None, rules.unit, (_reason("申诉理由"),), when.may_appeal),
    "review_appeal": Move(
        "申诉初审通过",
        frozenset({S.CLOSED}),
        None,
        LEAD,
        (_note("初审意见", required=True),),
        when.appeal_asked,
        primary=True,
    ),
    "uphold_appeal": Move(
        "申诉成立",
        frozenset({S.CLOSED}),
        None,
        rules.leader,
        (_note("终审意见", required=True),),
        when.appeal_reviewed,
        primary=True,
    ),
    "dismiss_appeal": Move("申诉不成立", frozenset({S.CLOSED}), None, rules.leader, (_reason(),), when.appeal_pending),
    # The timer's own three: nobody else may say that a limit is nearly out, or out, or that the grids are others now.
    "warn": Move("将到期提醒", OPEN, None, rules.nobody, (), when.warning_is_due, clock=True),
    "overdue": Move("超期", OPEN, None, rules.nobody, (), when.overdue_is_due, clock=True),
    "regrid": Move("网格调整", OPEN, None, rules.nobody, (), when.grid_has_ended, clock=True),
}
CLOCK_ONLY = frozenset(verb for verb, move in MOVES.items() if move.by is rules.nobody)


# What somebody else still has to do first; the other questions of `when` only tell that a move has no subject.
HINDRANCES = (when.assists_done, when.supervision_answered, when.handling_photos_here, when.may_close)


def hindered_moves(event: Event, who: Who) -> list[tuple[str, str]]:
    """Main moves that would be this person's now, and the sentence that says what has to come first."""
    state = State(event.state)
    return [
        (verb, why)
        for verb, move in MOVES.items()
        if move.primary and move.when in HINDRANCES and state in move.out_of and move.by(event, who)
        if (why := move.when(event, who.at))
    ]


# Nobody else decides about these, so a handler without a line goes on to them after signing.
SIGNED = ("attend", "reply")


def moves_once_signed(event: Event, who: Who) -> list[str]:
    """Of a matter that waits for a signature."""
    signed = copy(event)
    signed.state, signed.attended_at = State.HANDLING, None
    return [verb for verb in open_moves(signed, who) if verb in SIGNED]


def open_moves(event: Event, who: Who) -> list[str]:
    """The verbs this person may do with this matter now, in the table's order: the screens' buttons."""
    state = State(event.state)
    return [
        verb
        for verb, move in MOVES.items()
        if state in move.out_of and move.by(event, who) and not move.when(event, who.at)
    ]
