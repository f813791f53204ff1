"""What the screens are told about places, and what they are not."""

import math
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from rest_framework.test import APIClient

from apps.grids.coords import gcj02
from apps.grids.models import CodeSystem, Division, DivisionCode, Grid, Posting, Unit
from tests.world import FROM, World

CountQueries = Callable[[int], AbstractContextManager[object]]


def tile_at(z: int, lon: float = 110.05, lat: float = 30.05) -> str:
    """The tile around a place; by default one in the small city's first grid."""
    x = (lon + 180) / 360 * 2**z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**z
    return f"/api/tiles/grids/{z}/{int(x)}/{int(y)}.mvt"


TILE = tile_at(12)
ADDRESSES = ["/api/divisions/", "/api/grids/1/", "/api/grids/at/?lon=110.05&lat=30.05", "/api/units/", TILE]


def signed_in(client: APIClient, world: World, who: str = "worker") -> APIClient:
    client.force_login(world.people[who])
    return client


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_a_session_nothing_is_told(client: APIClient, db: None, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 401
    assert response.json()["message"] == "请先登录"


@pytest.mark.parametrize("more", [0, 2])
def test_divisions_cost_the_same_for_one_row_and_for_three(
    client: APIClient, world: World, django_assert_num_queries: CountQueries, more: int
) -> None:
    for number in range(more):
        Division.objects.create(level="STREET", kind="TOWN", name=f"{number}镇", parent=world.district, valid_from=FROM)
    signed_in(client, world)

    with django_assert_num_queries(2):
        rows = client.get("/api/divisions/", {"parent": world.district.pk}).json()["rows"]

    assert len(rows) == 1 + more
    assert {row["children"] for row in rows} == ({True} if not more else {True, False})


def test_the_first_question_about_divisions_is_answered_with_the_city(client: APIClient, world: World) -> None:
    system = CodeSystem.objects.create(code="NBS-2023", name="统计用区划代码", source="试验", version="1")
    DivisionCode.objects.create(division=world.city, system=system, code="420599000000", valid_from=FROM)

    rows = signed_in(client, world).get("/api/divisions/").json()["rows"]

    assert rows == [{"id": world.city.pk, "code": "420599000000", "name": "试验市", "level": "CITY", "children": True}]


@pytest.mark.parametrize("more", [0, 2])
def test_units_cost_the_same_for_one_row_and_for_three(
    client: APIClient, world: World, django_assert_num_queries: CountQueries, more: int
) -> None:
    for number in range(more):
        Unit.objects.create(name=f"{number}城管中队", kind=world.unit.kind, division=world.street)
    signed_in(client, world)

    with django_assert_num_queries(2):
        page = client.get("/api/units/", {"kind": "URBAN_MANAGEMENT"}).json()

    assert len(page["rows"]) == 1 + more
    assert page["rows"][0] == {
        "id": world.unit.pk,
        "name": "东区城管局",
        "kind": "URBAN_MANAGEMENT",
        "kind_label": "城市管理",
    }


def test_units_come_in_pages(client: APIClient, world: World) -> None:
    signed_in(client, world)

    first = client.get("/api/units/", {"limit": 1}).json()
    second = client.get("/api/units/", {"limit": 1, "cursor": first["next"]}).json()

    assert [row["id"] for row in first["rows"] + second["rows"]] == [world.unit.pk, world.co_unit.pk]
    assert second["next"] is None


def test_units_are_found_in_a_division_and_by_part_of_their_name(client: APIClient, world: World) -> None:
    signed_in(client, world)

    def names(**asked: str | float) -> list[str]:
        return [row["name"] for row in client.get("/api/units/", asked).json()["rows"]]

    assert names(q="市监") == ["东区市监局"]
    assert names(division=world.city.pk, q="局") == ["东区城管局", "东区市监局"]
    assert names(division=world.street.pk) == []


@pytest.mark.parametrize("asked", [{"limit": 101}, {"cursor": "x"}, {"division": 2**70}, {"q": "x" * 51}])
def test_a_bad_question_about_units_is_refused(client: APIClient, world: World, asked: dict[str, str | float]) -> None:
    assert signed_in(client, world).get("/api/units/", asked).status_code == 400


def test_a_grid_is_told_with_its_outline_and_its_divisions(
    client: APIClient, world: World, django_assert_num_queries: CountQueries
) -> None:
    signed_in(client, world)

    with django_assert_num_queries(2):
        told = client.get(f"/api/grids/{world.grid.pk}/").json()

    assert told["community"] == {"id": world.community.pk, "name": "甲社区"}
    assert told["outline"]["type"] == "MultiPolygon"
    assert told["outline"]["coordinates"][0][0][0] == [110.0, 30.0]
    assert told["centre"] == {"type": "Point", "coordinates": [110.05, 30.05]}
    assert (told["code"], told["kind"]) == ("420599001001001", "URBAN")


@pytest.mark.parametrize("grid", ["999999999", "0", "99999999999999999999999"])
def test_an_unknown_grid_is_not_found(client: APIClient, world: World, grid: str) -> None:
    response = signed_in(client, world).get(f"/api/grids/{grid}/")

    assert response.status_code == 404
    assert response.json()["message"] == "没有找到"


def test_a_place_told_by_a_chinese_map_finds_its_grid(
    client: APIClient, world: World, django_assert_num_queries: CountQueries
) -> None:
    lon, lat = gcj02((110.09999, 30.05))
    signed_in(client, world)

    with django_assert_num_queries(3):
        told = client.get(f"/api/grids/at/?lon={lon}&lat={lat}&crs=GCJ02").json()

    assert told["grid"] == {"id": world.grid.pk, "code": world.grid.code, "name": world.grid.name}
    assert [told[level]["name"] for level in ("community", "street", "district")] == ["甲社区", "一街道", "东区"]
    assert (told["lon"], told["lat"]) == pytest.approx((110.09999, 30.05), abs=1e-8)


def test_a_place_outside_the_city_has_no_grid(client: APIClient, world: World) -> None:
    told = signed_in(client, world).get("/api/grids/at/", {"lon": 116.4, "lat": 39.9}).json()

    assert told == {"grid": None, "community": None, "street": None, "district": None, "lon": 116.4, "lat": 39.9}


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"lon": "x", "lat": 30},
        {"lon": 30, "lat": 110},
        {"lon": "nan", "lat": "nan"},
        {"lon": 110, "lat": 30, "crs": "?"},
    ],
)
def test_a_bad_place_is_refused(client: APIClient, world: World, asked: dict[str, str | float]) -> None:
    assert signed_in(client, world).get("/api/grids/at/", asked).status_code == 400


def test_a_tile_shows_grids_with_their_names(
    client: APIClient, world: World, django_assert_num_queries: CountQueries
) -> None:
    signed_in(client, world)

    with django_assert_num_queries(9):
        response = client.get(TILE, headers={"accept": "application/vnd.mapbox-vector-tile"})

    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    for told in ("grids", "communities", world.grid.code, world.grid.name, "URBAN"):
        assert told.encode() in response.content


def test_a_tile_is_kept_and_known_again(
    client: APIClient, world: World, django_assert_num_queries: CountQueries
) -> None:
    first = signed_in(client, world).get(TILE)

    with django_assert_num_queries(4):
        again = client.get(TILE, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, max-age=600"


def test_a_new_grid_is_on_the_tile_at_once(client: APIClient, world: World) -> None:
    first = signed_in(client, world).get(TILE)
    Grid.objects.filter(pk=world.grid.pk).update(valid_to=date(2026, 1, 1))
    world.grid.pk, world.grid.valid_from, world.grid.name = None, date(2026, 1, 1), "新的网格"
    world.grid.save(force_insert=True)

    assert "新的网格".encode() in client.get(TILE).content
    assert "新的网格".encode() not in first.content


def test_each_sees_the_outlines_of_their_own_divisions(client: APIClient, world: World) -> None:
    grids = {
        who: b"grids" in signed_in(client, world, who).get(TILE).content for who in ("worker", "stranger", "handler")
    }

    assert grids == {"worker": True, "stranger": False, "handler": True}


def test_who_holds_no_posting_any_more_sees_only_districts(client: APIClient, world: World) -> None:
    Posting.objects.filter(account=world.people["worker"]).update(valid_to=date(2021, 1, 1))

    drawn = signed_in(client, world).get(TILE).content

    assert b"districts" in drawn
    assert b"streets" not in drawn


@pytest.mark.parametrize(("z", "layers"), [(6, 1), (7, 1), (8, 2), (9, 2), (10, 3), (11, 4), (16, 4)])
def test_smaller_divisions_appear_as_the_map_comes_nearer(client: APIClient, world: World, z: int, layers: int) -> None:
    drawn = signed_in(client, world, "city_lead").get(tile_at(z)).content

    assert sum(name in drawn for name in (b"districts", b"streets", b"communities", b"grids")) == layers


@pytest.mark.parametrize(
    "tile",
    ["5/1/1", "17/1/1", "12/4096/1", "12/1/4096", "x/1/1", "12/-1/1", "12/1.5/1", "12/1/99999999999999999", "12/١/1"],
)
def test_a_tile_that_does_not_exist_is_refused_in_words(client: APIClient, world: World, tile: str) -> None:
    response = signed_in(client, world).get(f"/api/tiles/grids/{tile}.mvt")

    assert response.status_code == 400
    assert response.json()["code"] == "invalid"
    assert any(word in response.json()["message"] for word in ("瓦片编号", "缩放级别"))
