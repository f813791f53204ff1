"""Signing in and out of a browser's session, around the commands that record it."""

from datetime import timedelta

from django.contrib.auth import login, logout
from django.db import transaction
from django.utils import timezone
from rest_framework.request import Request

from apps.accounts import lockout
from apps.accounts.models import Account, Device
from apps.accounts.queries import account_with
from apps.commands.perform import perform
from apps.core.call import Actor, ActorKind, Call, Door
from apps.core.refusal import Refusal, RefusalCode

SEEN_EVERY = timedelta(minutes=5)


def sign_in(request: Request, *, phone: str, password: str) -> Account:
    account = proven(phone=phone, password=password)
    with transaction.atomic():
        _end_device(request)
        login(request._request, account)  # noqa: SLF001 -- the session belongs to the outer request
        request.session.save()
        _record(request, account)
    return account


def proven(*, phone: str, password: str) -> Account:
    """Who phone and password belong to; wrong ones are counted and lock the phone for a while."""
    tried = lockout.count(phone)
    if tried > lockout.LIMIT:
        raise Refusal(RefusalCode.LOCKED, "密码多次输错，账号已锁定15分钟，请稍后再试或联系管理员")
    account = account_with(phone, password)
    if account is None:
        raise _wrong(phone, left=lockout.LIMIT - tried)
    lockout.forget(phone)
    return account


def sign_out(request: Request) -> None:
    _end_device(request)
    logout(request._request)  # noqa: SLF001 -- as above


def seen(request: Request) -> None:
    """Every front-end asks who it is when it opens; written down seldom, as the list tells no more than minutes."""
    now = timezone.now()
    mine = Device.objects.filter(session_key=request.session.session_key)
    mine.filter(last_seen_at__lt=now - SEEN_EVERY).update(last_seen_at=now)


def _end_device(request: Request) -> None:
    """Signing in anew leaves no device behind that nobody is signed in on."""
    device = Device.objects.filter(session_key=request.session.session_key).first()
    if device is not None:
        call = Call(Actor(ActorKind.PERSON, device.account_id, ""), timezone.now(), Door.HTTP)
        perform("account.end_device", device.pk, {}, call=call)


def _wrong(phone: str, *, left: int) -> Refusal:
    call = Call(Actor(ActorKind.PERSON, None, ""), timezone.now(), Door.HTTP)
    perform("account.sign_in_failed", None, {"phone_tail": phone[-4:]}, call=call)
    hint = f"还可以再试{left}次" if left > 0 else "账号已锁定15分钟"
    return Refusal(RefusalCode.INVALID, f"手机号或密码不正确，{hint}", "password")


def _record(request: Request, account: Account) -> None:
    call = Call(Actor(ActorKind.PERSON, account.pk, account.name), timezone.now(), Door.HTTP)
    label = device_label(request.headers.get("User-Agent", ""))
    perform("account.sign_in", None, {"session_key": request.session.session_key, "label": label}, call=call)


def device_label(agent: str) -> str:
    """What a person recognises of a browser's long name."""
    systems = {
        "OpenHarmony": "鸿蒙手机",
        "Android": "安卓手机",
        "iPhone": "苹果手机",
        "iPad": "平板",
        "Windows": "Windows电脑",
        "Mac": "苹果电脑",
    }
    browsers = {"MicroMessenger": "微信", "Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
    system = next((label for word, label in systems.items() if word in agent), "电脑")
    browser = next((label for word, label in browsers.items() if word in agent), "浏览器")
    return f"{system} · {browser}"
