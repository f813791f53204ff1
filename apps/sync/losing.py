"""A phone that is lost: shut out by its owner or an administrator, let in again by an administrator only."""

from typing import Any
from uuid import UUID

from apps.accounts.actions import put_out
from apps.accounts.models import Device
from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.grids.rules import answers_for
from apps.journal.actions import Subject, write
from apps.sync.models import SyncDevice


def lose(device_id: UUID, *, call: Call) -> dict[str, Any]:
    """What was done on it and not sent stays there sealed, for its owner to have back."""
    phone = _taken(device_id, call)
    if phone.account_id != call.actor.id and not answers_for(call, phone.account_id):
        raise _unknown()
    if phone.lost_at is None:
        phone.lost_at = call.at
        phone.save(update_fields=["lost_at"])
        ended = _end_sign_ins(phone, call)
        _write(call, "sync.lose_phone", phone, pending=phone.pending, sign_ins_ended=ended)
    return {"id": str(device_id), "lost": True}


def find(device_id: UUID, *, call: Call) -> dict[str, Any]:
    """Not by its owner: whoever stole phone and password together could say so too."""
    phone = _taken(device_id, call)
    if not answers_for(call, phone.account_id):
        raise _unknown()
    if phone.lost_at is not None:
        phone.lost_at = None
        phone.save(update_fields=["lost_at"])
        _write(call, "sync.find_phone", phone)
    return {"id": str(device_id), "lost": False}


def _taken(device_id: UUID, call: Call) -> SyncDevice:
    phone = SyncDevice.objects.select_for_update().filter(pk=device_id).first()
    if phone is None or call.actor.id is None:
        raise _unknown()
    return phone


def _unknown() -> Refusal:
    return Refusal(RefusalCode.NOT_FOUND, "没有这台手机，或不在您管理的范围内")


def _end_sign_ins(phone: SyncDevice, call: Call) -> int:
    """Of a phone that never said where it is signed in any sign-in of its owner may be it."""
    mine = Device.objects.select_for_update().filter(account_id=phone.account_id).order_by("id")
    signed_in = [device for device in mine if not phone.label or device.pk == phone.sign_in_id]
    for device in signed_in:
        put_out(device)
    return len(signed_in)


def _write(call: Call, verb: str, phone: SyncDevice, **more: Any) -> None:
    body = {"device": str(phone.pk), **more}
    write(call=call, verb=verb, subject=Subject("account", phone.account_id), body=body, notice={})
