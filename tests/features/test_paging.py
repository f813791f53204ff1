"""Following `next` from the first page shows every feature exactly once, and `prev` the way back."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from apps.grids.models import Grid
from tests.features.things import ROOT, add_grids, add_part, add_service_place
from tests.world import World

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
COLLECTIONS = st.sampled_from(["grids", "divisions", "parts", "service-places"])
Follow = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def follow(client: APIClient, world: World) -> Follow:
    add_grids(world.grid, 12)
    for grid in (world.grid, world.other_grid) * 7:
        add_part(grid)
        add_service_place(grid)
    client.force_login(world.people["city_lead"])

    def pages(address: str, rel: str) -> Iterator[dict[str, Any]]:
        while address:
            page = orjson.loads(client.get(address).content)
            yield page
            address = next((link["href"] for link in page["links"] if link["rel"] == rel), "")

    return lambda address, rel="next": list(pages(address, rel))


def ids(pages: list[dict[str, Any]]) -> list[Any]:
    return [feature["id"] for page in pages for feature in page["features"]]


@FEW
@given(collection=COLLECTIONS, limit=st.integers(1, 20))
def test_every_feature_comes_exactly_once_and_the_way_back_is_the_same(
    follow: Follow, collection: str, limit: int
) -> None:
    address = f"{ROOT}/collections/{collection}/items"
    (whole,) = follow(f"{address}?limit=10000")

    pages = follow(f"{address}?limit={limit}")

    assert ids(pages) == ids([whole])
    assert len(set(ids(pages))) == whole["numberMatched"] == pages[0]["numberMatched"]
    assert all(len(page["features"]) == page["numberReturned"] <= limit for page in pages)
    back = follow(next(link["href"] for link in pages[-1]["links"] if link["rel"] == "self"), "prev")
    assert ids(back[::-1]) == ids(pages)


@FEW
@given(west=st.floats(110, 110.2), width=st.floats(0, 0.2), limit=st.integers(1, 5))
def test_a_box_is_kept_from_page_to_page(follow: Follow, west: float, width: float, limit: int) -> None:
    asked = f"bbox={west!r},30,{west + width!r},30.2&datetime=2026-03-09"
    address = f"{ROOT}/collections/parts/items?{asked}"

    assert ids(follow(f"{address}&limit={limit}")) == ids(follow(f"{address}&limit=1000"))


def test_a_feature_that_goes_or_comes_between_two_pages_takes_no_other_along(
    client: APIClient, follow: Follow, world: World
) -> None:
    address = f"{ROOT}/collections/grids/items?limit=5"
    before = ids(follow(address))
    first = orjson.loads(client.get(address).content)
    Grid.objects.filter(pk=before[2]).update(valid_to=date(2026, 1, 1))
    (new,) = Grid.objects.filter(pk__in=before[:1])
    new.pk, new.code = None, "420599001009999"
    new.save(force_insert=True)

    rest = follow(next(link["href"] for link in first["links"] if link["rel"] == "next"))

    assert ids([first, *rest]) == [*before, new.pk]
