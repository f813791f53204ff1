"""Redis dies: who is signed in goes on, a resident's report arrives, and what is guessed at stays shut."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from apps.accounts.models import Account
from apps.standards.models import Category
from tests.accounts.conftest import PASSWORD, hashed
from tests.serving import RedisServer, Server, daphne
from tests.world import World, build_world

BUSY = {"code": "busy", "message": "系统繁忙，请稍后再试", "field": "", "errors": {}}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shared(transactional_db: None) -> World:
    return build_world()


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    redis = RedisServer(tmp_path)
    redis.start()
    yield redis
    redis.kill()


@pytest.fixture
def bereft(shared: World, own_redis: RedisServer) -> Iterator[Server]:
    """A server whose Redis was there when it started."""
    with daphne(REDIS_URL=own_redis.url, BROKER_URL=own_redis.url) as server:
        own_redis.kill()
        yield server


@contextmanager
def browser(server: Server, account: Account | None = None) -> Iterator[httpx.Client]:
    """Of somebody who signed in while Redis was alive."""
    with httpx.Client(base_url=server.origin, timeout=20) as client:
        if account is not None:
            store = SessionStore()
            backend = "django.contrib.auth.backends.ModelBackend"
            store.update(
                {
                    SESSION_KEY: str(account.pk),
                    BACKEND_SESSION_KEY: backend,
                    HASH_SESSION_KEY: account.get_session_auth_hash(),
                }
            )
            store.save()
            client.cookies.set("sessionid", str(store.session_key))
        client.get("/api/session/")
        client.headers["X-CSRFToken"] = client.cookies["csrftoken"]
        yield client


def told(response: httpx.Response) -> tuple[int, Any]:
    return response.status_code, response.json()


def test_who_is_signed_in_reads_works_and_signs_out(shared: World, bereft: Server) -> None:
    event = shared.report()
    with browser(bereft, shared.people["worker"]) as client:
        assert client.get("/api/session/").json()["account"]["name"] == "worker"
        assert [row["id"] for row in client.get("/api/events/").json()["rows"]] == [str(event.pk)]
        assert client.post(f"/api/events/{event.pk}/accept/", json={}).status_code == 200
        assert client.delete("/api/session/").status_code == 204
        assert not Session.objects.exists()
        assert client.get("/api/events/").status_code == 401


def test_nobody_signs_in_while_tries_cannot_be_counted(shared: World, bereft: Server) -> None:
    lead = shared.people["lead"]
    Account.objects.filter(pk=lead.pk).update(password=hashed())
    with browser(bereft) as client:
        for password in (PASSWORD, "wrong"):
            assert told(client.post("/api/session/", json={"phone": lead.phone, "password": password})) == (503, BUSY)


def test_no_password_is_changed_or_code_guessed_meanwhile(shared: World, bereft: Server) -> None:
    with browser(bereft, shared.people["worker"]) as client:
        changed = client.post("/api/session/password/", json={"old": PASSWORD, "new": "xiling-2026-new"})
        guessed = client.post("/api/public/follow/", json={"number": "420599202603090001", "code": "ABCD2345"})

        assert told(changed) == told(guessed) == (503, BUSY)


def test_a_resident_reports_and_follows_the_report_all_the_same(shared: World, bereft: Server) -> None:
    Category.objects.update(code="111001")
    with browser(bereft) as client:
        report = {"kind": "oil_smoke", "text": "油烟直排", "lon": 110.05, "lat": 30.05, "crs": "EPSG:4490"}

        made = client.post("/api/public/events/", json=report, headers={"Idempotency-Key": str(uuid.uuid4())})

        assert made.status_code == 201
        assert client.get(f"/api/public/events/{made.json()['id']}/").status_code == 200


def test_when_redis_is_back_signing_in_is_too(shared: World, own_redis: RedisServer, bereft: Server) -> None:
    lead = shared.people["lead"]
    Account.objects.filter(pk=lead.pk).update(password=hashed())
    with browser(bereft) as client:
        own_redis.start()

        assert client.post("/api/session/", json={"phone": lead.phone, "password": PASSWORD}).status_code == 200
