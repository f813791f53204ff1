"""Answers are kept as long as somebody may ask for them again."""

from datetime import timedelta
from typing import Any

from django.conf import settings

from apps.commands.models import Command
from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode
from apps.journal.actions import Subject, write


def forget_answers(_: object, *, call: Call, at_most: int) -> dict[str, Any]:
    """The oldest first; nothing to forget is nothing to write down."""
    if call.actor.kind not in (ActorKind.CLOCK, ActorKind.SYSTEM):
        raise Refusal(RefusalCode.NOT_YOURS, "只有系统可以清理")
    until = call.at - timedelta(days=settings.ANSWERS_KEPT_DAYS)
    oldest = Command.objects.filter(at__lt=until).order_by("at").values("pk")[:at_most]
    forgotten, _by = Command.objects.filter(pk__in=oldest).delete()
    if forgotten:
        body = {"forgotten": forgotten, "until": until.isoformat()}
        write(call=call, verb="commands.forget", subject=Subject("command", ""), body=body, notice={})
    return {"forgotten": forgotten}
