"""How a new machine gets its first administrator."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from apps.accounts.models import Account
from apps.grids.enums import Role
from apps.grids.models import CodeSystem, DivisionCode, Posting, Unit
from apps.journal.models import Entry
from tests.accounts.conftest import PHONE, sign_in
from tests.world import FROM, World

STRONG = "xiling-2026-new"


@pytest.fixture
def coded(world: World) -> World:
    """The street has the code 420599001000."""
    system = CodeSystem.objects.create(code="NBS-2023", name="试验", source="试验", version="1")
    DivisionCode.objects.create(system=system, division=world.street, code="420599001000", valid_from=FROM)
    return world


def add(monkeypatch: pytest.MonkeyPatch, *, at: str, password: str = STRONG, phone: str = PHONE) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))
    call_command("add_account", phone, "张三", "--role", "ADMIN", "--at", at, stdout=io.StringIO())


@pytest.mark.parametrize("at", ["420599001000", "420599001"])
def test_the_first_administrator_signs_in(coded: World, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    add(monkeypatch, at=at)

    account = sign_in(APIClient(), PHONE, STRONG).json()["account"]
    assert (account["name"], account["must_change"]) == ("张三", False)
    assert [(row["role"], row["at_name"]) for row in account["postings"]] == [("ADMIN", "一街道")]
    subject = Entry.objects.filter(subject_id=str(account["id"]), door="SHELL")
    assert list(subject.order_by("id").values_list("verb", flat=True)) == ["account.add", "posting.add"]


def test_a_posting_is_at_a_grid_or_a_unit_as_well(coded: World, monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch, at=coded.grid.code)
    add(monkeypatch, at=coded.unit.name, phone="13700000000")

    told = Posting.objects.filter(role=Role.ADMIN).order_by("id").values_list("grid_id", "unit_id")
    assert list(told) == [(coded.grid.pk, None), (None, coded.unit.pk)]


def test_a_phone_that_has_an_account_is_said_and_nothing_changes(coded: World, monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch, at="420599001")

    with pytest.raises(CommandError, match=r"已有账号.*has an account already: 张三"):
        add(monkeypatch, at=coded.grid.code, password="another-2026-one")
    assert Posting.objects.filter(role=Role.ADMIN).count() == 1
    assert sign_in(APIClient(), PHONE, STRONG).status_code == 200


@pytest.mark.parametrize("weak", ["", "short1", "onlyletters", "1234567890123", "x" + PHONE])
def test_a_weak_password_adds_nobody(coded: World, monkeypatch: pytest.MonkeyPatch, weak: str) -> None:
    with pytest.raises(CommandError, match="密码不合要求 / password refused"):
        add(monkeypatch, at="420599001", password=weak)
    assert not Account.objects.filter(phone=PHONE).exists()


@pytest.mark.parametrize("phone", ["1381234567", "abc", "0717-6222222"])
def test_what_is_no_phone_adds_nobody(coded: World, monkeypatch: pytest.MonkeyPatch, phone: str) -> None:
    with pytest.raises(CommandError, match="手机号应为11位数字"):
        add(monkeypatch, at="420599001", phone=phone)


def test_a_place_that_is_not_there_or_not_the_only_one_is_said(coded: World, monkeypatch: pytest.MonkeyPatch) -> None:
    Unit.objects.create(name=coded.unit.name, kind=coded.unit.kind, division=coded.city)

    with pytest.raises(CommandError, match="no such grid, division or unit: 999"):
        add(monkeypatch, at="999")
    with pytest.raises(CommandError, match="more than one"):
        add(monkeypatch, at=coded.unit.name)
    assert not Account.objects.filter(phone=PHONE).exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("second", "adds"), [(STRONG, True), (STRONG + "x", False)])
def test_on_a_terminal_it_is_asked_for_twice(
    coded: World, monkeypatch: pytest.MonkeyPatch, second: str, adds: bool
) -> None:
    typed = iter([STRONG, second])
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    monkeypatch.setattr(sys, "stdin", Terminal())

    try:
        call_command("add_account", PHONE, "张三", "--role=ADMIN", "--at=420599001", stdout=io.StringIO())
    except CommandError as error:
        assert "两次输入不一致" in str(error)  # noqa: PT017 -- one of the two cases

    assert Account.objects.filter(phone=PHONE).exists() is adds
