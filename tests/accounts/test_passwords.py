"""What a password has to be, who may change whose, and what that ends."""

from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from apps.accounts import lockout
from apps.accounts.models import Account, Device
from apps.commands.models import Command
from apps.grids.enums import Role
from apps.grids.models import Posting
from apps.journal.models import Entry
from tests.accounts.conftest import PASSWORD, PHONE, Admin, hashed, made, sign_in, who_is
from tests.realtime.conftest import Socket, opened
from tests.serving import daphne
from tests.world import FROM, World

NEW = "xiling-2026-new"
RESET = "/api/accounts/reset_password/"


@pytest.fixture(autouse=True)
def _nobody_is_throttled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SimpleRateThrottle.THROTTLE_RATES, "session", "1000000/min")


def signed_in(phone: str = PHONE, password: str = PASSWORD) -> APIClient:
    client = APIClient()
    assert sign_in(client, phone, password).status_code == 200
    return client


def change(client: APIClient, old: str = PASSWORD, new: str = NEW) -> Any:
    return client.post("/api/session/password/", {"old": old, "new": new}, format="json")


def test_the_new_password_signs_in_and_the_old_one_does_not(account: Account) -> None:
    assert change(signed_in()).json() == {"devices_ended": 0}

    assert sign_in(APIClient(), password=NEW).status_code == 200
    assert sign_in(APIClient()).status_code == 400


def test_all_other_devices_are_signed_out_and_this_one_stays(account: Account) -> None:
    here, lost, desk = signed_in(), signed_in(), signed_in()

    assert change(here).json() == {"devices_ended": 2}

    assert [who_is(client) for client in (here, lost, desk)] == ["李小红", None, None]
    assert [row["current"] for row in here.get("/api/devices/").json()["rows"]] == [True]


def test_nobody_else_is_signed_out(account: Account) -> None:
    made("13700000000")
    other = signed_in("13700000000")

    change(signed_in())

    assert who_is(other) == "李小红"


WEAK = {
    "短a1": "至少要10个字符",
    "abcdefghijkl": "字母和数字",
    "98765432101234": "字母和数字",
    "a" + PHONE: "手机号",
    "qwerty123456": "太常见",
}


@pytest.mark.parametrize(("weak", "why"), WEAK.items())
def test_a_weak_password_is_refused_with_the_reason(account: Account, weak: str, why: str) -> None:
    refused = change(signed_in(), new=weak)

    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (400, "invalid", "new")
    assert why in refused.json()["message"]
    assert refused.json()["errors"]["new"]
    assert check_password(PASSWORD, Account.objects.get().password)


def test_the_same_password_again_is_no_change(account: Account) -> None:
    Account.objects.update(password=hashed())

    assert "不能与当前密码相同" in change(signed_in(), new=PASSWORD).json()["message"]


def test_a_wrong_old_password_changes_nothing_and_says_how_many_tries_are_left(account: Account) -> None:
    client = signed_in()

    refused = change(client, old="wrong")

    assert (refused.status_code, refused.json()["errors"]) == (400, {"old": ["当前密码不正确，还可以再试4次"]})
    assert who_is(client) == "李小红"
    assert sign_in(APIClient()).status_code == 200


def test_wrong_old_passwords_lock_as_wrong_ones_at_the_sign_in_do(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lockout, "LIMIT", 2)
    client = signed_in()

    assert [change(client, old="wrong").status_code for _ in range(3)] == [400, 400, 423]
    assert change(client).status_code == 423
    assert sign_in(APIClient()).status_code == 423


@pytest.mark.parametrize("form", [{}, {"old": "", "new": ""}, {"old": None, "new": None}])
def test_what_is_missing_is_asked_for(account: Account, form: dict[str, Any]) -> None:
    refused = signed_in().post("/api/session/password/", form, format="json")

    assert refused.json()["errors"] == {"old": ["请输入当前密码"], "new": ["请输入新密码"]}


def test_a_change_whose_answer_was_lost_is_told_again_as_done(account: Account) -> None:
    client = signed_in()
    change(client)

    assert change(client).status_code == 200
    assert Entry.objects.filter(verb="account.change_password").count() == 1


def test_no_secret_is_written_down(account: Account) -> None:
    client = signed_in()
    change(client, old="wrong-one")
    change(client)

    verbs = [entry.verb for entry in Entry.objects.order_by("id")]
    assert verbs == ["account.sign_in", "account.password_failed", "account.change_password"]
    written = repr(list(Entry.objects.values())) + repr(list(Command.objects.values()))
    assert not any(secret in written for secret in (PASSWORD, NEW, "wrong-one", "argon2"))


def test_a_demo_account_keeps_its_password(db: None) -> None:
    made(is_demo=True)

    refused = change(signed_in())

    assert (refused.status_code, refused.json()["code"]) == (403, "not_yours")
    assert "演示账号" in refused.json()["message"]
    assert sign_in(APIClient()).status_code == 200


def test_without_having_signed_in_there_is_no_password_to_change(client: APIClient, db: None) -> None:
    assert change(client).status_code == 401


@pytest.mark.django_db(transaction=True)
def test_the_sockets_of_the_other_devices_are_closed() -> None:
    made()
    here, lost = signed_in(), signed_in()
    with daphne() as server, opened(server, lost.session.session_key) as connected:
        socket = Socket(connected)
        socket.here()

        assert change(here).status_code == 200

        assert socket.closed_with() == 4403


def reset(client: APIClient, account: Account) -> Any:
    return client.post(RESET, {"phone": account.phone}, format="json")


def test_an_administrator_gives_a_password_that_opens_only_the_door_to_change_it(world: World, admin: Admin) -> None:
    worker = world.people["worker"]
    told = reset(admin("street"), worker).json()
    client = signed_in(worker.phone, told["password"])

    assert (told["id"], told["name"]) == (worker.pk, "worker")
    assert client.get("/api/session/").json()["account"]["must_change"] is True
    for door in ("/api/events/", "/api/devices/", "/api/categories/", "/api/public/kinds/"):
        refused = client.get(door)
        assert (refused.status_code, refused.json()["code"]) == (403, "change_password")
        assert refused.json()["message"] == "密码已由管理员重置，请先修改密码再继续"

    assert change(client, told["password"]).status_code == 200

    assert client.get("/api/session/").json()["account"]["must_change"] is False
    assert client.get("/api/events/").status_code == 200


def test_who_must_change_it_signs_out_all_the_same(world: World, admin: Admin) -> None:
    worker = world.people["worker"]
    client = signed_in(worker.phone, reset(admin("street"), worker).json()["password"])

    assert client.delete("/api/session/").status_code == 204


def test_a_reset_signs_out_everywhere_and_opens_a_lock(world: World, admin: Admin) -> None:
    worker = world.people["worker"]
    Account.objects.filter(pk=worker.pk).update(password=hashed())
    old = signed_in(worker.phone)
    while sign_in(APIClient(), worker.phone, "wrong").status_code != 423:
        pass

    password = reset(admin("street"), worker).json()["password"]

    assert who_is(old) is None
    assert not Device.objects.exists()
    assert sign_in(APIClient(), worker.phone).status_code == 400
    assert sign_in(APIClient(), worker.phone, password).status_code == 200


REACH = {
    "community": {"worker", "community"},
    "street": {"worker", "community", "acceptor"},
    "district": {"worker", "community", "acceptor", "leader", "handler"},
    "city": {"worker", "community", "acceptor", "leader", "handler", "city_lead", "stranger"},
}
PEOPLE = sorted(set.union(*REACH.values()))


@pytest.mark.parametrize("of", REACH)
def test_an_administrator_reaches_who_works_below_and_nobody_else(world: World, admin: Admin, of: str) -> None:
    client = admin(of)

    statuses = {name: reset(client, world.people[name]).status_code for name in PEOPLE}

    assert statuses == {name: 200 if name in REACH[of] else 404 for name in PEOPLE}


def test_whoever_also_works_above_is_out_of_reach(world: World, admin: Admin) -> None:
    Posting.objects.create(account=world.people["worker"], role=Role.LEADER, valid_from=FROM, division=world.district)

    assert reset(admin("street"), world.people["worker"]).status_code == 404
    assert check_password("", world.people["worker"].password) is False


def test_who_is_out_of_reach_is_answered_as_who_does_not_exist(world: World, admin: Admin) -> None:
    client = admin("street")

    unknown = client.post(RESET, {"phone": "13100000000"}, format="json")

    assert reset(client, world.people["stranger"]).json() == unknown.json()


@pytest.mark.parametrize("name", ["worker", "lead", "leader", "auditor"])
def test_nobody_but_an_administrator_resets(world: World, name: str) -> None:
    client = APIClient()
    client.force_login(world.people[name])

    assert reset(client, world.people["worker"]).status_code == 404


def test_an_administrator_changes_the_own_password_as_everybody_does(world: World, admin: Admin) -> None:
    client = admin("street")
    own = Account.objects.get(name="管理员")

    assert "修改密码" in reset(client, own).json()["message"]


def test_a_demo_account_is_not_reset(world: World, admin: Admin) -> None:
    Account.objects.filter(pk=world.people["worker"].pk).update(is_demo=True)

    assert reset(admin("street"), world.people["worker"]).status_code == 403


def test_the_one_time_password_is_written_down_nowhere(world: World, admin: Admin) -> None:
    password = reset(admin("street"), world.people["worker"]).json()["password"]

    written = repr(list(Entry.objects.values())) + repr(list(Command.objects.values()))
    assert Entry.objects.get(verb="account.reset_password").subject_id == str(world.people["worker"].pk)
    assert password not in written
    assert "argon2" not in written
