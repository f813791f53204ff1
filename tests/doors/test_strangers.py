"""Every door of the schema, visited by those whose business it is not."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from apps.accounts.models import Account
from apps.events.models import Event
from apps.grids.enums import Role
from apps.grids.models import Grid, Posting
from tests.doors.served import Door, doors
from tests.events.ripe import said
from tests.photos import pictures
from tests.photos.test_doors import upload
from tests.world import FROM, World, square

pytestmark = pytest.mark.django_db

SECRET = "只有本网格知道的事"
OPEN_TO_ALL = {
    "GET /api/public/kinds/",
    "POST /api/public/events/",
    "POST /api/public/photos/",
    "GET /api/session/",
    "POST /api/session/",
    "DELETE /api/session/",
    # Whether the phone of that id was reported lost.
    "GET /api/sync/phones/{device_id}/standing/",
}
# Outlines are no secret, so a stranger is told that the grid is not theirs, or what is wrong with the form.
REDRAWING = {
    "POST /api/grids/merge/",
    "POST /api/grids/preview/",
    "POST /api/grids/{grid_id}/border/",
    "POST /api/grids/{grid_id}/split/",
}
ASKED: dict[str, dict[str, Any]] = {
    "GET /api/grids/": {"division": 1},
    "GET /api/grids/at/": {"lon": 110.05, "lat": 30.05},
}


@pytest.fixture
def event(world: World, settings: Settings, tmp_path: Path) -> Event:
    settings.MEDIA_ROOT = tmp_path
    worker = APIClient()
    worker.force_login(world.people["worker"])
    photo = upload(worker, pictures.jpeg(64, 48)).json()["id"]
    return world.report(text=SECRET, photos=[photo])


def nobody(_: World) -> APIClient:
    return APIClient()


def somebody_without_a_posting(_: World) -> APIClient:
    return _signed_in(Account.objects.create(phone="19900009001", name="无岗"))


def a_worker_of_another_district(world: World) -> APIClient:
    account = Account.objects.create(phone="19900009002", name="西区网格员")
    west = Posting.objects.get(account=world.people["stranger"]).division
    assert west is not None
    grid = Grid.objects.get(pk=world.grid.pk)
    grid.pk, grid.code, grid.district, grid.outline = None, "420598001001001", west, square(110.6, 30.0, 0.1)
    grid.save()
    Posting.objects.create(account=account, role=Role.WORKER, grid=grid, valid_from=FROM)
    return _signed_in(account)


def a_lead_of_another_district(world: World) -> APIClient:
    return _signed_in(world.people["stranger"])


def _signed_in(account: Account) -> APIClient:
    client = APIClient()
    client.force_login(account)
    return client


STRANGERS = [somebody_without_a_posting, a_worker_of_another_district, a_lead_of_another_district]


def _knock(client: APIClient, door: Door, world: World, event: Event) -> Any:
    ids = {
        "event_id": event.pk,
        "photo_id": event.cover_id,
        "size": "thumb",
        "grid_id": world.grid.pk,
        "category_id": world.category.pk,
        "device_id": event.pk,
        "key_id": event.pk,
        "building_id": event.pk,
        "collection": "parts",
        "item": event.pk,
        "run_id": event.pk,
        "command_id": event.pk,
        "media_id": event.pk,
        "patrol_id": event.pk,
        "voice_id": event.pk,
        "article_id": event.pk,
        "scope": f"grid:{world.grid.pk}",
        "name": "1-1.json",
        "kind": "PEOPLE",
        "z": 14,
        "x": 13200,
        "y": 6770,
    }
    told = said(world, door.path.rstrip("/").rsplit("/", 1)[-1], other=event)
    send = getattr(client, door.method)
    if door.method == "get":
        return send(door.address(**ids), ASKED.get(door.name, {}))
    return send(door.address(**ids), {**told, "number": event.number, "code": "22222222"}, format="json")


def test_nobody_gets_past_the_doors_that_want_a_person(world: World, event: Event) -> None:
    for door in doors():
        if door.name not in OPEN_TO_ALL:
            response = _knock(nobody(world), door, world, event)

            assert response.status_code in ((404,) if _is_public(door) else (401,)), door.name
            assert SECRET not in _text(response), door.name


def _is_public(door: Door) -> bool:
    return door.path.startswith("/api/public/") or door.name == "GET /api/photos/{photo_id}/{size}/"


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_is_told_of_another_districts_matter_by_no_door(world: World, event: Event, stranger: Any) -> None:
    client = stranger(world)
    before = Event.objects.values().get(pk=event.pk)

    for door in doors():
        if door.method != "delete":
            response = _knock(client, door, world, event)
            text = _text(response)

            assert response.status_code < 500, door.name
            assert SECRET not in text, door.name
            assert str(event.pk) not in text, door.name
            assert event.number not in text, door.name
            if door.name in REDRAWING:
                assert response.status_code in (400, 403), door.name
            elif "{event_id}" in door.path or "{photo_id}" in door.path:
                assert response.status_code == 404, door.name
    assert Event.objects.values().get(pk=event.pk) == before


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_strangers_lists_are_empty(world: World, event: Event, stranger: Any) -> None:
    client = stranger(world)

    for scope in ("mine", "reach", "reported"):
        for wish in ({}, {"q": event.number}, {"grid": event.grid_id}, {"q": SECRET}, {"division": event.city_id}):
            asked = {"scope": scope, **wish}
            assert client.get("/api/events/", asked).json() == {"rows": [], "next": None}, asked
            assert client.get("/api/events/points/", asked).json() == {"points": [], "more": False}, asked
            assert client.get("/api/events/counts/", asked).json()["states"] == {}, asked


def _text(response: Any) -> str:
    return bytes(response.content).decode(errors="replace")
