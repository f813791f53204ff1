"""The full value of a masked field: for a purpose, written down, and not too many of them."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.core.sealing import unseal
from apps.journal.actions import Subject, write
from apps.journal.models import Entry
from apps.registry import rules
from apps.registry.actions.settle import kind_of, take
from apps.registry.models import Organisation, Person

VERB = "registry.reveal"
SEALED = {"document": "doc_sealed", "phone": "phone_sealed"}


def reveal_person(target: object, *, call: Call, field: str, purpose: str, reason: str) -> dict[str, Any]:
    return _reveal(take(Person, target, call=call, rule=rules.reveals), field, purpose, reason, call=call)


def reveal_organisation(target: object, *, call: Call, field: str, purpose: str, reason: str) -> dict[str, Any]:
    """Of an organisation there is only the phone to reveal."""
    if field != "phone":
        raise invalid("field", "单位只有电话需要查看全文")
    return _reveal(take(Organisation, target, call=call, rule=rules.reveals), field, purpose, reason, call=call)


def _reveal(row: Any, field: str, purpose: str, reason: str, *, call: Call) -> dict[str, Any]:
    """The journal says who saw which field for what; no room hears of it, and the value is nowhere in it."""
    _refuse_many(call)
    write(
        call=call,
        verb=VERB,
        subject=Subject(kind_of(row), row.pk),
        body={"field": field, "purpose": purpose, "reason": reason, "grid": row.grid_id},
        notice={},
    )
    return {"id": str(row.pk), "field": field, "value": _value(row, field)}


def _value(row: Any, field: str) -> str:
    if field == "name":
        return str(row.name)
    sealed = getattr(row, SEALED[field])
    return unseal(bytes(sealed)) if sealed else ""


def _refuse_many(call: Call) -> None:
    """One after another for one account, so that two at once do not both count themselves the last one allowed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{VERB}:{call.actor.id}"])
    for most, span, said in (
        (settings.REVEALS_PER_HOUR, timedelta(hours=1), "一小时"),
        (settings.REVEALS_PER_DAY, timedelta(days=1), "一天"),
    ):
        seen = Entry.objects.filter(verb=VERB, actor_id=call.actor.id, at__gt=call.at - span)
        if seen.count() >= most:
            raise Refusal(RefusalCode.TOO_MANY, f"{said}内最多查看 {most} 条完整信息，请稍后再试")
