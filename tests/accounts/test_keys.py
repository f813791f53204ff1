"""Access keys: what a program reads with, and everything it cannot do."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.models import AccessKey
from apps.commands.models import Command
from apps.journal.models import Entry
from tests.world import World

PASSWORD = "a good long one"
MAP = "/api/features/collections/grids/items"


@pytest.fixture
def worker(client: APIClient, world: World) -> APIClient:
    account = world.people["worker"]
    account.set_password(PASSWORD)
    account.save()
    client.force_login(account)
    return client


def made(client: APIClient, **said: Any) -> dict[str, Any]:
    told = {"name": "家里的 QGIS", "days": 30, "password": PASSWORD} | said
    response = client.post("/api/keys/", told, format="json")
    assert response.status_code == 201, response.content
    return dict(response.json())


def basic(user: str, secret: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode()}


def test_a_key_reads_the_map_as_its_owner(worker: APIClient, world: World) -> None:
    key = made(worker)

    read = APIClient().get(MAP, headers=basic(key["user"], key["secret"]))

    assert (read.status_code, b"420599001001001" in read.content) == (200, True)
    assert AccessKey.objects.get().used_at is not None


def test_the_secret_is_shown_once_and_kept_nowhere(worker: APIClient) -> None:
    key = made(worker)

    (row,) = worker.get("/api/keys/").json()["rows"]

    assert set(row) == {"id", "name", "user", "made_at", "expires_at", "used_at"}
    kept = [*Command.objects.values_list("answer", "name"), *Entry.objects.values_list("body", "verb")]
    assert key["secret"] not in str(kept)
    assert "account.add_key" in str(kept)
    assert key["secret"].encode() not in bytes(AccessKey.objects.get().digest)


def test_a_key_opens_no_other_door_and_writes_nothing(worker: APIClient) -> None:
    key = made(worker)
    program = APIClient(headers=basic(key["user"], key["secret"]))

    assert program.get("/api/events/").status_code == 401
    assert program.get("/api/keys/").status_code == 401
    assert program.post("/api/keys/", {"name": "x", "password": PASSWORD}, format="json").status_code == 401
    assert program.post(MAP, {}, format="json").status_code == 401


@pytest.mark.parametrize("ended", ["revoked", "expired", "dismissed", "a demo account outside a demonstration"])
def test_a_key_that_has_ended_opens_nothing(worker: APIClient, world: World, settings: Any, ended: str) -> None:
    key = made(worker)
    before = timezone.now() - timedelta(days=2)
    if ended == "revoked":
        assert worker.delete(f"/api/keys/{key['id']}/").status_code == 200
    elif ended == "expired":
        AccessKey.objects.update(made_at=before, expires_at=before + timedelta(days=1))
    elif ended == "dismissed":
        type(world.people["worker"]).objects.update(is_active=False)
    else:
        type(world.people["worker"]).objects.update(is_demo=True)
        settings.DEMO = False

    assert APIClient().get(MAP, headers=basic(key["user"], key["secret"])).status_code == 401


def test_only_the_owner_ends_a_key_and_only_once(worker: APIClient, world: World) -> None:
    address = f"/api/keys/{made(worker)['id']}/"
    other = APIClient()
    other.force_login(world.people["stranger"])

    assert other.delete(address).status_code == 404
    assert [worker.delete(address).status_code for _ in range(2)] == [200, 404]
    assert worker.get("/api/keys/").json() == {"rows": []}
    assert list(Entry.objects.filter(subject_kind="account").order_by("pk").values_list("verb", flat=True)) == [
        "account.add_key",
        "account.end_key",
    ]


def test_five_wrong_secrets_lock_the_key_even_for_the_right_one(worker: APIClient) -> None:
    key = made(worker)

    wrong = [APIClient().get(MAP, headers=basic(key["user"], "x")).status_code for _ in range(5)]

    assert wrong == [401] * 5
    assert APIClient().get(MAP, headers=basic(key["user"], key["secret"])).status_code == 423


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic bm90aGluZw==", "Bearer x", "Basic AAA6AAA="])
def test_half_a_key_opens_nothing(client: APIClient, db: None, header: str) -> None:
    assert client.get(MAP, headers={"authorization": header}).status_code == 401


def test_a_key_costs_the_password_and_wrong_ones_are_counted(worker: APIClient) -> None:
    asked = [worker.post("/api/keys/", {"name": "x", "password": "wrong"}, format="json") for _ in range(6)]

    assert [answer.status_code for answer in asked] == [400] * 5 + [423]
    assert asked[0].json()["field"] == "password"
    assert not AccessKey.objects.exists()


@pytest.mark.parametrize("said", [{"name": ""}, {"days": 0}, {"days": 367}, {"name": "x" * 61}])
def test_a_key_without_a_name_or_an_end_is_not_made(worker: APIClient, said: dict[str, Any]) -> None:
    told = {"name": "x", "password": PASSWORD} | said

    assert worker.post("/api/keys/", told, format="json").status_code == 400


def test_there_are_ten_living_keys_and_no_more(worker: APIClient) -> None:
    for _ in range(10):
        made(worker)

    response = worker.post("/api/keys/", {"name": "x", "password": PASSWORD}, format="json")

    assert (response.status_code, response.json()["code"]) == (429, "too_many")


def test_keys_are_made_at_a_pace(worker: APIClient, settings: Any) -> None:
    statuses = [
        worker.post("/api/keys/", {"name": "", "password": PASSWORD}, format="json").status_code for _ in range(21)
    ]

    assert statuses == [400] * 20 + [429]
