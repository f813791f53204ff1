"""No door of the registry opens to a stranger, nor when the application forgets its own filter.

The addresses are read from the schema: one that this test does not know fails it.
"""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from apps.accounts.models import Account
from apps.registry.models import (
    DataRequest,
    Household,
    Organisation,
    Part,
    Person,
    PersonRole,
    ServicePlace,
    Tenure,
    Visit,
)
from apps.registry.sight import sight_of_everything
from tests.registry.conftest import Town
from tests.registry.test_homes import CODE
from tests.world import World

pytestmark = pytest.mark.django_db


STRANGERS = ["stranger", "auditor", "handler", "nobody"]


HERE = {"lon": 110.05, "lat": 30.05}


SECRETS = (
    "欧阳倾城",
    "欧*倾城",
    "欧**城",
    "独一无二路",
    "独一无二面馆",
    "独一无二井盖",
    "独一无二服务点",
    "独一无二请求",
    "独一无二走访",
    "独一无二的旧名",
)


NOWHERE = uuid.UUID(int=1)


# Asked as the schema spells them; the address as somebody of the grid would ask, and whether he finds something there.
READ: dict[str, list[str]] = {
    "/api/registry/people/": [
        "people/",
        "people/?q=欧阳",
        "people/?q=oyqc",
        "people/?grid={grid}",
        "people/?role=VETERAN",
    ],
    "/api/registry/people/{id}/": ["people/{person}/"],
    "/api/registry/people/{id}/timeline/": ["people/{person}/timeline/"],
    "/api/registry/people/{id}/care/": ["people/{person}/care/"],
    "/api/registry/rooms/": ["rooms/", "rooms/?q=独一无二", "rooms/?q=PLATE9", "rooms/?building={building}"],
    "/api/registry/rooms/{id}/": ["rooms/{room}/"],
    "/api/registry/rooms/{id}/timeline/": ["rooms/{room}/timeline/"],
    "/api/registry/rooms/by-plate/{plate}/": ["rooms/by-plate/{plate}/"],
    "/api/registry/buildings/": ["buildings/", "buildings/?q=独一无二"],
    "/api/registry/buildings/{id}/": ["buildings/{building}/"],
    "/api/registry/buildings/{id}/timeline/": ["buildings/{building}/timeline/"],
    "/api/registry/buildings/{building_id}/plates.pdf": ["buildings/{building}/plates.pdf"],
    "/api/registry/organisations/": ["organisations/", "organisations/?q=独一", "organisations/?q=dyw"],
    "/api/registry/organisations/{id}/": ["organisations/{organisation}/"],
    "/api/registry/organisations/{id}/timeline/": ["organisations/{organisation}/timeline/"],
    "/api/registry/parts/": ["parts/", "parts/?q=420502"],
    "/api/registry/parts/{id}/": ["parts/{part}/"],
    "/api/registry/parts/{id}/timeline/": ["parts/{part}/timeline/"],
    "/api/registry/service-places/": ["service-places/", "service-places/?q=独一"],
    "/api/registry/service-places/{id}/": ["service-places/{place}/"],
    "/api/registry/service-places/{id}/timeline/": ["service-places/{place}/timeline/"],
    "/api/registry/duplicates/": ["duplicates/?grid={grid}"],
    "/api/registry/visits/{id}/photos/{media}/{size}/": ["visits/{visit}/photos/{photo}/thumb/"],
}


POINTED = [
    f"points/?of={kind}" for kind in ("people", "rooms", "buildings", "organisations", "parts", "service-places")
]


# Told to everybody who is signed in, or to a role alone (test_roles_alone.py).
OPEN = {
    "/api/registry/codes/{key}/",
    "/api/registry/points/",
    "/api/registry/counts/",
    "/api/registry/accesses/",
    "/api/registry/requests/",
}


WRITTEN: dict[str, tuple[str, dict[str, Any]]] = {
    "/api/registry/people/": ("people/", {"name": "甲", **HERE}),
    "/api/registry/people/{id}/correct/": ("people/{person}/correct/", {"education": "20"}),
    "/api/registry/people/{id}/move/": ("people/{person}/move/", {"lon": 110.15, "lat": 30.05}),
    "/api/registry/people/{id}/leave/": ("people/{person}/leave/", {"gone": "LEFT", "on": "2026-01-01"}),
    "/api/registry/people/{id}/come_back/": ("people/{person}/come_back/", {}),
    "/api/registry/people/{id}/add_role/": ("people/{person}/add_role/", {"kind": "DISABLED"}),
    "/api/registry/people/{id}/end_role/": ("people/{person}/end_role/", {"role": str(NOWHERE)}),
    "/api/registry/people/{id}/join/": ("people/{twin}/join/", {"household": "{household}", "kinship": "1"}),
    "/api/registry/people/{id}/part/": ("people/{person}/part/", {}),
    "/api/registry/people/{id}/merge/": ("people/{person}/merge/", {"other": "{twin}"}),
    "/api/registry/people/{id}/unmerge/": ("people/{person}/unmerge/", {"other": "{twin}"}),
    "/api/registry/people/{id}/reveal/": (
        "people/{person}/reveal/",
        {"field": "name", "purpose": "VISIT", "reason": "好奇"},
    ),
    "/api/registry/people/{id}/consent/": (
        "people/{person}/consent/",
        {"text_key": "collection", "text_version": "2026.1"},
    ),
    "/api/registry/people/{id}/withdraw_consent/": ("people/{person}/withdraw_consent/", {"text_key": "collection"}),
    "/api/registry/people/{id}/ask/": ("people/{person}/ask/", {"kind": "COPY", "text": "查阅"}),
    "/api/registry/rooms/": ("rooms/", {"building": "{building}", "number": "9"}),
    "/api/registry/rooms/{id}/correct/": ("rooms/{room}/correct/", {"hazard": "02"}),
    "/api/registry/rooms/{id}/add_tenure/": ("rooms/{room}/add_tenure/", {"person": "{twin}", "kind": "OWNER"}),
    "/api/registry/rooms/{id}/end_tenure/": ("rooms/{room}/end_tenure/", {"tenure": "{tenure}"}),
    "/api/registry/buildings/": ("buildings/", {"name": "9栋", "address": "九路", **HERE}),
    "/api/registry/buildings/{id}/correct/": ("buildings/{building}/correct/", {"floors": 3}),
    "/api/registry/organisations/": ("organisations/", {"name": "乙", "address": "丙", "uscc": CODE, **HERE}),
    "/api/registry/organisations/{id}/correct/": ("organisations/{organisation}/correct/", {"staff": 3}),
    "/api/registry/organisations/{id}/move/": ("organisations/{organisation}/move/", {"address": "丁", **HERE}),
    "/api/registry/organisations/{id}/reveal/": (
        "organisations/{organisation}/reveal/",
        {"field": "phone", "purpose": "VISIT", "reason": "好奇"},
    ),
    "/api/registry/parts/": ("parts/", {"code": "4205020113000043", "name": "戊", **HERE}),
    "/api/registry/parts/{id}/correct/": ("parts/{part}/correct/", {"state": "LOST"}),
    "/api/registry/service-places/": ("service-places/", {"kind": "AED", "name": "己", **HERE}),
    "/api/registry/service-places/{id}/correct/": ("service-places/{place}/correct/", {"hours": "9-5"}),
    "/api/registry/visits/": ("visits/", {"person": "{person}", "kind": "CARE"}),
    "/api/registry/households/": ("households/", {"room": "{room}", "head": "{person}"}),
    "/api/registry/requests/{id}/answer/": ("requests/{request}/answer/", {"outcome": "REFUSED", "answer": "无"}),
}


def test_every_address_of_the_registry_is_known_here() -> None:
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]  # type: ignore[no-untyped-call]
    mine = {path: set(told) for path, told in paths.items() if path.startswith("/api/registry/")}

    assert {path for path, methods in mine.items() if "get" in methods} == set(READ) | OPEN
    assert {path for path, methods in mine.items() if "post" in methods} == set(WRITTEN)
    assert {method for methods in mine.values() for method in methods} == {"get", "post"}


def account(world: World, who: str) -> Account:
    return world.people.get(who) or Account.objects.get(name=who)


def read(client: APIClient, town: Town, world: World, who: str) -> Iterator[tuple[str, Any]]:
    client.force_authenticate(account(world, who))
    for asked in [*(path for paths in READ.values() for path in paths), *POINTED]:
        yield asked, client.get(f"/api/registry/{town.url(asked)}")


def assert_told_nothing(asked: str, answer: Any, town: Town) -> None:
    text = answer.content.decode(errors="replace")
    assert answer.status_code in (200, 404), (asked, text)
    if answer.status_code == 200:
        told = answer.json()
        assert [told.get(name) for name in ("rows", "points") if told.get(name)] == [], (asked, text)
    assert not [secret for secret in SECRETS if secret in text], (asked, text)
    assert not [pk for name, pk in town.ids.items() if name not in ("grid", "plate") and pk in text], (asked, text)


def test_the_worker_finds_something_at_every_address(client: APIClient, world: World, town: Town) -> None:
    for asked, answer in read(client, town, world, "worker"):
        assert answer.status_code == 200, (asked, answer.content)
        text = answer.content.decode(errors="replace")
        is_file = answer["Content-Type"] in ("application/pdf", "image/jpeg")
        assert is_file or "points" in text or any(secret in text for secret in SECRETS), asked


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_is_told_nothing(client: APIClient, world: World, town: Town, who: str) -> None:
    for asked, answer in read(client, town, world, who):
        assert_told_nothing(asked, answer, town)


@pytest.mark.parametrize("who", [*STRANGERS, "other_worker"])
def test_without_the_applications_own_filter_a_stranger_is_still_told_nothing(
    client: APIClient, world: World, town: Town, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.registry.search.covered", lambda _: Q())
    monkeypatch.setattr("apps.registry.requests.covered", lambda _: Q())

    for asked, answer in read(client, town, world, who):
        assert_told_nothing(asked, answer, town)


def state_of_everything() -> list[Any]:
    models = (Person, PersonRole, Tenure, Visit, DataRequest, Household, Organisation, Part, ServicePlace)
    with sight_of_everything():
        return [list(model.objects.order_by("pk").values()) for model in models]


def filled(town: Town, told: dict[str, Any]) -> dict[str, Any]:
    return {name: town.url(value) if isinstance(value, str) else value for name, value in told.items()}


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_changes_nothing(client: APIClient, world: World, town: Town, who: str) -> None:
    before = state_of_everything()
    client.force_authenticate(account(world, who))

    for path, told in WRITTEN.values():
        answer = client.post(f"/api/registry/{town.url(path)}", filled(town, told), format="json")
        assert answer.status_code in (403, 404), (path, answer.content)
        assert not [secret for secret in SECRETS if secret in answer.content.decode()], path

    assert state_of_everything() == before


def test_without_the_applications_own_rules_a_stranger_still_changes_nothing(
    client: APIClient, world: World, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("rules", "actions.people", "actions.homes", "actions.organisations", "actions.places"):
        monkeypatch.setattr(f"apps.registry.{module}.edits", lambda *_: True)
    for rule in ("merges", "reveals", "answers_requests"):
        monkeypatch.setattr(f"apps.registry.rules.{rule}", lambda *_: True)
    before = state_of_everything()
    client.force_authenticate(world.people["stranger"])

    client.raise_request_exception = False

    for path, told in WRITTEN.values():
        with transaction.atomic():
            answer = client.post(f"/api/registry/{town.url(path)}", filled(town, told), format="json")
        # The database's own refusal of a new row is nothing a user ever meets, so it has no words of its own.
        assert answer.status_code in (403, 404, 500), (path, answer.content)

    assert state_of_everything() == before


def test_who_is_not_signed_in_is_told_to(client: APIClient, town: Town) -> None:
    for asked in [
        *(path for paths in READ.values() for path in paths),
        *POINTED,
        "accesses/",
        "requests/",
        "codes/SEX/",
    ]:
        assert client.get(f"/api/registry/{town.url(asked)}").status_code == 401, asked
    for path, told in WRITTEN.values():
        assert client.post(f"/api/registry/{town.url(path)}", filled(town, told), format="json").status_code == 401, (
            path
        )
