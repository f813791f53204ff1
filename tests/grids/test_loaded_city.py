"""The whole city in the database: loaded once for this file, in a transaction that is undone at the end."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from apps.commands.perform import Outcome, perform
from apps.core.call import SYSTEM, Call, Door
from apps.grids.models import Division, DivisionCode, Grid, Lineage, Unit
from apps.grids.queries import division_children, grid_at, units_found
from apps.grids.tiles import Tile, outlines
from apps.journal.models import Entry

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
LOADS = ("grids.load_divisions", "grids.load_grids", "grids.load_units")


def shell(verb: str, target: str | None = None, **said: object) -> Outcome:
    return perform(verb, target, said, call=Call(SYSTEM, NOW, Door.SHELL, uuid.uuid4()))


@pytest.fixture(scope="module")
def loading(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Outcome]]:
    with django_db_blocker.unblock(), transaction.atomic():
        outcomes = {name: shell(name) for name in LOADS}
        yield outcomes
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _undone(loading: dict[str, Outcome]) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_everything_was_loaded_and_told_to_the_journal(loading: dict[str, Outcome]) -> None:
    assert [outcome.answer["created"] for outcome in loading.values()] == [1776, 11000, 3793]
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == list(LOADS)


def test_loading_again_changes_nothing() -> None:
    again = [shell(name).answer for name in LOADS]

    assert [answer["created"] for answer in again] == [0, 0, 0]
    assert (Division.objects.count(), Grid.objects.count(), Unit.objects.count()) == (1776, 11000, 3793)
    assert Entry.objects.count() == len(LOADS)


def test_every_level_has_its_divisions() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT level, count(*), count(outline) FROM grids_division GROUP BY level ORDER BY level")
        counted = cursor.fetchall()

    # 三峡坝区 has no community of its own and so no outline.
    assert counted == [("CITY", 1, 1), ("COMMUNITY", 1649, 1649), ("DISTRICT", 13, 13), ("STREET", 113, 112)]


def test_names_are_short_and_the_official_ones_are_kept() -> None:
    village = DivisionCode.objects.select_related("division").get(code="420503003010").division

    assert (village.name, village.full_name) == ("岳家冲社区", "宜昌市伍家岗区岳家冲社区居民委员会")


def test_each_grid_lies_in_its_divisions_and_each_centre_in_its_grid() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM grids_grid grid JOIN grids_division community ON community.id = grid.community_id"
            " WHERE NOT ST_Covers(grid.outline, grid.centre) OR NOT ST_Covers(community.outline, grid.centre)"
        )
        assert cursor.fetchone() == (0,)


def test_the_areas_of_the_districts_add_up_to_the_city() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT level, sum(ST_Area(outline)) FROM grids_division GROUP BY level")
        areas = dict(cursor.fetchall())

    assert [areas[level] for level in ("DISTRICT", "STREET", "COMMUNITY")] == pytest.approx(
        [areas["CITY"]] * 3, rel=1e-9
    )


def test_a_place_finds_its_grid_in_one_statement(django_assert_num_queries: object) -> None:
    grid = Grid.objects.get(code="420502001001001")

    with django_assert_num_queries(1):  # type: ignore[operator]
        found = grid_at(grid.centre, on=TODAY)

    assert found is not None
    assert (found.id, found.code, found.kind, found.city_id) == (grid.pk, grid.code, "URBAN", grid.city_id)
    assert grid_at(grid.centre, on=date(2020, 1, 1)) is None
    assert grid_at(Point(116.4, 39.9, srid=4490), on=TODAY) is None


def test_a_place_on_a_border_has_exactly_one_grid() -> None:
    x, y = Grid.objects.get(code="420502001001001").outline[0][0][0]

    assert grid_at(Point(x, y, srid=4490), on=TODAY) is not None


def test_children_come_in_the_order_of_their_codes() -> None:
    (city,) = division_children(None, on=TODAY)

    districts = list(division_children(city.pk, on=TODAY))

    assert [district.name for district in districts[:3]] == ["西陵区", "伍家岗区", "点军区"]
    assert len(districts) == 13


def test_units_are_found_by_name_kind_and_division() -> None:
    street = DivisionCode.objects.get(code="420502001000").division_id

    assert [unit.name for unit in units_found(q="西陵派出所")] == ["西陵派出所"]
    assert units_found(kind="LAW_ENFORCEMENT").count() == 113
    below = units_found(division=street, kind="NEIGHBOURHOOD")
    assert below.count() == Division.objects.filter(parent=street).count()


@pytest.mark.parametrize("z", range(6, 17))
def test_no_tile_is_heavy(z: int) -> None:
    city = Division.objects.get(level="CITY").pk
    west, east = 110.25, 112.09
    x = int(((west + east) / 2 + 180) / 360 * 2**z)
    heaviest = max(
        len(outlines(Tile(z, x, y), [city], on=TODAY)) for y in range(int(2**z * 0.4095), int(2**z * 0.4095) + 4)
    )

    assert heaviest < 200_000


def test_a_split_leaves_no_gap_and_no_neighbour_changes() -> None:
    old = Grid.objects.get(code="420506107201001")
    west, south, east, north = old.outline.extent
    middle = (south + north) / 2
    neighbours = dict(Grid.objects.filter(outline__touches=old.outline).values_list("pk", "outline"))

    line = [[west - 0.01, middle], [old.centre.x, old.centre.y], [east + 0.01, middle]]
    outcome = shell("grids.split_grid", str(old.pk), line=line, names=["西片", "东片"])

    assert outcome.applied, outcome.answer
    parts = list(Grid.objects.filter(came_from__from_grid=old).order_by("code"))
    assert parts[0].outline.union(parts[1].outline).equals(old.outline)
    assert sum(part.outline.area for part in parts) == pytest.approx(old.outline.area, rel=1e-9)
    assert dict(Grid.objects.filter(pk__in=neighbours).values_list("pk", "outline")) == neighbours
    vertices = {spot for part in parts for spot in part.outline[0][0].coords}
    assert set(old.outline[0][0].coords) <= vertices


def test_a_grid_split_and_merged_again_has_its_old_outline() -> None:
    old = Grid.objects.get(code="420506107201001")
    west, south, east, north = old.outline.extent
    middle = (south + north) / 2
    line = [[west - 0.01, middle], [old.centre.x, old.centre.y], [east + 0.01, middle]]
    begun = shell("grids.split_grid", str(old.pk), line=line, names=["西片", "东片"]).answer["begun"]
    Grid.objects.filter(pk__in=[part["id"] for part in begun]).update(valid_from=date(2026, 1, 1))

    outcome = shell("grids.merge_grids", grids=[part["id"] for part in begun], name="又合在一起")

    assert outcome.applied, outcome.answer
    whole = Grid.objects.get(pk=outcome.answer["begun"][0]["id"])
    assert whole.outline.equals(old.outline)
    assert Lineage.objects.filter(to_grid=whole, kind="MERGE").count() == 2


def test_loading_after_a_split_does_not_bring_the_old_grid_back() -> None:
    old = Grid.objects.get(code="420506107201001")
    Grid.objects.filter(pk=old.pk).update(valid_to=TODAY)

    assert shell("grids.load_grids").answer["created"] == 0

    assert Grid.objects.get(pk=old.pk).valid_to == TODAY
