"""Lists page by page, and filters that make no sense."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.events.models import Event
from tests.world import MORNING, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(world: World) -> APIClient:
    client = APIClient()
    client.force_login(world.people["worker"])
    return client


def pages(client: APIClient, world: World, *, limit: int, each: Any = None, **asked: Any) -> list[str]:
    told: list[str] = []
    cursor = ""
    for _ in range(50):
        where = {"cursor": cursor} if cursor else {}
        page = client.get("/api/events/", {"limit": limit, **where, **asked}).json()
        told += [row["id"] for row in page["rows"]]
        if page["next"] is None:
            return told
        cursor = page["next"]
        if each:
            each()
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_every_matter_is_on_exactly_one_page_newest_first(world: World, worker: APIClient, limit: int) -> None:
    # Some in the same moment: the id decides.
    events = [world.report(at=MORNING + timedelta(minutes=number // 3)) for number in range(7)]
    newest = sorted(events, key=lambda event: (event.reported_at, event.pk), reverse=True)

    assert pages(worker, world, limit=limit) == [str(event.pk) for event in newest]


def test_what_is_reported_meanwhile_neither_repeats_nor_hides_another(world: World, worker: APIClient) -> None:
    before = {str(world.report(at=MORNING).pk) for _ in range(6)}

    told = pages(worker, world, limit=2, each=lambda: world.report(at=MORNING + timedelta(hours=1)))

    assert len(told) == len(set(told))
    assert set(told) == before
    assert Event.objects.count() > len(before)


def test_a_matter_one_sees_in_several_ways_is_listed_once(world: World, worker: APIClient) -> None:
    """As its reporter and as the worker of its grid."""
    event = world.report()

    assert pages(worker, world, limit=1) == [str(event.pk)]


RUBBISH = [
    ("cursor", "x", "翻页位置不正确"),
    ("cursor", "2026-03-09T09:00:00+08:00|x", "翻页位置不正确"),
    ("cursor", "|", "翻页位置不正确"),
    ("cursor", "2026-03-09T09:00:00|00000000-0000-0000-0000-000000000000", "翻页位置不正确"),
    ("limit", "0", ""),
    ("limit", "101", ""),
    ("limit", "x", ""),
    ("limit", "9" * 5000, ""),
    ("state", "NONSENSE", "没有“NONSENSE”这个选项"),
    ("state", "REPORTED,NONSENSE", "没有“NONSENSE”这个选项"),
    ("light", "BLUE", "没有“BLUE”这个选项"),
    ("level", "MOON", "不是合法选项"),
    ("channel", "PIGEON", "不是合法选项"),
    ("scope", "everything", "不是合法选项"),
    ("open", "perhaps", ""),
    ("category", "x", ""),
    ("category", str(2**63), ""),
    ("grid", "-1", ""),
    ("grid", "1" * 400, ""),
    ("division", "0", ""),
    ("unit", "1.5", ""),
    ("q", "字" * 61, ""),
    ("q", "a\x00b", ""),
    ("bbox", "x", "地图范围应为"),
    ("bbox", "1,2,3", "地图范围应为"),
    ("bbox", "1,2,3,4,5", "地图范围应为"),
    ("bbox", "3,2,1,4", "地图范围不正确"),
    ("bbox", "nan,nan,nan,nan", "地图范围不正确"),
    ("bbox", "-inf,0,inf,1", "地图范围不正确"),
    ("bbox", "0,-91,1,1", "地图范围不正确"),
]


@pytest.mark.parametrize(("field", "told", "sentence"), RUBBISH)
def test_a_filter_that_makes_no_sense_is_named(
    world: World, worker: APIClient, field: str, told: str, sentence: str
) -> None:
    response = worker.get("/api/events/", {field: told})

    answer = response.json()
    assert response.status_code == 400
    assert answer["code"] == "invalid"
    assert list(answer["errors"]) == [field]
    assert sentence in answer["errors"][field][0]
    assert any("一" <= letter <= "鿿" for letter in answer["errors"][field][0])


@pytest.mark.parametrize("door", ["points", "counts"])
def test_map_and_counts_refuse_the_same(world: World, worker: APIClient, door: str) -> None:
    for field, told, _ in RUBBISH:
        if field not in ("cursor", "limit"):
            response = worker.get(f"/api/events/{door}/", {field: told})
            assert (response.status_code, list(response.json()["errors"])) == (400, [field])
