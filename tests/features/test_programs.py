"""The real ogrinfo and ogr2ogr against a real daphne: what QGIS does through the same library."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.accounts.actions import add_key
from apps.accounts.keys import new_key
from apps.grids.models import Grid
from tests.features.things import add_grids, add_part, add_service_place
from tests.serving import Server, daphne
from tests.world import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)


class Program:
    def __init__(self, server: Server, key: str) -> None:
        self.source = f"OAPIF:{server.origin}/api/features"
        self._told = os.environ | {"GDAL_HTTP_USERPWD": key, "GDAL_HTTP_TIMEOUT": "20", "LC_ALL": "C.UTF-8"}

    def run(self, *order: str) -> str:
        done = subprocess.run(order, env=self._told, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 -- ours
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return done.stdout


@pytest.fixture
def city(transactional_db: None) -> World:
    world = build_world()
    add_grids(world.grid, 23)
    for grid in (world.grid, world.other_grid):
        add_part(grid)
        add_service_place(grid)
    return world


@pytest.fixture
def gdal(city: World) -> Iterator[Program]:
    key = new_key()
    add_key(None, call=city.call("city_lead"), name="ogr", days=366, user=key.user, digest=key.digest)
    with daphne() as server:
        yield Program(server, f"{key.user}:{key.secret}")


def count(told: str) -> int:
    return int(next(line for line in told.splitlines() if line.startswith("Feature Count:")).split()[-1])


def test_the_collections_are_layers(gdal: Program) -> None:
    told = gdal.run("ogrinfo", "-ro", gdal.source)

    for layer in ("grids (title: 网格)", "divisions", "parts", "service-places"):
        assert layer in told


def test_all_grids_are_read_page_by_page_with_their_fields(gdal: Program) -> None:
    told = gdal.run("ogrinfo", "-ro", "-al", gdal.source, "grids")

    assert count(told) == 25
    assert told.count("OGRFeature(grids)") == 25
    assert "Geometry: Multi Polygon" in told
    assert "valid_from: Date" in told
    assert "name (String) = 小网格22" in told
    assert 'ID["OGC","CRS84"]' in told or 'GEOGCRS["WGS 84"' in told


def test_a_box_is_asked_of_the_server(gdal: Program) -> None:
    told = gdal.run("ogrinfo", "-ro", "-al", "-spat", "110.01", "30.01", "110.02", "30.02", gdal.source, "grids")

    assert count(told) == 1
    assert "name (String) = 甲社区第一网格" in told


def test_a_geopackage_holds_as_many_as_the_map(gdal: Program, tmp_path: Path) -> None:
    file = tmp_path / "map.gpkg"

    gdal.run("ogr2ogr", "-f", "GPKG", str(file), gdal.source)

    with sqlite3.connect(file) as package:
        counts = {
            layer: package.execute(f'SELECT count(*) FROM "{layer}"').fetchone()[0]  # noqa: S608 -- our own names
            for layer in ("grids", "divisions", "parts", "service-places")
        }
    assert counts == {"grids": Grid.objects.count(), "divisions": 5, "parts": 2, "service-places": 2}


def test_a_wrong_key_is_refused(gdal: Program) -> None:
    gdal._told["GDAL_HTTP_USERPWD"] = "key-x:y"

    with pytest.raises(AssertionError, match=r"请先登录|HTTP error code : 401"):
        gdal.run("ogrinfo", "-ro", gdal.source)
