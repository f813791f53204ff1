"""Features: what is in them, where and when they are asked for, and by whom."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import orjson
import pytest
from rest_framework.test import APIClient

from apps.grids.enums import Role
from apps.grids.models import Division, Grid, Posting
from tests.features.things import ROOT, add_grids, add_part, add_service_place
from tests.world import FROM, World, square

CountQueries = Callable[[int], AbstractContextManager[object]]
EVERYTHING = [
    ("worker", ["甲社区第一网格"]),
    ("community", ["甲社区第一网格", "甲社区第二网格"]),
    ("city_lead", ["甲社区第一网格", "甲社区第二网格"]),
    ("handler", []),
    ("auditor", []),
    ("stranger", []),
]
# Separated by spaces, so the first of each is nothing at all.
BAD = {
    "bbox": " 1,2,3 a,b,c,d 1,2,3,4,5 1,9,2,8 nan,1,2,3 inf,1,2,3 1,2,3,95",
    "datetime": " .. x 2026-13-01 2026-01-02/2026-01-01 a/b/c 2026-01-01T00:00:00",
    "limit": " 0 -1 x 1.5",
    "cursor": f" x PHg Pi0x PjFcMA %%% Pjk5OTk5OTk5OTk5OTk5OTk5OTk5OQ {'a' * 201}",
    "f": " xml html",
    "bbox-crs": "x",
    "name": "x",
}


@pytest.fixture
def read(client: APIClient, world: World) -> Callable[..., Any]:
    def reads(who: str, collection: str, **asked: Any) -> Any:
        client.force_login(world.people[who])
        response = client.get(f"{ROOT}/collections/{collection}/items", asked)
        assert response.status_code == 200, response.content
        return orjson.loads(response.content)

    return reads


def names(page: dict[str, Any]) -> list[str]:
    return [feature["properties"]["name"] for feature in page["features"]]


def test_a_grid_is_a_feature_with_its_outline(read: Callable[..., Any], world: World) -> None:
    page = read("worker", "grids", limit=1)

    (feature,) = page["features"]
    assert (page["type"], page["numberReturned"], page["numberMatched"]) == ("FeatureCollection", 1, 2)
    assert (feature["type"], feature["id"]) == ("Feature", world.grid.pk)
    assert feature["properties"] == {
        "code": "420599001001001",
        "name": "甲社区第一网格",
        "kind": "URBAN",
        "community": "甲社区",
        "street": "一街道",
        "district": "东区",
        "valid_from": "2020-01-01",
    }
    ((ring,),) = feature["geometry"]["coordinates"]
    # Longitude first, and anticlockwise.
    assert sorted(map(tuple, ring[:-1])) == [(110.0, 30.0), (110.0, 30.1), (110.1, 30.0), (110.1, 30.1)]
    assert sum((a[0] - b[0]) * (a[1] + b[1]) for a, b in zip(ring[1:], ring[:-1], strict=True)) < 0


def test_a_part_and_a_service_place_are_points_without_a_phone(read: Callable[..., Any], world: World) -> None:
    part = add_part(world.grid, owner=world.unit)
    place = add_service_place(world.grid, hours="")

    (one,) = read("worker", "parts")["features"]
    (other,) = read("worker", "service-places")["features"]

    assert (one["id"], one["geometry"]) == (str(part.pk), {"type": "Point", "coordinates": [110.05, 30.05]})
    assert one["properties"]["owner"] == "东区城管局"
    assert one["properties"]["confirmed_at"].startswith("2026-03-09T")
    assert other["id"] == str(place.pk)
    assert {"phone", "hours", "maintainer"}.isdisjoint(other["properties"] | one["properties"])


@pytest.mark.parametrize("collection", ["parts", "service-places"])
@pytest.mark.parametrize(("who", "seen"), EVERYTHING)
def test_things_are_seen_within_the_reach(
    read: Callable[..., Any], world: World, collection: str, who: str, seen: list[str]
) -> None:
    for grid in (world.grid, world.other_grid):
        add_part(grid, name=grid.name)
        add_service_place(grid, name=grid.name)

    page = read(who, collection)

    assert sorted(names(page)) == seen
    assert (page["numberReturned"], page["numberMatched"]) == (len(seen), len(seen))


@pytest.mark.parametrize("collection", ["grids", "parts", "service-places"])
def test_to_a_stranger_what_exists_is_not_found(client: APIClient, world: World, collection: str) -> None:
    things: dict[str, Any] = {
        "grids": world.grid,
        "parts": add_part(world.grid),
        "service-places": add_service_place(world.grid),
    }
    address = f"{ROOT}/collections/{collection}/items/{things[collection].pk}"

    client.force_login(world.people["stranger"])
    assert client.get(address).status_code == 404
    client.force_login(world.people["worker"])
    assert client.get(address).status_code == 200


def test_a_worker_sees_the_street_and_a_stranger_only_their_own_division(
    read: Callable[..., Any], world: World
) -> None:
    assert names(read("worker", "grids")) == ["甲社区第一网格", "甲社区第二网格"]
    assert names(read("worker", "divisions")) == ["一街道", "甲社区"]
    assert names(read("city_lead", "divisions")) == ["试验市", "东区", "一街道", "甲社区", "西区"]
    assert names(read("stranger", "grids")) == []
    assert names(read("stranger", "divisions")) == ["西区"]


def test_two_postings_over_the_same_place_show_it_once(read: Callable[..., Any], world: World) -> None:
    Posting.objects.create(account=world.people["worker"], role=Role.SHIFT_LEAD, division=world.street, valid_from=FROM)
    add_part(world.grid)

    page = read("worker", "parts")

    assert (page["numberReturned"], page["numberMatched"]) == (1, 1)


def test_one_feature_leads_back_to_its_collection(client: APIClient, world: World) -> None:
    client.force_login(world.people["worker"])
    address = f"{ROOT}/collections/grids/items/{world.grid.pk}"

    told = client.get(address)
    plain = client.get(address, {"f": "json"})

    links = {link["rel"]: link["href"] for link in orjson.loads(told.content)["links"]}
    assert told["Content-Type"] == "application/geo+json"
    assert links["self"] == f"http://testserver{address}"
    assert links["collection"] == f"http://testserver{ROOT}/collections/grids"
    assert (plain["Content-Type"], plain.content) == ("application/json", told.content)


@pytest.mark.parametrize("key", ["0", "-1", "x", "99999999999999999999", "1.5", "0b0f5c1e-6f0f-4c7e-acf8-703ab63ee7a6"])
def test_no_such_feature_is_not_found(client: APIClient, world: World, key: str) -> None:
    client.force_login(world.people["worker"])

    assert client.get(f"{ROOT}/collections/grids/items/{key}").status_code == 404
    assert client.get(f"{ROOT}/collections/parts/items/{key}").status_code == 404


@pytest.mark.parametrize(
    ("bbox", "seen"),
    [
        ("110,30,110.05,30.05", ["甲社区第一网格"]),
        ("110.05,30,110.15,30.1", ["甲社区第一网格", "甲社区第二网格"]),
        ("110.05,30,0,110.15,30.1,5000", ["甲社区第一网格", "甲社区第二网格"]),
        ("179,30,110.05,30.1", ["甲社区第一网格"]),
        ("100,20,101,21", []),
    ],
)
def test_a_box_shows_what_it_touches(read: Callable[..., Any], world: World, bbox: str, seen: list[str]) -> None:
    add_part(world.grid, name="甲社区第一网格")
    add_part(world.other_grid, name="甲社区第二网格")

    assert names(read("lead", "grids", bbox=bbox)) == seen
    assert names(read("lead", "parts", bbox=bbox)) == seen


def test_a_box_may_not_widen_the_reach(read: Callable[..., Any], world: World) -> None:
    add_part(world.grid)

    assert names(read("stranger", "parts", bbox="-180,-90,180,90")) == []
    assert names(read("other_worker", "parts", bbox="110,30,110.1,30.1")) == []


@pytest.mark.parametrize(
    ("when", "seen"),
    [
        (None, ["甲社区第二网格", "新网格"]),
        ("2019-12-31", []),
        ("2026-01-31", ["甲社区第一网格", "甲社区第二网格"]),
        ("2026-02-01T00:00:00+08:00", ["甲社区第二网格", "新网格"]),
        ("2026-01-31T15:59:59Z", ["甲社区第一网格", "甲社区第二网格"]),
        ("../2026-01-31", ["甲社区第一网格", "甲社区第二网格"]),
        ("2026-02-01/..", ["甲社区第二网格", "新网格"]),
        ("2026-02-01/", ["甲社区第二网格", "新网格"]),
        ("../..", ["甲社区第一网格", "甲社区第二网格", "新网格"]),
    ],
)
def test_outlines_are_those_of_the_time_asked_for(
    read: Callable[..., Any], world: World, when: str | None, seen: list[str]
) -> None:
    changed = date(2026, 2, 1)
    Grid.objects.filter(pk=world.grid.pk).update(valid_to=changed)
    (new,) = add_grids(world.grid, 1)
    Grid.objects.filter(pk=new.pk).update(name="新网格", valid_from=changed)

    assert names(read("lead", "grids", **({"datetime": when} if when else {}))) == seen


def test_a_time_leaves_things_without_one_alone(read: Callable[..., Any], world: World) -> None:
    add_part(world.grid)

    assert len(read("worker", "parts", datetime="1999-01-01")["features"]) == 1


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field, values in BAD.items() for value in values.split(" ")]
)
def test_a_bad_question_is_refused_by_name(client: APIClient, world: World, field: str, value: str) -> None:
    client.force_login(world.people["worker"])

    response = client.get(f"{ROOT}/collections/grids/items", {field: value})

    assert response.status_code == 400
    assert response.json()["field"] == field
    assert field in response.json()["errors"]


def test_more_than_the_most_is_the_most(read: Callable[..., Any], world: World) -> None:
    assert read("worker", "grids", limit=10_001)["numberReturned"] == 2


def test_a_page_is_known_again(client: APIClient, world: World) -> None:
    client.force_login(world.people["worker"])
    address = f"{ROOT}/collections/grids/items"
    first = client.get(address)

    again = client.get(address, headers={"if-none-match": first["ETag"]})
    Grid.objects.filter(pk=world.grid.pk).update(name="改名")
    changed = client.get(address, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
    assert changed.status_code == 200


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("collection", "statements"), [("grids", 5), ("divisions", 5), ("parts", 5), ("service-places", 5)]
)
def test_a_page_costs_the_same_for_one_row_and_for_three(
    client: APIClient,
    world: World,
    django_assert_num_queries: CountQueries,
    collection: str,
    statements: int,
    number: int,
) -> None:
    Grid.objects.filter(pk=world.other_grid.pk).update(valid_to=date(2021, 1, 1))
    add_grids(world.grid, number - 1)
    for place in range(number - 1):
        Division.objects.create(
            level="STREET", kind="TOWN", name=f"{place}镇", parent=world.city, outline=square(0, 0, 1), valid_from=FROM
        )
    for _ in range(number):
        add_part(world.grid)
        add_service_place(world.grid)
    client.force_login(world.people["city_lead"])

    with django_assert_num_queries(statements):
        page = orjson.loads(client.get(f"{ROOT}/collections/{collection}/items").content)

    assert len(page["features"]) == number + (4 if collection == "divisions" else 0)


def test_who_reads_too_fast_is_told_to_wait(client: APIClient, world: World, settings: Any) -> None:
    settings.FEATURES_PER_MINUTE = 2
    client.force_login(world.people["worker"])

    answers = [client.get(f"{ROOT}/") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 61
