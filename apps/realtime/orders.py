"""A command that came up a socket: read, and run in a thread as whoever the session stands for at that moment."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.commands.perform import Outcome, perform, refused
from apps.core.call import Call, Door
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.realtime.admission import admit

# The others belong to a door of their own, which has checked what their action takes for granted.
OPEN = "event."
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Order:
    id: UUID
    name: str
    target: UUID | str | None
    data: Mapping[str, Any]


def read(message: Mapping[str, Any]) -> Order:
    name, data, target = message.get("name"), message.get("data") or {}, message.get("target")
    if not isinstance(name, str) or not isinstance(data, dict) or not isinstance(target, str | None):
        raise invalid("", "操作的格式不正确,请刷新页面后重试")
    return Order(_uuid(message.get("id")), name, target and _uuid(target), data)


def _uuid(told: object) -> UUID:
    try:
        return UUID(str(told))
    except ValueError as error:
        raise invalid("id", "操作编号应为 UUID,请刷新页面后重试") from error


def obey(order: Order, session: str) -> Outcome | None:
    """None when the session stands for nobody any more."""
    (admission,) = admit([session])
    if admission is None:
        return None
    call = Call(admission.actor, timezone.now(), Door.SOCKET, order.id)
    if not order.name.startswith(OPEN):
        return refused(Refusal(RefusalCode.NOT_FOUND, "没有这个操作"))
    if admission.account is None:
        # Residents' doors count how often somebody asks; this one does not.
        return refused(Refusal(RefusalCode.NOT_YOURS, "请在页面上办理,或登录后再试"))
    try:
        return perform(order.name, order.target, order.data, call=call)
    except Refusal as refusal:
        return refused(refusal)
    except Exception:
        log.exception("%s failed", order.name)
        return Outcome("failed", "error", {"code": "error", "message": "系统出错,没有办成,请稍后重试"})
