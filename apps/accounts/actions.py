"""Signing in and out, and ending other sessions. Passwords and the secrets of keys never reach a command."""

from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from apps.accounts.models import AccessKey, Account, Device
from apps.accounts.queries import expired_sessions
from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode
from apps.journal.actions import Subject, write
from apps.journal.notices import publish_control

MOST_KEYS = 10
DEMO_STAYS = "演示账号供大家试用，不能修改密码；正式账号可以修改"


def sign_in(_: object, *, call: Call, session_key: str, label: str) -> dict[str, Any]:
    device = Device.objects.create(
        account_id=_own(call), session_key=session_key, label=label, since_at=call.at, last_seen_at=call.at
    )
    _write(call, "account.sign_in", {"device": str(device.pk), "label": label})
    return {"device": str(device.pk)}


def fail_sign_in(_: object, *, call: Call, phone_tail: str) -> dict[str, Any]:
    write(
        call=call, verb="account.sign_in_failed", subject=Subject("account", ""), body={"tail": phone_tail}, notice={}
    )
    return {}


def end_device(device_id: UUID, *, call: Call) -> dict[str, Any]:
    """Deletes the session, and drops the account's sockets so that each has to show a session again."""
    device = Device.objects.select_for_update().filter(pk=device_id, account_id=_own(call)).first()
    if device is None:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这台设备，可能已经退出")
    put_out(device)
    _write(call, "account.sign_out", {"device": str(device_id)})
    return {}


def put_out(device: Device) -> None:
    """Whoever calls has looked whether the actor may, and writes it down."""
    end_session(device.session_key)
    device.delete()
    transaction.on_commit(lambda: _put_out(device))


def _put_out(device: Device) -> None:
    """A request that came before the commit still found the session's row, and has put it back into the cache."""
    end_session(device.session_key)
    publish_control("drop", account=device.account_id, session=device.session_key)


def end_session(session_key: str) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    store(session_key).delete()


def change_password(_: object, *, call: Call, was: str, password: str, keep: str) -> dict[str, Any]:
    """Both passwords are hashed. Every device but the one of session `keep` has to sign in anew."""
    account = _held(_own(call))
    if account.password != was:
        raise Refusal(RefusalCode.MOVED_ON, "密码刚刚在别处改过，请用新密码重新登录")
    ended = _give(account, password, must_change=False, keep=keep)
    _write(call, "account.change_password", {"devices_ended": ended})
    return {"devices_ended": ended}


def fail_password(_: object, *, call: Call) -> dict[str, Any]:
    _write(call, "account.password_failed", {})
    return {}


def give_one_time(account_id: int, password: str, *, call: Call) -> Account:
    """Whoever calls has looked whether the actor may. Nobody stays signed in."""
    account = _held(account_id)
    ended = _give(account, password, must_change=True, keep="")
    body = {"devices_ended": ended}
    write(call=call, verb="account.reset_password", subject=Subject("account", account_id), body=body, notice={})
    return account


def _held(account_id: int) -> Account:
    account = Account.objects.select_for_update().get(pk=account_id)
    if account.is_demo:
        raise Refusal(RefusalCode.NOT_YOURS, DEMO_STAYS)
    return account


def _give(account: Account, password: str, *, must_change: bool, keep: str) -> int:
    account.password, account.must_change = password, must_change
    account.save(update_fields=["password", "must_change"])
    others = list(Device.objects.select_for_update().filter(account=account).exclude(session_key=keep).order_by("id"))
    for device in others:
        end_session(device.session_key)
        device.delete()
    transaction.on_commit(lambda: _put_all_out(others))
    return len(others)


def _put_all_out(devices: list[Device]) -> None:
    for device in devices:
        _put_out(device)


def forget_sessions(_: object, *, call: Call, at_most: int) -> dict[str, Any]:
    """Sessions that ran out, the oldest first, with their devices."""
    keys = list(expired_sessions(call.at)[:at_most])
    if not keys:
        return {"forgotten": 0}
    Device.objects.filter(session_key__in=keys).delete()
    forgotten, _by = Session.objects.filter(session_key__in=keys, expire_date__lte=call.at).delete()
    body = {"forgotten": forgotten}
    write(call=call, verb="account.forget_sessions", subject=Subject("session", ""), body=body, notice={})
    return body


def add_account(_: object, *, call: Call, phone: str, name: str, password: str, is_demo: bool) -> dict[str, Any]:
    """For the shell: `password` arrives already hashed. An account that exists keeps its password."""
    account, made = Account.objects.get_or_create(
        phone=phone, defaults={"name": name, "password": password, "is_demo": is_demo}
    )
    if made:
        write(call=call, verb="account.add", subject=Subject("account", account.pk), body={"name": name}, notice={})
    return {"id": account.pk, "made": made}


def add_key(_: object, *, call: Call, name: str, days: int, user: str, digest: str) -> dict[str, Any]:
    living = AccessKey.objects.filter(account_id=_own(call), ended_at=None, expires_at__gt=call.at)
    if living.count() >= MOST_KEYS:
        raise Refusal(RefusalCode.TOO_MANY, f"最多同时保有{MOST_KEYS}个访问密钥，请先停用不再使用的")
    key = AccessKey.objects.create(
        account_id=_own(call),
        name=name,
        user=user,
        digest=bytes.fromhex(digest),
        made_at=call.at,
        expires_at=call.at + timedelta(days=days),
    )
    _write(call, "account.add_key", {"key": str(key.pk), "user": user, "name": name, "days": days})
    return {"id": str(key.pk), "name": name, "user": user, "expires_at": key.expires_at.isoformat()}


def end_key(key_id: UUID, *, call: Call) -> dict[str, Any]:
    """From this moment nobody signs in with it; the row stays, so that the journal's name for it does."""
    key = AccessKey.objects.select_for_update().filter(pk=key_id, account_id=_own(call), ended_at=None).first()
    if key is None:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这个访问密钥，可能已经停用")
    key.ended_at = call.at
    key.save(update_fields=["ended_at"])
    _write(call, "account.end_key", {"key": str(key_id), "user": key.user})
    return {}


def _own(call: Call) -> int:
    if call.actor.id is None:
        raise Refusal(RefusalCode.NOT_YOURS, "请先登录")
    return call.actor.id


def _write(call: Call, verb: str, body: dict[str, Any]) -> None:
    write(call=call, verb=verb, subject=Subject("account", call.actor.id), body=body, notice={})
