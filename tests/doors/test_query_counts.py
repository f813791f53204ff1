"""What every door that reads costs: the same at one row and at three. A new door without its figure fails."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from apps.accounts.models import Device
from apps.calendars.queries import working_calendar
from apps.commands.perform import perform
from apps.events.models import Event, EventVoice
from apps.grids.models import Division, Unit
from apps.photos import storage
from apps.photos.models import Voice
from apps.standards.models import Category, Condition
from tests.doors.served import doors
from tests.photos import pictures
from tests.photos.test_doors import upload
from tests.sync import recordings
from tests.world import FROM, World

pytestmark = pytest.mark.django_db

# The first statement is who it is, the second where they stand.
COSTS = {
    "GET /api/articles/": 3,
    "GET /api/articles/{article_id}/": 2,
    "GET /api/categories/": 3,
    "GET /api/categories/{category_id}/conditions/": 2,
    "GET /api/devices/": 2,
    "GET /api/divisions/": 2,
    "GET /api/events/": 3,
    "GET /api/events/counts/": 3,
    "GET /api/events/points/": 3,
    "GET /api/events/{event_id}/": 6,
    "GET /api/features/": 1,
    "GET /api/features/collections": 6,
    "GET /api/features/collections/{collection}": 5,
    "GET /api/features/collections/{collection}/items": 5,
    "GET /api/features/collections/{collection}/items/{item}": 5,
    "GET /api/features/collections/{collection}/schema": 1,
    "GET /api/features/conformance": 1,
    "GET /api/grids/": 2,
    "GET /api/grids/at/": 3,
    "GET /api/grids/{grid_id}/": 2,
    "GET /api/grids/{grid_id}/neighbours/": 4,
    "GET /api/keys/": 2,
    "GET /api/me/month/": 7,
    "GET /api/notices/": 3,
    "GET /api/patrols/": 6,
    "GET /api/photos/{photo_id}/{size}/": 3,
    "GET /api/public/events/{event_id}/": 5,
    "GET /api/public/kinds/": 1,
    "GET /api/session/": 3,
    "GET /api/sync/held/": 5,
    "GET /api/sync/phones/mine/": 2,
    "GET /api/sync/phones/{device_id}/standing/": 2,
    "GET /api/tiles/grids/{z}/{x}/{y}.mvt": 9,
    "GET /api/units/": 2,
    "GET /api/voices/{voice_id}/": 3,
}
# With rows of their own: tests/exchange/test_counts.py, tests/accounts/test_resets.py; a run is no list.
COUNTED_ELSEWHERE = {
    "GET /api/accounts/",
    "GET /api/exchange/exports/",
    "GET /api/exchange/exports/{run_id}/",
    "GET /api/exchange/imports/",
    "GET /api/exchange/imports/{run_id}/",
    "GET /api/exchange/imports/{run_id}/marked.xlsx",
    "GET /api/exchange/imports/{run_id}/problems/",
    "GET /api/exchange/imports/{run_id}/sample/",
    "GET /api/exchange/presets/",
    "GET /api/exchange/templates/{kind}.xlsx",
    # Of whoever administers: tests/sync/test_vault.py.
    "GET /api/sync/phones/",
    # Of the station, with rows of its own: tests/handovers.
    "GET /api/sync/handovers/",
    # A whole grid: tests/sync/test_bodies.py.
    "GET /api/sync/snapshot/{scope}/{name}",
}
ASKED: dict[str, dict[str, Any]] = {
    "GET /api/grids/": {"division": 1},
    "GET /api/grids/at/": {"lon": 110.05, "lat": 30.05},
}
EVENT_LISTS = ("/api/events/", "/api/events/points/", "/api/events/counts/")


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def signed_in(world: World, name: str) -> APIClient:
    client = APIClient()
    client.force_login(world.people[name])
    return client


def reported(world: World, client: APIClient, *, matters: int, photos: int = 1) -> Event:
    """The last of so many matters with so many photos each, and as many words said about it."""
    for number in range(matters):
        sizes = [64 + 10 * number + each for each in range(photos)]
        added = [upload(client, pictures.jpeg(size, 48)).json()["id"] for size in sizes]
        event = world.report(photos=added)
    for _ in range(photos):
        world.did("worker", "comment", event, note="又看了一次")
    return event


def written(world: World) -> object:
    words = {"kind": "ARTICLE", "topic": "SAFETY", "title": "看燃气", "body": "先看软管", "division": world.city.pk}
    return perform("article.write", None, words, call=world.call("city_lead")).answer["id"]


def more_rows(world: World, client: APIClient, count: int) -> Event:
    for number in range(1, count):
        Unit.objects.create(name=f"单位{number}", kind=world.unit.kind, division=world.district)
        Division.objects.create(level="CITY", kind="市", name=f"市{number}", valid_from=FROM)
        Condition.objects.create(
            category=world.category, ordinal=1 + number, text="条件", severity="ORDINARY", limit_value=1,
            limit_unit="WORK_DAY", closing_text="办结", unit_kind=world.unit.kind,
        )  # fmt: skip
        device = Device(account=world.people["worker"], session_key=f"k{number}")
        device.since_at = device.last_seen_at = timezone.now()
        device.save()
        category = Category.objects.get(pk=world.category.pk)
        category.pk, category.code, category.name = None, f"11100{number + 1}", f"第{number}项"
        category.save()
    return reported(world, client, matters=count, photos=count)


def heard(event: Event) -> Voice:
    assert event.reported_by is not None
    name = storage.keep(recordings.webm(), at=timezone.now(), ending="webm")
    voice = Voice.objects.create(
        uploaded_by=event.reported_by, at=timezone.now(), sha256="", type="webm", seconds=3, file=name
    )
    EventVoice.objects.create(event=event, voice=voice, at=timezone.now())
    return voice


def test_every_door_that_reads_has_its_figure(world: World) -> None:
    assert {door.name for door in doors() if door.method == "get"} == set(COSTS) | COUNTED_ELSEWHERE


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", COSTS)
def test_a_door_costs_the_same_however_many_rows(world: World, name: str, rows: int) -> None:
    client = signed_in(world, "worker")
    event = more_rows(world, client, rows)
    ids = {
        "event_id": event.pk,
        "photo_id": event.cover_id,
        "voice_id": heard(event).pk,
        "size": "thumb",
        "grid_id": world.grid.pk,
        "category_id": world.category.pk,
        "device_id": event.pk,
        "article_id": written(world),
        "collection": "grids",
        "item": world.grid.pk,
        "z": 14,
        "x": 13200,
        "y": 6770,
    }

    with CaptureQueriesContext(connection) as said:
        response = client.get(name.removeprefix("GET ").format(**ids), ASKED.get(name))

    assert response.status_code == 200
    assert len(said) == COSTS[name], [told["sql"] for told in said]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("scope", ["mine", "reach", "reported"])
@pytest.mark.parametrize("name", ["worker", "community", "acceptor", "handler", "leader", "auditor", "stranger"])
def test_lists_of_matters_take_three_statements_for_everybody(
    world: World, django_assert_num_queries: DjangoAssertNumQueries, name: str, scope: str, rows: int
) -> None:
    reported(world, signed_in(world, "worker"), matters=rows)
    client = signed_in(world, name)

    for door in EVENT_LISTS:
        with django_assert_num_queries(2 if _asks_nothing(name, scope) else 3):
            assert client.get(door, {"scope": scope}).status_code == 200


def _asks_nothing(name: str, scope: str) -> bool:
    """Nothing can wait for one who only looks on."""
    return scope == "mine" and name == "auditor"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_unit_and_a_co_unit_list_theirs_in_three_statements(
    world: World, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _ in range(rows):
        event = world.report(name="acceptor", channel="HOTLINE")
        world.did("acceptor", "accept", event)
        world.did("lead", "file", event, condition=world.condition.pk)
        world.did("dispatcher", "dispatch", event, unit=world.unit.pk, co_units=[world.co_unit.pk])

    for name in ("handler", "co_handler"):
        client = signed_in(world, name)
        with django_assert_num_queries(3):
            assert len(client.get("/api/events/", {"scope": "mine"}).json()["rows"]) == rows


def test_a_report_with_a_photo_takes_fourteen_statements_in_one_transaction(world: World) -> None:
    client = signed_in(world, "worker")
    photo = upload(client, pictures.jpeg(64, 48)).json()["id"]
    form = world.report_form(photos=[photo], severity="ORDINARY")

    work, around = _said(lambda: client.post("/api/events/", form, format="json"), status=201)

    assert (work, around) == (14, 2)


def test_a_move_takes_seven_statements_and_five_to_read_it_again(world: World) -> None:
    client = signed_in(world, "worker")
    event = world.report()

    work, around = _said(
        lambda: client.post(f"/api/events/{event.pk}/escalate/", {"reason": "需要执法"}, format="json"), status=200
    )

    assert (work, around) == (7 + 5, 2)


def _said(do: Callable[[], Any], *, status: int) -> tuple[int, int]:
    """Statements, and those that only begin and end a transaction or savepoint. The calendar has been read before."""
    working_calendar(timezone.now())
    with CaptureQueriesContext(connection) as said:
        assert do().status_code == status
    around = [told for told in said if re.match(r"(RELEASE )?SAVEPOINT|BEGIN|COMMIT", told["sql"])]
    return len(said) - len(around), len(around)
