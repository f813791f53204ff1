"""S-35 to S-39: what unlocks a phone, and what becomes of one that is lost."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from apps.accounts.models import Account, Device
from apps.commands.models import Command
from apps.core import tally
from apps.core.sealing import newest_mark, unseal
from apps.grids.enums import Role
from apps.grids.models import Posting
from apps.journal.models import Entry
from apps.sync import vaults
from apps.sync.models import SyncDevice, Vault
from tests.accounts.conftest import PASSWORD, hashed, sign_in, who_is
from tests.world import FROM, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_is_throttled(monkeypatch: pytest.MonkeyPatch) -> None:
    rates = dict.fromkeys(SimpleRateThrottle.THROTTLE_RATES, "1000000/min")
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)


@dataclass
class Handset:
    """A phone with a session of its own."""

    account: Account
    device: uuid.UUID = field(default_factory=uuid.uuid4)
    client: APIClient = field(default_factory=APIClient)

    def __post_init__(self) -> None:
        assert sign_in(self.client, self.account.phone).status_code == 200

    def ask(self, door: str, /, *, status: int = 200, **told: Any) -> Any:
        said = {"protocol": 1, "device": str(self.device), **told}
        response = self.client.post(f"/api/sync/{door}/", said, format="json")
        assert response.status_code == status, response.content
        return response.json()

    def lose(self, which: uuid.UUID | None = None, what: str = "lost") -> int:
        status: int = self.client.post(f"/api/sync/phones/{which or self.device}/{what}/").status_code
        return status


@pytest.fixture
def owner(world: World) -> Account:
    """A worker who can sign in."""
    account = world.people["worker"]
    account.password = hashed()
    account.save()
    return account


@pytest.fixture
def handset(owner: Account) -> Handset:
    return Handset(owner)


@pytest.fixture
def keeper(world: World) -> APIClient:
    """The district's administrator."""
    account = Account.objects.create(phone="13700000001", name="管理员")
    Posting.objects.create(account=account, role=Role.ADMIN, valid_from=FROM, division=world.district)
    client = APIClient()
    client.force_login(account)
    return client


def standing(device: uuid.UUID) -> bool:
    lost: bool = APIClient().get(f"/api/sync/phones/{device}/standing/").json()["lost"]
    return lost


@pytest.mark.must("S-35")
def test_the_halves_are_told_again_until_one_has_been_used_and_are_stored_sealed(handset: Handset) -> None:
    first, again = handset.ask("vault"), handset.ask("vault")

    released = handset.ask("vault/release")["part"]
    later = handset.ask("vault", status=409)

    assert first == again
    assert (released, later["code"]) == (first["part"], "conflict")
    assert first["part"] != first["rescue"]
    vault = Vault.objects.get()
    assert unseal(bytes(vault.part)) == first["part"]
    assert first["part"].encode() not in bytes(vault.part)
    assert Entry.objects.filter(verb="sync.make_vault").count() == 1


@pytest.mark.must("S-35")
def test_no_kept_answer_and_no_journal_row_holds_a_half(handset: Handset) -> None:
    told = handset.ask("vault")

    kept = str(list(Command.objects.values_list("answer", flat=True))) + str(list(Entry.objects.values()))

    assert told["part"] not in kept
    assert told["rescue"] not in kept


@pytest.mark.must("S-36")
def test_the_rescue_is_told_to_the_right_password_only_and_wrong_ones_are_counted(handset: Handset) -> None:
    made = handset.ask("vault")

    wrong = handset.ask("vault/recover", status=400, password="wrong guess 1")
    right = handset.ask("vault/recover", password=PASSWORD)
    for _ in range(5):
        handset.ask("vault/recover", status=400, password="wrong guess 2")
    locked = handset.ask("vault/recover", status=423, password=PASSWORD)

    assert "还可以再试4次" in wrong["message"]
    assert right == made
    assert locked["code"] == "locked"
    assert Entry.objects.filter(verb="sync.recover_vault").count() == 1


@pytest.mark.must("S-36")
def test_whoever_asks_too_often_for_the_part_waits_or_gives_the_password(
    handset: Handset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vaults, "RELEASES", 3)
    made = handset.ask("vault")
    for _ in range(3):
        handset.ask("vault/release")

    assert handset.ask("vault/release", status=429)["code"] == "too_many"
    handset.ask("vault/recover", password=PASSWORD)
    assert handset.ask("vault/release") == {"part": made["part"]}
    tally.forget(f"vault:{handset.device}")


@pytest.mark.must("S-36")
def test_the_part_is_for_its_own_account_and_for_a_phone_that_is_known(world: World, handset: Handset) -> None:
    handset.ask("vault")
    stranger = APIClient()
    stranger.force_login(world.people["other_worker"])
    told = {"protocol": 1, "device": str(handset.device)}

    for door in ("vault", "vault/release"):
        assert stranger.post(f"/api/sync/{door}/", told, format="json").json()["code"] == "other_account"
    assert handset.ask("vault/release", status=404, device=str(uuid.uuid4()))["code"] == "not_found"
    assert APIClient().post("/api/sync/vault/release/", told, format="json").status_code == 401


@pytest.mark.must("S-37")
def test_a_lost_phone_is_signed_out_and_told_nothing_and_others_of_its_owner_go_on(
    owner: Account, handset: Handset
) -> None:
    handset.ask("vault")
    handset.ask("pull", scopes=[])
    other = Handset(owner)
    other.ask("vault")

    assert other.lose(handset.device) == 200
    assert other.lose(handset.device) == 200

    assert (who_is(handset.client), who_is(other.client)) == (None, owner.name)
    assert (standing(handset.device), standing(other.device)) == (True, False)
    assert sign_in(handset.client, owner.phone).status_code == 200
    asked: dict[str, dict[str, Any]] = {
        "vault": {},
        "vault/release": {},
        "vault/recover": {"password": PASSWORD},
        "pull": {"scopes": []},
        "push": {"device_time": timezone.now().isoformat(), "commands": []},
    }
    for door, told in asked.items():
        assert handset.ask(door, status=403, **told)["code"] == "device_lost", door
    assert Entry.objects.filter(verb="sync.lose_phone").count() == 1


@pytest.mark.must("S-38")
def test_only_an_administrator_of_its_owner_lets_a_found_phone_in_again(
    world: World, handset: Handset, keeper: APIClient
) -> None:
    made = handset.ask("vault")
    handset.lose()
    sign_in(handset.client, handset.account.phone)
    stranger = APIClient()
    stranger.force_login(world.people["stranger"])

    assert handset.lose(what="found") == 404
    assert stranger.post(f"/api/sync/phones/{handset.device}/lost/").status_code == 404
    assert stranger.post(f"/api/sync/phones/{handset.device}/found/").status_code == 404
    assert keeper.post(f"/api/sync/phones/{handset.device}/found/").json()["lost"] is False

    assert handset.ask("vault/release") == {"part": made["part"]}
    assert Entry.objects.filter(verb="sync.find_phone").count() == 1


@pytest.mark.must("S-37")
def test_of_a_phone_that_never_unlocked_here_every_sign_in_of_its_owner_ends(handset: Handset) -> None:
    handset.ask("pull", scopes=[])

    handset.lose()

    assert not Device.objects.filter(account=handset.account).exists()
    assert who_is(handset.client) is None


def test_a_phone_finds_itself_among_the_devices_of_its_owner(handset: Handset) -> None:
    handset.ask("vault")

    (mine,) = handset.client.get("/api/sync/phones/mine/").json()["rows"]
    (signed_in,) = handset.client.get("/api/devices/").json()["rows"]

    assert (mine["id"], mine["sign_in"], mine["lost_at"]) == (str(handset.device), signed_in["id"], None)


def carrying(account: Account, hours: int, pending: int = 3) -> SyncDevice:
    now = timezone.now()
    return SyncDevice.objects.create(
        pk=uuid.uuid4(), account=account, pulled_at=now, pending=pending, oldest_at=now - timedelta(hours=hours)
    )


def test_an_administrator_sees_who_has_unsent_work_the_oldest_first_and_page_by_page(
    world: World, keeper: APIClient
) -> None:
    worker, other = world.people["worker"], world.people["other_worker"]
    old, young, same = carrying(other, 50), carrying(worker, 2), carrying(worker, 20)
    SyncDevice.objects.create(pk=uuid.uuid4(), account=worker, pulled_at=timezone.now())
    carrying(world.people["stranger"], 90)

    first = keeper.get("/api/sync/phones/", {"limit": "2"}).json()
    last = keeper.get("/api/sync/phones/", {"limit": "2", "cursor": first["next"]}).json()
    seen = first["rows"] + last["rows"]

    assert [row["id"] for row in seen] == [str(one.pk) for one in (old, same, young)]
    assert last["next"] is None
    assert {row["account"]["name"] for row in seen} == {worker.name, other.name}
    assert worker.phone not in str(seen)
    assert len(keeper.get("/api/sync/phones/", {"shelf": "all"}).json()["rows"]) == 4
    (mine,) = keeper.get("/api/sync/phones/", {"q": other.phone}).json()["rows"]
    assert mine["id"] == str(old.pk)


def test_the_list_costs_the_same_however_long_it_is_and_is_for_administrators(world: World, keeper: APIClient) -> None:
    costs = []
    for _ in range(2):
        carrying(world.people["worker"], 1)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            keeper.get("/api/sync/phones/")
        costs.append(len(asked))
    assert costs[0] == costs[1]

    client = APIClient()
    client.force_login(world.people["worker"])
    assert client.get("/api/sync/phones/").status_code == 403
    for cursor in ("x", "2026-01-01|x", f"2026-01-01T00:00:00|{uuid.uuid4()}"):
        assert keeper.get("/api/sync/phones/", {"cursor": cursor}).status_code == 400


def test_a_changed_password_opens_the_same_rescue(handset: Handset) -> None:
    made = handset.ask("vault")
    handset.account.password = make_password("another good phrase 9")
    handset.account.save()
    sign_in(handset.client, handset.account.phone, "another good phrase 9")

    assert handset.ask("vault/recover", password="another good phrase 9") == made


def test_a_phone_opens_after_the_keys_were_rotated(handset: Handset, settings: LazySettings) -> None:
    made = handset.ask("vault")
    settings.SEALING_KEYS = [*settings.SEALING_KEYS, "another key"]

    call_command("rotate_keys", batch=10)

    vault = Vault.objects.get(device=handset.device)
    assert {bytes(half)[0] for half in (vault.part, vault.rescue)} == {newest_mark()}
    assert handset.ask("vault/release")["part"] == made["part"]
