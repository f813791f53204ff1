"""Giving and withdrawing a posting: who works where, as what."""

from datetime import date
from typing import Any

from django.db import transaction

from apps.core.call import ActorKind, Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.grids.enums import Role
from apps.grids.models import Division, Grid, Posting, Unit
from apps.grids.reach import reach_of
from apps.journal.actions import Subject, write
from apps.journal.notices import publish_control

PLACES = {"grid": Grid, "division": Division, "unit": Unit}


def add_posting(
    _: object, *, call: Call, account: int, role: str, at_kind: str, at_id: int, valid_from: date
) -> dict[str, Any]:
    """Asking again for a posting that holds already changes nothing."""
    _may(call)
    if not PLACES[at_kind].objects.filter(pk=at_id).exists():  # type: ignore[attr-defined]
        raise invalid("at_id", "没有这个网格、区划或单位")
    posting, made = Posting.objects.get_or_create(
        account_id=account, role=role, valid_to=None, **{f"{at_kind}_id": at_id}, defaults={"valid_from": valid_from}
    )
    if made:
        _tell(posting, "posting.add", {"role": role, at_kind: at_id}, call=call)
    return {"id": posting.pk, "made": made}


def end_posting(_: object, *, call: Call, posting: int, on: date) -> dict[str, Any]:
    """From `on` the reach is gone; sockets are dropped at once and have to show what they may hear."""
    _may(call)
    row = Posting.objects.select_for_update().filter(pk=posting, valid_to=None).first()
    if row is None:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这项任职，或已经结束")
    if on <= row.valid_from:
        raise invalid("on", "结束日期应晚于开始日期")
    row.valid_to = on
    row.save(update_fields=["valid_to"])
    _tell(row, "posting.end", {"on": on.isoformat()}, call=call)
    return {"id": row.pk}


def _may(call: Call) -> None:
    if call.actor.kind == ActorKind.SYSTEM:
        return
    if not reach_of(call.actor, call.at).has(Role.ADMIN):
        raise Refusal(RefusalCode.NOT_YOURS, "只有系统管理员可以调整任职")


def _tell(posting: Posting, verb: str, body: dict[str, Any], *, call: Call) -> None:
    write(call=call, verb=verb, subject=Subject("account", posting.account_id), body=body, notice={})
    transaction.on_commit(lambda: publish_control("drop", account=posting.account_id))
