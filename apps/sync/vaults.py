"""What a phone needs from the server to unlock: made once, released to its own session, given up when it is lost."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.core import tally
from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.core.sealing import seal, unseal
from apps.journal.actions import Subject, write
from apps.sync.devices import OtherAccount
from apps.sync.models import SyncDevice, Vault

BYTES = 32
# A phone asks when it is unlocked and once an hour; whoever tries out PINs asks more often.
RELEASES = 30
SECONDS = 15 * 60
UNKNOWN = "服务器上没有这台手机的解锁资料，请重新设置解锁码"


def make(_: object, *, call: Call, device: UUID) -> dict[str, Any]:
    """The same again while nobody has used it, so that a lost answer costs nothing."""
    phone = _phone(device, call)
    vault, made = Vault.objects.get_or_create(
        device=phone, defaults={"part": _fresh(), "rescue": _fresh(), "made_at": call.at}
    )
    if vault.released_at is not None:
        raise Refusal(RefusalCode.CONFLICT, "这台手机已设过解锁码，请输入登录密码重新设置")
    if made:
        _write(call, "sync.make_vault", device)
    return _told(vault)


def recover(_: object, *, call: Call, device: UUID) -> dict[str, Any]:
    """The door has just been given the password."""
    vault = Vault.objects.filter(device=_phone(device, call)).first()
    if vault is None:
        raise Refusal(RefusalCode.NOT_FOUND, UNKNOWN)
    Vault.objects.filter(pk=device).update(released_at=call.at)
    tally.forget(_tries(device))
    _write(call, "sync.recover_vault", device)
    return _told(vault)


def release(device: UUID, account_id: int, *, at: datetime) -> str:
    """The part that goes with the PIN; so often that it is noted on the vault rather than in the journal."""
    vault = Vault.objects.filter(device=device, device__account=account_id).first()
    if vault is None:
        raise Refusal(RefusalCode.NOT_FOUND, UNKNOWN)
    if tally.add(_tries(device), seconds=SECONDS) > RELEASES:
        raise Refusal(RefusalCode.TOO_MANY, "解锁次数过多，请15分钟后再试，或用登录密码重新设置解锁码")
    Vault.objects.filter(pk=device).update(released_at=at)
    return unseal(bytes(vault.part))


def _phone(device: UUID, call: Call) -> SyncDevice:
    if call.actor.id is None:
        raise Refusal(RefusalCode.NOT_YOURS, "请先登录")
    phone, _ = SyncDevice.objects.get_or_create(pk=device, defaults={"account_id": call.actor.id, "pulled_at": call.at})
    if phone.account_id != call.actor.id:
        raise OtherAccount
    return phone


def _fresh() -> bytes:
    return seal(secrets.token_hex(BYTES))


def _told(vault: Vault) -> dict[str, Any]:
    return {"part": unseal(bytes(vault.part)), "rescue": unseal(bytes(vault.rescue))}


def _tries(device: UUID) -> str:
    return f"vault:{device}"


def _write(call: Call, verb: str, device: UUID) -> None:
    subject = Subject("account", call.actor.id)
    write(call=call, verb=verb, subject=subject, body={"device": str(device)}, notice={})
