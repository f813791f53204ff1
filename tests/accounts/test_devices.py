"""Where somebody is signed in, and how that is ended from elsewhere."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from apps.accounts.models import Account, Device
from apps.accounts.signing import device_label
from apps.commands.perform import perform
from apps.core.call import Actor, ActorKind, Call, Door
from apps.journal.models import Entry
from tests.accounts.conftest import made, sign_in, who_is
from tests.commands.acting import at_once
from tests.realtime.conftest import Socket, opened
from tests.serving import daphne

ENGINE = "AppleWebKit/537.36 (KHTML, like Gecko)"
AGENTS = {
    f"Mozilla/5.0 (Linux; Android 14; M2102) {ENGINE} Chrome/126.0 Mobile Safari/537.36": "安卓手机 · Chrome",
    f"Mozilla/5.0 (Linux; Android 14) {ENGINE} Chrome/126.0 Mobile MicroMessenger/8.0": "安卓手机 · 微信",
    f"Mozilla/5.0 (Phone; OpenHarmony 5.0) {ENGINE} Chrome/114.0 ArkWeb/4.1 Mobile": "鸿蒙手机 · Chrome",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1 Safari/604.1": "苹果手机 · Safari",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {ENGINE} Chrome/126.0 Safari/537.36 Edg/126.0": "Windows电脑 · Edge",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0": "电脑 · Firefox",
    "": "电脑 · 浏览器",
    "x" * 10_000: "电脑 · 浏览器",
}


def signed_in(agent: str = "") -> APIClient:
    client = APIClient(HTTP_USER_AGENT=agent)
    assert sign_in(client).status_code == 200
    return client


def ending(client: APIClient, device: uuid.UUID) -> int:
    status: int = client.delete(f"/api/devices/{device}/").status_code
    return status


def of(client: APIClient) -> uuid.UUID:
    return Device.objects.get(session_key=client.session.session_key).pk


@pytest.mark.parametrize(("agent", "label"), AGENTS.items())
def test_a_browser_is_called_what_a_person_calls_it(agent: str, label: str) -> None:
    assert device_label(agent) == label


def test_each_device_is_listed_and_this_one_is_marked(account: Account) -> None:
    phone, desk = signed_in(next(iter(AGENTS))), signed_in()

    rows = phone.get("/api/devices/").json()["rows"]

    assert {(row["label"], row["current"]) for row in rows} == {("安卓手机 · Chrome", True), ("电脑 · 浏览器", False)}
    assert {row["id"] for row in rows} == {str(of(phone)), str(of(desk))}


def test_a_list_costs_the_same_for_one_device_and_for_three(
    account: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in()
    for more in (0, 2):
        for _ in range(more):
            signed_in()
        with django_assert_num_queries(2):
            assert len(client.get("/api/devices/").json()["rows"]) == 1 + more


def test_ending_a_device_ends_its_session_at_once(account: Account) -> None:
    here, lost = signed_in(), signed_in()

    assert ending(here, of(lost)) == 200

    assert who_is(lost) is None
    assert lost.get("/api/devices/").status_code == 401
    assert who_is(here) == "李小红"
    assert len(here.get("/api/devices/").json()["rows"]) == 1


def test_a_device_of_somebody_else_is_not_there_to_be_ended(account: Account) -> None:
    stranger, mine = APIClient(), signed_in()
    stranger.force_login(made("13700000000"))

    assert ending(stranger, of(mine)) == 404
    assert who_is(mine) == "李小红"


def test_signing_out_ends_the_session_and_its_device(account: Account) -> None:
    client = signed_in()
    key = client.session.session_key

    assert client.delete("/api/session/").status_code == 204

    assert who_is(client) is None
    assert not Device.objects.exists()
    assert not Session.objects.filter(session_key=key).exists()
    assert [entry.verb for entry in Entry.objects.order_by("id")] == ["account.sign_in", "account.sign_out"]


def test_signing_out_without_having_signed_in_is_nothing_special(client: APIClient, db: None) -> None:
    assert client.delete("/api/session/").status_code == 204


def test_a_device_whose_session_ran_out_is_not_listed(account: Account) -> None:
    here, old = signed_in(), signed_in()
    Session.objects.filter(session_key=old.session.session_key).update(expire_date=timezone.now() - timedelta(hours=1))

    assert [row["id"] for row in here.get("/api/devices/").json()["rows"]] == [str(of(here))]


def test_a_device_was_last_seen_when_its_front_end_was_opened(account: Account) -> None:
    client = signed_in()
    Device.objects.update(last_seen_at=timezone.now() - timedelta(days=1))

    who_is(client)

    assert timezone.now() - Device.objects.get().last_seen_at < timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_a_request_in_the_moment_of_the_ending_does_not_bring_the_session_back() -> None:
    account = made()
    lost = signed_in()
    call = Call(Actor(ActorKind.PERSON, account.pk, account.name), timezone.now(), Door.HTTP)

    with transaction.atomic():
        assert perform("account.end_device", of(lost), {}, call=call).applied
        # Not committed yet, so that this one still finds the session's row.
        assert at_once(lambda: who_is(lost)) == ["李小红"]

    assert who_is(lost) is None


@pytest.mark.django_db(transaction=True)
def test_ending_a_device_closes_its_socket(django_db_setup: None) -> None:
    made()
    here, lost = signed_in(), signed_in()
    with daphne() as server, opened(server, lost.session.session_key) as connected:
        socket = Socket(connected)
        socket.here()

        assert ending(here, of(lost)) == 200

        assert socket.closed_with() == 4403
