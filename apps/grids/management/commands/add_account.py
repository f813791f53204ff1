"""A person who may sign in, with one posting: how a new machine gets its first administrator."""

import getpass
import re
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from apps.accounts import passwords
from apps.accounts.models import Account
from apps.accounts.serializers import Phone
from apps.commands.perform import perform
from apps.core.call import SYSTEM, Call, Door
from apps.core.refusal import Refusal
from apps.grids.enums import Role
from apps.grids.models import DivisionCode, Grid, Unit

MOBILE = re.compile(r"1\d{10}")


class Command(BaseCommand):
    help = "Adds an account with one posting. The password is asked for, or read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("phone")
        parser.add_argument("name")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--at", required=True, help="a grid's or a division's code, or a unit's full name")

    def handle(self, *_: Any, phone: str, name: str, role: str, at: str, **__: Any) -> None:
        phone = Phone().to_internal_value(phone)
        if not MOBILE.fullmatch(phone):
            raise CommandError(f"手机号应为11位数字 / not a mobile number: {phone}")
        _refuse_known(phone)
        at_kind, at_id = place(at)
        account = {"phone": phone, "name": name, "password": make_password(_password(Account(phone=phone, name=name)))}
        with transaction.atomic():
            added = _applied("account.add", account)
            if not added["made"]:
                _refuse_known(phone)
            posting = {"account": added["id"], "role": role, "at_kind": at_kind, "at_id": at_id}
            _applied("posting.add", {**posting, "valid_from": timezone.localdate().isoformat()})
        self.stdout.write(f"已添加 / added: {name} {phone} {Role(role).label} {at}")


def _refuse_known(phone: str) -> None:
    known = Account.objects.filter(phone=phone).first()
    if known is not None:
        raise CommandError(f"这个手机号已有账号，没有改动 / this phone has an account already: {known.name}")


def place(at: str) -> tuple[str, int]:
    """Kind and id of the one valid grid, division or unit meant."""
    found = [("grid", pk) for pk in Grid.objects.filter(code=at, valid_to=None).values_list("pk", flat=True)]
    codes = DivisionCode.objects.filter(code=f"{at:0<12}", valid_to=None)
    found += [("division", pk) for pk in codes.values_list("division_id", flat=True).distinct()]
    found += [("unit", pk) for pk in Unit.objects.filter(name=at).values_list("pk", flat=True)]
    if len(found) != 1:
        what = (
            "不止一个，请用代码 / more than one"
            if found
            else "没有这个网格、区划或单位 / no such grid, division or unit"
        )
        raise CommandError(f"{what}: {at}")
    return found[0]


def _password(account: Account) -> str:
    told = _asked() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    try:
        passwords.check(told, account=account, field="password")
    except Refusal as refusal:
        raise CommandError(f"密码不合要求 / password refused: {refusal.message}") from refusal
    return told


def _asked() -> str:
    first, second = getpass.getpass("密码 / password: "), getpass.getpass("再输一次 / again: ")
    if first != second:
        raise CommandError("两次输入不一致 / the two are not the same")
    return first


def _applied(name: str, told: dict[str, Any]) -> dict[str, Any]:
    outcome = perform(name, None, told, call=Call(SYSTEM, timezone.now(), Door.SHELL))
    if not outcome.applied:
        raise CommandError(str(outcome.answer["message"]))
    return outcome.answer
