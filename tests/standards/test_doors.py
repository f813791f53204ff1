from datetime import date

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from apps.standards.models import Category, Condition, TaxonomyVersion
from tests.standards.sheets import FIXTURES
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(client: APIClient, world: World) -> APIClient:
    client.force_authenticate(world.people["worker"])
    return client


def more_subs(world: World, count: int) -> None:
    for number in range(2, count + 1):
        category = Category.objects.get(pk=world.category.pk)
        category.pk, category.code, category.name = None, f"11100{number}", f"第{number}项"
        category.save()


def test_the_tree_is_listed_by_major_and_minor(worker: APIClient, world: World) -> None:
    sub = {"id": world.category.pk, "code": "111001", "name": "餐饮油烟", "ring": "BIG", "severity": "ORDINARY"}

    assert worker.get("/api/categories/").json() == {
        "version": 1,
        "majors": [
            {"code": "1", "name": "案件", "minors": [{"code": "111", "name": "生态环境", "subs": [sub]}]},
        ],
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_the_tree_takes_two_statements_and_then_one(
    worker: APIClient, world: World, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    more_subs(world, rows)

    with django_assert_num_queries(2):
        first = worker.get("/api/categories/")
    with django_assert_num_queries(1):
        again = worker.get("/api/categories/")

    assert len(first.json()["majors"][0]["minors"][0]["subs"]) == rows
    assert again.json() == first.json()


def test_who_has_the_tree_is_told_so_until_there_is_a_new_version(worker: APIClient, world: World) -> None:
    tag = worker.get("/api/categories/")["ETag"]

    same = worker.get("/api/categories/", headers={"If-None-Match": f'"other", {tag}'})
    TaxonomyVersion.objects.create(
        number=2, effective_from=date(2026, 1, 1), source="新", imported_at="2026-01-01T00:00Z", digest="y"
    )
    changed = worker.get("/api/categories/", headers={"If-None-Match": tag})

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    assert (changed.status_code, changed.json()["version"]) == (200, 2)


def test_a_city_without_a_taxonomy_is_told_what_to_do(worker: APIClient, world: World) -> None:
    TaxonomyVersion.objects.update(effective_from=date(2999, 1, 1))

    answer = worker.get("/api/categories/")

    assert (answer.status_code, answer.json()["message"]) == (404, "还没有分类标准，请联系市级系统管理员导入")


@pytest.mark.parametrize("rows", [1, 3])
def test_conditions_are_listed_in_one_statement(
    worker: APIClient, world: World, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for ordinal in range(rows, 1, -1):
        one = Condition.objects.get(pk=world.condition.pk)
        one.pk, one.ordinal, one.text = None, ordinal, f"第{ordinal}条"
        one.save()

    with django_assert_num_queries(1):
        answer = worker.get(f"/api/categories/{world.category.pk}/conditions/").json()

    assert answer["rows"][0] == {
        "id": world.condition.pk,
        "text": "油烟直排,未装净化设施",
        "severity": "ORDINARY",
        "limit_label": "2个工作日",
        "closing_text": "装净化设施,达标排放",
        "unit_kind": "URBAN_MANAGEMENT",
        "unit_kind_label": "城市管理",
    }
    assert [row["text"] for row in answer["rows"][1:]] == [f"第{n}条" for n in range(2, rows + 1)]


def test_an_unknown_category_is_not_found(worker: APIClient) -> None:
    answer = worker.get("/api/categories/999999/conditions/")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("path", ["/api/categories/", "/api/categories/1/conditions/"])
def test_a_stranger_has_to_sign_in(client: APIClient, path: str) -> None:
    assert client.get(path).json()["code"] == "not_signed_in"


def test_the_shell_loads_both_sheets(kinds: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_standards", effective_from=date(2026, 1, 1))

    said = capsys.readouterr().out
    assert said.startswith("已建立第 1 版：435 个子项，883 条立案条件\n职责清单 ")
    assert TaxonomyVersion.objects.get().effective_from == date(2026, 1, 1)


def test_the_shell_is_told_every_bad_line(kinds: None) -> None:
    with pytest.raises(CommandError, match="首行应依次为"):
        call_command("load_standards", taxonomy=FIXTURES / "unit_kinds.csv")
