"""Signing in and out of a browser's session, around the commands that record it."""

from datetime import timedelta

from django.contrib.auth import HASH_SESSION_KEY, login, logout
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from rest_framework.request import Request

from apps.accounts import lockout, passwords
from apps.accounts.actions import DEMO_STAYS
from apps.accounts.models import Account, Device
from apps.accounts.queries import account_with
from apps.commands.perform import Outcome, perform
from apps.core.call import Actor, ActorKind, Call, Door
from apps.core.refusal import Refusal, RefusalCode, invalid

SEEN_EVERY = timedelta(minutes=5)
LOCKED = "密码多次输错，账号已锁定15分钟，请稍后再试或联系管理员"


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
        raise Refusal(RefusalCode.LOCKED, LOCKED)
    account = account_with(phone, password)
    if account is None:
        raise _wrong(phone, left=lockout.LIMIT - tried)
    lockout.forget(phone)
    return account


def change_password(request: Request, *, old: str, new: str) -> Outcome:
    """This device stays signed in. A change whose answer was lost is told again as done."""
    account = Account.objects.get(pk=request.user.pk or 0)
    if account.is_demo:
        raise Refusal(RefusalCode.NOT_YOURS, DEMO_STAYS)
    if _is_done(account, old=old, new=new):
        return Outcome("applied", "", {"devices_ended": 0})
    passwords.check(new, account=account, field="new")
    told = {"was": account.password, "password": make_password(new), "keep": request.session.session_key}
    with transaction.atomic():
        outcome = perform("account.change_password", None, told, call=_call(account))
        if outcome.applied:
            account.refresh_from_db()
            request.session[HASH_SESSION_KEY] = account.get_session_auth_hash()
            request.session.save()
    return outcome


def _is_done(account: Account, *, old: str, new: str) -> bool:
    """Refuses a wrong old password, counted as at the sign-in."""
    tried = lockout.count(account.phone)
    if tried > lockout.LIMIT:
        raise Refusal(RefusalCode.LOCKED, LOCKED)
    knows = check_password(old, account.password)
    if not knows and not check_password(new, account.password):
        raise _wrong_old(account, left=lockout.LIMIT - tried)
    lockout.forget(account.phone)
    if knows and old == new:
        raise invalid("new", "新密码不能与当前密码相同")
    return not knows


def _wrong_old(account: Account, *, left: int) -> Refusal:
    perform("account.password_failed", None, {}, call=_call(account))
    hint = f"还可以再试{left}次" if left > 0 else "账号已锁定15分钟"
    return invalid("old", f"当前密码不正确，{hint}")


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
    told = {
        "session_key": request.session.session_key,
        "label": device_label(request.headers.get("User-Agent", "")),
    }
    perform("account.sign_in", None, told, call=_call(account))


def _call(account: Account) -> Call:
    return Call(Actor(ActorKind.PERSON, account.pk, account.name), timezone.now(), Door.HTTP)


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
