"""Which accounts an administrator is shown: those whose passwords are theirs to reset, and no others."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from apps.accounts.models import Account
from apps.grids import resets
from apps.grids.enums import Role
from apps.grids.models import Posting
from tests.accounts.conftest import Admin
from tests.world import FROM, MORNING, World

ACCOUNTS, RESET = "/api/accounts/", "/api/accounts/reset_password/"
LEVELS = ("community", "street", "district", "city")
DEPARTED = {"community", "acceptor"}


@pytest.fixture(autouse=True)
def _nobody_is_throttled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SimpleRateThrottle.THROTTLE_RATES, "session", "1000000/min")


@pytest.fixture
def world(world: World) -> World:
    """Two people are posted nowhere any more, one never was, and one is no longer with us."""
    Posting.objects.filter(account__name__in=DEPARTED).update(valid_to=MORNING.date())
    world.people["new"] = Account.objects.create(phone="13900000001", name="新来的")
    Account.objects.filter(name="auditor").update(is_active=False)
    Posting.objects.create(account=world.people["worker"], role=Role.HANDLER, valid_from=FROM, unit=world.unit)
    return world


def rows(client: APIClient, **asked: Any) -> list[dict[str, Any]]:
    answer = client.get(ACCOUNTS, asked)
    assert answer.status_code == 200, answer.json()
    told: list[dict[str, Any]] = answer.json()["rows"]
    return told


def names(client: APIClient, **asked: Any) -> set[str]:
    return {row["name"] for row in rows(client, **asked)}


def test_the_list_shows_exactly_those_whose_password_may_be_reset(
    world: World, admin: Admin, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Sixteen passwords are slow to hash, and none is used.
    monkeypatch.setattr(resets, "make_password", str)
    client = admin("district")
    listed = names(client)

    may = {
        account.name
        for account in world.people.values()
        if client.post(RESET, {"account": account.pk}, format="json").status_code == 200
    }

    assert may == listed - {"管理员"}


def test_each_level_has_those_below_it(world: World, admin: Admin) -> None:
    shown = {of: names(admin(of)) - {"管理员"} for of in LEVELS}

    assert shown["community"] == {"other_worker"}
    assert shown["street"] == {"other_worker", "dispatcher", "lead"}
    assert shown["district"] == shown["street"] | {"worker", "district_lead", "leader", "handler", "co_handler"}
    assert shown["city"] == shown["district"] | {"city_lead", "stranger", "新来的"} | DEPARTED


def test_who_works_nowhere_is_the_citys(world: World, admin: Admin) -> None:
    new = world.people["new"]

    refused = admin("district").post(RESET, {"account": new.pk}, format="json")
    given = admin("city").post(RESET, {"account": new.pk}, format="json")

    assert (refused.status_code, refused.json()["field"], given.status_code) == (404, "account", 200)
    assert given.json()["name"] == "新来的"


def test_the_administrator_of_a_unit_has_its_people(world: World) -> None:
    boss = Account.objects.create(phone="13900000002", name="局管理员")
    Posting.objects.create(account=boss, role=Role.ADMIN, valid_from=FROM, unit=world.unit)
    client = APIClient()
    client.force_login(boss)

    assert names(client) == {"handler"}


@pytest.mark.parametrize("name", ["worker", "lead", "leader", "stranger"])
def test_nobody_else_is_shown_accounts(world: World, name: str) -> None:
    client = APIClient()
    client.force_login(world.people[name])

    refused = client.get(ACCOUNTS)

    assert (refused.status_code, refused.json()["message"]) == (403, "只有系统管理员可以查看和重置账号")


def test_phones_are_masked_and_postings_named(world: World, admin: Admin) -> None:
    Account.objects.filter(name="handler").update(is_demo=True)

    (row,) = rows(admin("district"), q="handler", limit=1)

    assert row["phone"] == f"{world.people['co_handler'].phone[:3]}****{world.people['co_handler'].phone[-4:]}"
    assert [(post["role_label"], post["at_name"]) for post in row["postings"]] == [("处置员", "东区市监局")]
    assert (row["must_change"], row["demo"]) == (False, False)
    assert {one["name"]: one["demo"] for one in rows(admin("city"), q="handler")} == {
        "handler": True,
        "co_handler": False,
    }


def test_accounts_are_found_by_name_phone_or_its_end(world: World, admin: Admin) -> None:
    client, new = admin("city"), world.people["new"]

    assert names(client, q="新来") == names(client, q=new.phone) == {"新来的"}
    assert "新来的" in names(client, q="0001")
    assert names(client, q="13900") == set()


def test_pages_follow_one_another_without_a_gap(world: World, admin: Admin) -> None:
    client = admin("city")
    # Two of one name, so that the name alone orders nothing.
    Account.objects.filter(name="leader").update(name="lead")
    whole = [row["id"] for row in rows(client)]

    paged, cursor = [], ""
    while cursor is not None:
        page = client.get(ACCOUNTS, {"limit": 2, "cursor": cursor or 0}).json()
        paged += [row["id"] for row in page["rows"]]
        cursor = page["next"]

    assert paged == whole
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize("limit", [1, 3])
def test_a_page_costs_the_same_however_many_rows(world: World, admin: Admin, limit: int) -> None:
    client = admin("city")

    with CaptureQueriesContext(connection) as said:
        assert len(rows(client, limit=limit)) == limit

    # Session and account, the reach, the accounts, their postings.
    assert len(said) == 4, [told["sql"] for told in said]


@pytest.mark.parametrize("form", [{}, {"phone": ""}, {"phone": "13900000001", "account": 1}])
def test_an_account_is_named_one_way(world: World, admin: Admin, form: dict[str, Any]) -> None:
    refused = admin("city").post(RESET, form, format="json")

    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["phone"])
