import base64
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from apps.commands.perform import Outcome, perform
from apps.core.call import SYSTEM, Call, Door
from apps.journal.models import Entry
from apps.registry.models import Code, CodeList
from apps.registry.queries import labels
from tests.world import MORNING, World

pytestmark = pytest.mark.django_db

LISTS = "key,name,standard,version,source\nSEX,性别,GB/T 2261.1,2003,国家标准\n"
CODES = "list,value,label\nSEX,1,男\nSEX,2,女\n"


def load(lists: str = LISTS, codes: str = CODES, call: Call | None = None) -> Outcome:
    sheets = {"lists": lists, "codes": codes}
    told: dict[str, Any] = {name: base64.b64encode(text.encode()).decode() for name, text in sheets.items()}
    return perform("registry.load_codes", None, told, call=call or Call(SYSTEM, MORNING, Door.SHELL))


def test_what_is_shipped_is_loaded_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_codes")
    call_command("load_codes")

    lists = (Path(settings.BASE_DIR) / "fixtures/codes/lists.csv").read_text().count("\n") - 1
    assert capsys.readouterr().out.splitlines() == [
        f"{lists} 张代码表，新增 {lists} 张",
        "8 条保留期限",
        f"{lists} 张代码表，新增 0 张",
        "8 条保留期限，没有变化",
    ]
    assert labels("KINSHIP", "SEX")["SEX"]["9"] == "未说明的性别"


def test_the_same_sheet_twice_changes_nothing() -> None:
    load()

    assert load().answer == {"lists": 1, "new": []}
    assert (CodeList.objects.count(), Code.objects.count(), Entry.objects.count()) == (1, 2, 1)


def test_a_changed_list_needs_a_new_version() -> None:
    load()

    refused = load(codes=CODES + "SEX,9,未说明\n")
    renewed = load(LISTS.replace("2003", "2026"), CODES + "SEX,9,未说明\n")

    assert (refused.code, "版本号" in refused.answer["message"]) == ("conflict", True)
    assert renewed.answer == {"lists": 1, "new": ["SEX"]}
    assert list(CodeList.objects.order_by("pk").values_list("version", "current")) == [("2003", False), ("2026", True)]
    assert labels("SEX") == {"SEX": {"1": "男", "2": "女", "9": "未说明"}}


@pytest.mark.parametrize(
    ("lists", "codes", "bad"),
    [
        (LISTS, CODES + "SEX,1,雄\n", (4, "value", "这个代码在同一张表里已经有了")),
        (LISTS, CODES + "AGE,1,老\n", (4, "list", "应为：SEX")),
        (LISTS, "list,value,label\nSEX,,男\n", (2, "value", "不能为空")),
        (LISTS, "list,value,label\nSEX,1\n", (2, "", "有 2 列，应为 3 列")),
        (LISTS + "SEX,性别,标准,1,源\n", CODES, (3, "key", "这张代码表写了两次")),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_loaded(lists: str, codes: str, bad: tuple[int, str, str]) -> None:
    outcome = load(lists, codes)

    assert [(line["line"], line["column"], line["reason"]) for line in outcome.answer["lines"]] == [bad]
    assert CodeList.objects.count() == 0


def test_only_the_city_loads_codes(world: World) -> None:
    assert load(call=world.call("lead")).code == "not_yours"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_takes_two_statements(
    client: APIClient, world: World, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    load(codes="list,value,label\n" + "".join(f"SEX,{n},第{n}\n" for n in range(rows)))
    client.force_authenticate(world.people["worker"])

    with django_assert_num_queries(2):
        told = client.get("/api/registry/codes/SEX/").json()

    assert told["rows"] == [{"value": str(n), "label": f"第{n}"} for n in range(rows)]
    assert (told["standard"], told["version"]) == ("GB/T 2261.1", "2003")
    assert client.get("/api/registry/codes/NOTHING/").status_code == 404
