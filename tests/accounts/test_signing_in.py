"""Who gets in, with what, and who does not."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from apps.accounts import lockout
from apps.accounts.models import Account, Device
from apps.commands.perform import perform
from apps.core.call import SYSTEM, Actor, ActorKind, Call, Door
from apps.grids.models import Posting
from apps.journal.models import Entry
from tests.accounts.conftest import PASSWORD, PHONE, made, sign_in, who_is
from tests.commands.acting import at_once
from tests.serving import eventually
from tests.world import World


@pytest.fixture(autouse=True)
def _nobody_is_throttled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SimpleRateThrottle.THROTTLE_RATES, "session", "1000000/min")


def test_phone_and_password_sign_in(client: APIClient, account: Account) -> None:
    response = sign_in(client)

    assert response.status_code == 200
    assert response.json()["account"] == {
        "id": account.pk,
        "name": "李小红",
        "phone": "138****5678",
        "alias": Actor(ActorKind.PERSON, account.pk).alias,
        "must_change": False,
        "postings": [],
    }
    assert who_is(client) == "李小红"


WRITTEN = ["138 1234 5678", "138-1234-5678", "+8613812345678", "+86 138 1234 5678", "008613812345678", "8613812345678"]


@pytest.mark.parametrize("phone", [*WRITTEN, "１３８１２３４５６７８", "　13812345678 ", "\t13812345678\n"])
def test_a_phone_is_known_however_it_is_written(client: APIClient, account: Account, phone: str) -> None:
    assert sign_in(client, phone).status_code == 200


@pytest.mark.parametrize("password", [PASSWORD + " ", " " + PASSWORD, PASSWORD.upper(), "x", "\u3000"])
def test_a_password_is_taken_to_the_letter(client: APIClient, account: Account, password: str) -> None:
    response = sign_in(client, password=password)

    assert (response.status_code, response.json()["code"]) == (400, "invalid")
    assert who_is(client) is None


def test_an_unknown_phone_is_answered_as_a_wrong_password_is(client: APIClient, account: Account) -> None:
    unknown = sign_in(client, "13900000000")
    wrong = sign_in(client, password="wrong")

    assert unknown.json() == wrong.json()
    assert unknown.status_code == wrong.status_code
    assert wrong.json()["message"] == "手机号或密码不正确，还可以再试4次"


@pytest.mark.parametrize("form", [{}, {"phone": "", "password": ""}, {"phone": None, "password": None}])
def test_what_is_missing_is_asked_for(client: APIClient, db: None, form: dict[str, str]) -> None:
    response = client.post("/api/session/", form, format="json")

    assert response.status_code == 400
    assert response.json()["errors"] == {"phone": ["请输入手机号"], "password": ["请输入密码"]}


def test_passwords_are_kept_with_argon2(account: Account) -> None:
    assert account.password.startswith("argon2$argon2id$")
    assert make_password("x").startswith("argon2$")


def test_neither_password_nor_phone_is_in_the_journal(client: APIClient, account: Account) -> None:
    sign_in(client, password="wrong-one")
    sign_in(client)

    written = repr(list(Entry.objects.values()))
    assert [entry.verb for entry in Entry.objects.order_by("id")] == ["account.sign_in_failed", "account.sign_in"]
    assert not any(secret in written for secret in (PHONE, PASSWORD, "wrong-one"))


def test_an_account_that_is_closed_does_not_sign_in(client: APIClient, account: Account) -> None:
    Account.objects.update(is_active=False)

    assert sign_in(client).json()["message"].startswith("手机号或密码不正确")


def test_an_account_that_is_closed_is_out_at_once(client: APIClient, account: Account) -> None:
    sign_in(client)
    Account.objects.update(is_active=False)

    assert who_is(client) is None
    assert client.get("/api/devices/").status_code == 401


def test_without_a_csrf_token_nobody_signs_in_or_out(account: Account) -> None:
    client = APIClient(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    token = client.get("/api/session/").cookies["csrftoken"].value
    assert sign_in(client, HTTP_X_CSRFTOKEN=token).status_code == 200

    assert client.delete("/api/session/").status_code == 403
    assert who_is(client) == "李小红"


def test_a_session_from_before_signing_in_is_not_the_one_after(client: APIClient, account: Account) -> None:
    session = client.session
    session["follows"] = []
    session.save()
    before = session.session_key

    sign_in(client)

    assert client.session.session_key != before
    assert Device.objects.get().session_key == client.session.session_key


def test_five_wrong_passwords_lock_and_the_right_one_does_not_open(client: APIClient, account: Account) -> None:
    told = [sign_in(client, password="wrong").json()["message"] for _ in range(lockout.LIMIT)]

    locked = sign_in(client)

    assert told[-1] == "手机号或密码不正确，账号已锁定15分钟"
    assert (locked.status_code, locked.json()["code"]) == (423, "locked")
    assert who_is(client) is None


def test_an_unknown_phone_is_locked_as_well(client: APIClient, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockout, "LIMIT", 2)
    statuses = [sign_in(client).status_code for _ in range(lockout.LIMIT + 1)]

    assert statuses == [400] * lockout.LIMIT + [423]


def test_nobody_else_is_locked(client: APIClient, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockout, "LIMIT", 2)
    made("13700000000")
    for _ in range(lockout.LIMIT):
        sign_in(client, password="wrong")

    assert sign_in(client, "13700000000").status_code == 200


def test_writing_the_phone_otherwise_gains_no_more_tries(
    client: APIClient, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lockout, "LIMIT", 2)
    for written in WRITTEN[: lockout.LIMIT]:
        sign_in(client, written, "wrong")

    assert sign_in(client).status_code == 423


def test_a_lock_ends_after_its_time(client: APIClient, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockout, "SECONDS", 2)
    monkeypatch.setattr(lockout, "LIMIT", 2)
    while sign_in(client, password="wrong").status_code != 423:
        pass

    eventually(lambda: sign_in(client).status_code == 200)


def test_the_right_password_forgets_the_wrong_ones(client: APIClient, account: Account) -> None:
    sign_in(client, password="wrong")
    sign_in(client)

    assert sign_in(client, password="wrong").json()["message"].endswith("还可以再试4次")


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_no_more_than_the_limit_are_looked_at() -> None:
    made()

    responses = at_once(*(lambda: sign_in(APIClient(), password="wrong").status_code for _ in range(9)))

    assert sorted(responses) == [400] * lockout.LIMIT + [423] * (9 - lockout.LIMIT)


def test_a_demo_account_signs_in_only_where_there_is_a_demonstration(
    client: APIClient, db: None, settings: Settings
) -> None:
    made(is_demo=True)
    settings.DEMO = False

    assert sign_in(client).status_code == 400


def test_a_demo_session_is_worth_nothing_where_there_is_none(client: APIClient, db: None, settings: Settings) -> None:
    made(is_demo=True)
    sign_in(client)
    assert who_is(client) == "李小红"

    settings.DEMO = False

    assert who_is(client) is None
    assert client.get("/api/events/").status_code == 401


def test_demo_accounts_are_not_made_without_a_demonstration(db: None, settings: Settings) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="public password"):
        call_command("seed_demo")
    assert not Account.objects.exists()


def test_a_withdrawn_posting_means_no_reach_at_once(client: APIClient, world: World) -> None:
    worker = world.people["worker"]
    event = world.report("acceptor", channel="HOTLINE")
    client.force_login(worker)
    assert client.get(f"/api/events/{event.pk}/").status_code == 200

    now = timezone.now()
    posting = Posting.objects.get(account=worker)
    ended = perform(
        "posting.end",
        None,
        {"posting": posting.pk, "on": timezone.localdate(now).isoformat()},
        call=Call(SYSTEM, now, Door.SHELL),
    )

    assert ended.applied
    assert client.get("/api/session/").json()["account"]["postings"] == []
    assert client.get(f"/api/events/{event.pk}/").status_code == 404
    assert client.get("/api/events/").json()["rows"] == []
    assert client.post(f"/api/events/{event.pk}/accept/", {}, format="json").status_code == 404


def test_a_posting_that_ends_tomorrow_holds_today(world: World) -> None:
    Posting.objects.filter(account=world.people["worker"]).update(valid_to=timezone.localdate() + timedelta(days=1))
    client = APIClient()
    client.force_login(world.people["worker"])

    assert len(client.get("/api/session/").json()["account"]["postings"]) == 1


def test_a_password_kept_at_another_cost_is_still_known(client: APIClient, account: Account) -> None:
    dearer = Argon2PasswordHasher()
    Account.objects.update(password=dearer.encode(PASSWORD, dearer.salt()))

    assert sign_in(client).status_code == 200
    assert "m=19456,t=2,p=1" in make_password(PASSWORD)
