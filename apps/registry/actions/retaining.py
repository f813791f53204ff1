"""Retention rules as a sheet, and doing what they say."""

from calendar import monthrange
from datetime import date
from typing import Any

from django.utils import timezone

from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode
from apps.journal.actions import Subject, write
from apps.registry.actions.settle import look
from apps.registry.code_sheets import read_rules
from apps.registry.models import RetentionRule
from apps.registry.retention import REMOVALS
from apps.registry.rules import MACHINES

AT_ONCE = 1000


def load_rules(_: object, *, call: Call, rules: bytes) -> dict[str, Any]:
    """The sheet is the whole: a kind it does not name is kept for ever."""
    if call.actor.kind != ActorKind.SYSTEM:
        raise Refusal(RefusalCode.NOT_YOURS, "保留期限只能由运维人员在服务器上载入")
    told = {rule.kind: (rule.label, rule.months, rule.ground) for rule in read_rules(rules, list(REMOVALS))}
    known = {rule.kind: (rule.label, rule.months, rule.ground) for rule in RetentionRule.objects.all()}
    if told != known:
        RetentionRule.objects.all().delete()
        RetentionRule.objects.bulk_create(
            [RetentionRule(kind=kind, label=rule[0], months=rule[1], ground=rule[2]) for kind, rule in told.items()]
        )
        body = {kind: rule[1] for kind, rule in told.items()}
        write(call=call, verb="registry.load_rules", subject=Subject("rules", "retention"), body=body, notice={})
    return {"rules": len(told), "changed": told != known}


def retain(_: object, *, call: Call, kind: str) -> dict[str, Any]:
    """Removes one batch of what its rule no longer keeps; called again until it answers 0."""
    if call.actor.kind not in MACHINES:
        raise Refusal(RefusalCode.NOT_YOURS, "到期清理由系统自动进行")
    rule = RetentionRule.objects.filter(kind=kind).first()
    if rule is None:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这一类的保留期限")
    look(call)
    before = months_before(timezone.localdate(call.at), rule.months)
    removed = REMOVALS[kind](before, AT_ONCE)
    if removed:
        body = {"removed": removed, "before": before.isoformat()}
        write(call=call, verb="registry.retain", subject=Subject("rules", kind), body=body, notice={})
    return {"removed": removed}


def months_before(day: date, months: int) -> date:
    """The same day of the month, or the last one it has."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
