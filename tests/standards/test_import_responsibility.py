from datetime import date

import pytest

from apps.accounts.models import Account
from apps.core.call import Actor, ActorKind
from apps.grids.enums import Role
from apps.grids.models import CodeSystem, DivisionCode, Posting, Unit
from apps.journal.models import Entry
from apps.standards.models import Category, Condition, Responsibility
from apps.standards.queries import suggest
from tests.standards.conftest import Do
from tests.standards.sheets import FIXTURES, SMALL, Cells, sheet_of, shipped
from tests.world import FROM, World

pytestmark = pytest.mark.django_db
ROW: Cells = {
    "适用代码": "106001",
    "条件序号": "",
    "处理层级": "街道",
    "区划代码": "",
    "责任单位类型": "城市管理",
    "责任单位": "",
    "协办单位类型": "供水企业",
    "优先级": "",
    "说明": "",
}


@pytest.fixture
def standard(do: Do) -> None:
    assert do("import_taxonomy", sheet_of(*SMALL), source="试验标准").applied


def test_the_shipped_matrix_fits_the_shipped_taxonomy(do: Do) -> None:
    do("import_taxonomy", (FIXTURES / "taxonomy.csv").read_bytes(), source="试验标准")
    content = (FIXTURES / "responsibility.csv").read_bytes()

    first, again = do("import_responsibility", content), do("import_responsibility", content)

    lines = len(shipped("responsibility.csv"))
    assert first.answer == {"lines": lines, "added": lines, "retired": 0}
    assert again.answer == {"lines": lines, "added": 0, "retired": 0}
    assert Entry.objects.filter(verb="standards.import_responsibility").count() == 1


def test_every_level_of_the_shipped_matrix_leads_to_one_of_its_units(do: Do, world: World) -> None:
    """A unit of every kind where the kind belongs, and then no condition is left without a unit at any level."""
    do("import_taxonomy", (FIXTURES / "taxonomy.csv").read_bytes(), source="试验标准")
    do("import_responsibility", (FIXTURES / "responsibility.csv").read_bytes())
    places = {"COMMUNITY": world.community, "STREET": world.street, "DISTRICT": world.district, "CITY": world.city}
    for kind in shipped("unit_kinds.csv"):
        Unit.objects.create(name=f"试验{kind['label']}", kind_id=kind["key"], division=places[kind["level"]])
    chain = [division.pk for division in places.values()]

    conditions = Condition.objects.filter(category__version__number=2).select_related("category")
    dispute = Category.objects.get(code="201002")
    found = {level: suggest(dispute, chain=chain, level=level).unit_id or 0 for level in places}

    assert all(suggest(one, chain=chain, level="DISTRICT").unit_id for one in conditions)
    assert {level: Unit.objects.get(pk=pk).kind_id for level, pk in found.items()} == {
        "COMMUNITY": "NEIGHBOURHOOD",
        "STREET": "SECURITY_CENTRE",
        "DISTRICT": "JUSTICE",
        "CITY": "NEIGHBOURHOOD",
    }


def test_what_the_sheet_no_longer_has_is_retired_and_not_deleted(do: Do, standard: None) -> None:
    district = {**ROW, "处理层级": "区县"}
    do("import_responsibility", sheet_of(ROW, district))

    outcome = do("import_responsibility", sheet_of(district, {**ROW, "责任单位类型": "DRAINAGE"}))

    assert outcome.answer == {"lines": 2, "added": 1, "retired": 1}
    assert set(Responsibility.objects.values_list("level", "unit_kind", "retired_on")) == {
        ("STREET", "URBAN_MANAGEMENT", date(2026, 3, 9)),
        ("DISTRICT", "URBAN_MANAGEMENT", None),
        ("STREET", "DRAINAGE", None),
    }


def test_a_line_may_name_a_unit_within_a_division(world: World, do: Do, standard: None) -> None:
    coded(world)

    do("import_responsibility", sheet_of({**ROW, "责任单位类型": "", "责任单位": "东区城管局", "区划代码": "420599"}))

    row = Responsibility.objects.get()
    assert (row.unit_id, row.division_id, row.unit_kind_id) == (world.unit.pk, world.district.pk, None)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("适用代码", "106002", "现行分类标准中没有这个小项（3 位）或子项（6 位）代码"),
        ("适用代码", "", "现行分类标准中没有这个小项（3 位）或子项（6 位）代码"),
        ("条件序号", "3", "106001 没有第 3 条立案条件；适用于全部条件时留空"),
        ("条件序号", "甲", "应为 1 至 99 的整数"),
        ("处理层级", "乡", "应为：网格、社区、街道、区县、市"),
        ("区划代码", "999999", "没有这个区划，请填现行的区划代码；适用于全市时留空"),
        ("责任单位类型", "", "责任单位与责任单位类型应填且只填一个"),
        ("责任单位", "东区城管局", "责任单位与责任单位类型应填且只填一个"),
        ("责任单位", "无名局", "所填区划下没有这个单位，请核对区划代码与单位名称"),
        ("协办单位类型", "天文台", "没有“天文台”这种单位类型，请先在单位类型表中登记"),
        ("协办单位类型", "城市管理", "责任单位不能同时是协办单位，请删去"),
        ("优先级", "0", "应为 1 至 999 的整数"),
        ("说明", "长" * 201, "有 201 个字，最多 200 个字"),
    ],
)
def test_a_bad_cell_is_named(do: Do, standard: None, column: str, value: str, reason: str) -> None:
    outcome = do("import_responsibility", sheet_of({**ROW, "处理层级": "市"}, {**ROW, column: value}))

    told = [(bad["line"], bad["column"], bad["reason"]) for bad in outcome.answer["lines"]]
    assert outcome.code == "invalid"
    assert (3, "责任单位" if reason.startswith("责任单位与") else column, reason) in told
    assert not Responsibility.objects.exists()


def test_two_lines_for_the_same_place_are_named(do: Do, standard: None) -> None:
    outcome = do("import_responsibility", sheet_of(ROW, {**ROW, "责任单位类型": "DRAINAGE"}))

    assert outcome.answer["lines"] == [
        {
            "line": 3,
            "column": "适用代码",
            "value": "106001",
            "reason": "与第 2 行的适用范围和优先级完全相同，请合并或改变优先级",
        }
    ]


def test_an_ordinal_cannot_go_with_a_whole_item(do: Do, standard: None) -> None:
    outcome = do("import_responsibility", sheet_of({**ROW, "适用代码": "106", "条件序号": "1"}))

    assert outcome.answer["lines"][0]["reason"] == "106 没有第 1 条立案条件；适用于全部条件时留空"


def test_a_matrix_needs_a_taxonomy_first(do: Do) -> None:
    outcome = do("import_responsibility", sheet_of(ROW))

    assert (outcome.code, outcome.answer["message"]) == ("conflict", "还没有分类标准，请先导入分类标准再导入职责清单")


def test_only_the_citys_administrator_may_import(world: World, do: Do, standard: None) -> None:
    admin = Account.objects.create(phone="19900009999", name="管理员")
    Posting.objects.create(account=admin, role=Role.ADMIN, division=world.city, valid_from=FROM)

    def code(account: Account) -> str:
        return do("import_responsibility", sheet_of(ROW), actor=Actor(ActorKind.PERSON, account.pk, "")).code

    assert {code(account) for account in world.people.values()} == {"not_yours"}
    assert code(admin) != "not_yours"


def coded(world: World) -> None:
    system = CodeSystem.objects.create(code="GBT2260", name="试验", source="试验", version="1")
    DivisionCode.objects.create(division=world.district, system=system, code="420599", valid_from=FROM)
