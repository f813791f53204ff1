"""Printed plates, read back from the printed page as a phone's camera would."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from rest_framework.test import APIClient

from apps.plates import views
from apps.plates.sheet import PAGE, address_of
from apps.registry.models import Building, BuildingUnit
from apps.registry.sight import sight_of_everything
from tests.registry.homes import add_building, add_room
from tests.world import World

CountQueries = Callable[[int], AbstractContextManager[object]]
ORIGIN = "http://testserver"


def house(world: World, doors: int, **more: Any) -> Building:
    building = add_building(world.grid, name="3号楼", address="西陵区一马路3号", **more)
    for number in range(doors):
        address = f"西陵区一马路3号{101 + number}室"
        add_room(world.grid, building, number=f"{101 + number}", address=address, plate_code=f"P-{number:04}")
    return building


def printed(client: APIClient, building: Building, who: str, world: World) -> pypdfium2.PdfDocument:
    client.force_login(world.people[who])
    response = client.get(f"/api/registry/buildings/{building.pk}/plates.pdf", headers={"accept": "application/pdf"})
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return pypdfium2.PdfDocument(response.content)


def read(page: pypdfium2.PdfPage) -> list[str]:
    """From 150 dots an inch, which every office printer has."""
    codes = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())
    return [code.text for code in codes]


def text_of(page: pypdfium2.PdfPage) -> str:
    return str(page.get_textpage().get_text_range())


@pytest.mark.parametrize(("doors", "pages"), [(1, 1), (12, 1), (13, 2), (30, 3)])
def test_every_plate_is_read_back_from_its_page(client: APIClient, world: World, doors: int, pages: int) -> None:
    document = printed(client, house(world, doors), "worker", world)

    codes = [code for page in document for code in read(page)]

    assert len(document) == pages
    assert sorted(codes) == [f"{ORIGIN}/w/plate/P-{number:04}" for number in range(doors)]


def test_number_and_address_stand_under_the_code_they_belong_to(client: APIClient, world: World) -> None:
    (page,) = printed(client, house(world, 5), "worker", world)
    width, height = page.get_size()
    image = page.render(scale=150 / 72).to_pil()

    for code in zxingcpp.read_barcodes(image):
        corner = code.position.bottom_left
        left, below = corner.x / image.width * width, height - corner.y / image.height * height
        under = page.get_textpage().get_text_bounded(left - 40, below - 80, left + 140, below)
        number = 101 + int(code.text[-4:])
        assert f"{number}" in under.splitlines()[0]
        assert f"西陵区一马路3号{number}室" in under


def test_the_page_is_a4_with_chinese_embedded_whatever_fonts_a_printer_has(client: APIClient, world: World) -> None:
    client.force_login(world.people["worker"])
    building = house(world, 12)

    drawn = client.get(f"/api/registry/buildings/{building.pk}/plates.pdf").content

    (page,) = pypdfium2.PdfDocument(drawn)
    assert page.get_size() == pytest.approx((595.28, 841.89), abs=0.1)
    assert "3号楼" in text_of(page)
    assert b"/FontFile" in drawn
    assert len(drawn) < 100_000


def test_doors_come_by_unit_floor_and_number(client: APIClient, world: World) -> None:
    building = add_building(world.grid)
    with sight_of_everything():
        units = [BuildingUnit.objects.create(building=building, name=f"{name}单元") for name in (2, 1)]
    for unit in units:
        for floor, number in ((2, "201"), (1, "102"), (1, "101")):
            add_room(world.grid, building, unit=unit, floor=floor, number=number, plate_code=f"{unit.name}{number}")

    (page,) = printed(client, building, "worker", world)

    told = text_of(page)
    numbers = [f"{unit}单元 {number}" for unit in (1, 2) for number in ("101", "102", "201")]
    assert sorted(numbers, key=told.index) == numbers
    assert f"{ORIGIN}/w/plate/1%E5%8D%95%E5%85%83101" in read(page)


def test_a_very_long_address_stays_on_its_plate(client: APIClient, world: World) -> None:
    building = add_building(world.grid)
    for number in range(4):
        add_room(
            world.grid,
            building,
            number=f"一二三四五六七八九{number}" * 2,
            address="长" * 150,
            plate_code="长" * (37 + number),
        )

    (page,) = printed(client, building, "worker", world)

    assert len(read(page)) == 4


def test_a_tower_is_printed_in_batches(client: APIClient, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SHEETS", 1)
    monkeypatch.setattr(views, "BATCH", PAGE)
    building = house(world, 14)
    client.force_login(world.people["worker"])

    first = client.get(f"/api/registry/buildings/{building.pk}/plates.pdf")
    second = client.get(first["Link"].removeprefix("<").partition(">")[0])
    third = client.get(f"/api/registry/buildings/{building.pk}/plates.pdf?batch=3")

    (one,), (two,) = (pypdfium2.PdfDocument(answer.content) for answer in (first, second))
    assert (len(read(one)), len(read(two)), third.status_code) == (12, 2, 404)
    assert "第 2 / 2 页" in text_of(two)
    assert "Link" not in second


@pytest.mark.parametrize("batch", ["0", "x", "1001", ""])
def test_a_batch_that_cannot_be_is_refused(client: APIClient, world: World, batch: str) -> None:
    building = house(world, 1)
    client.force_login(world.people["worker"])

    assert client.get(f"/api/registry/buildings/{building.pk}/plates.pdf?batch={batch}").status_code == 400


def test_a_room_without_a_plate_is_left_out(client: APIClient, world: World) -> None:
    building = house(world, 2)
    add_room(world.grid, building)

    (page,) = printed(client, building, "worker", world)

    assert len(read(page)) == 2


def test_the_address_on_doors_may_be_set(client: APIClient, world: World, settings: Any) -> None:
    settings.PUBLIC_ORIGIN = "https://grid.example"

    (page,) = printed(client, house(world, 1), "worker", world)

    assert read(page) == ["https://grid.example/w/plate/P-0000"]
    assert address_of("a/b #1", origin="") == "/w/plate/a%2Fb%20%231"


@pytest.mark.parametrize("who", ["stranger", "other_worker", "handler", "auditor"])
def test_who_does_not_see_the_building_gets_no_plates(client: APIClient, world: World, who: str) -> None:
    building = house(world, 1)
    client.force_login(world.people[who])

    assert client.get(f"/api/registry/buildings/{building.pk}/plates.pdf").status_code == 404


@pytest.mark.parametrize("asked", ["?format=pdf", "?format=html", ""])
def test_a_refusal_is_readable_whatever_was_asked_for(client: APIClient, world: World, asked: str) -> None:
    client.force_login(world.people["worker"])

    refused = client.get(
        f"/api/registry/buildings/{uuid.uuid4()}/plates.pdf{asked}", headers={"accept": "application/pdf"}
    )

    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


def test_without_signing_in_there_is_nothing(client: APIClient, db: None) -> None:
    assert client.get(f"/api/registry/buildings/{uuid.uuid4()}/plates.pdf").status_code == 401


def test_a_building_without_plates_says_what_to_do(client: APIClient, world: World) -> None:
    building = add_building(world.grid)
    client.force_login(world.people["worker"])

    response = client.get(f"/api/registry/buildings/{building.pk}/plates.pdf")

    assert response.status_code == 404
    assert "门牌码" in response.json()["message"]


@pytest.mark.parametrize("doors", [1, 3])
def test_printing_costs_the_same_for_one_door_and_for_three(
    client: APIClient, world: World, django_assert_num_queries: CountQueries, doors: int
) -> None:
    building = house(world, doors)
    client.force_login(world.people["worker"])

    with django_assert_num_queries(7):
        assert client.get(f"/api/registry/buildings/{building.pk}/plates.pdf").status_code == 200
