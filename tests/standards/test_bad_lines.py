"""Every way a line can be wrong is told by line, column and value, and nothing of the sheet is applied."""

from typing import Any

import pytest

from apps.commands.perform import perform
from apps.core.call import SYSTEM, Call, Door
from apps.journal.models import Entry
from apps.standards.models import TaxonomyVersion
from tests.standards.conftest import Do
from tests.standards.sheets import BROKEN, COVER, OTHER, SMALL, Cells, sheet_of
from tests.world import MORNING

pytestmark = pytest.mark.django_db
NO_KIND = "没有“天文台”这种单位类型，请先在单位类型表中登记"


def told(do: Do, *lines: Cells) -> list[tuple[int, str, str, str]]:
    outcome = do("import_taxonomy", sheet_of(*lines), source="试验标准")
    assert outcome.code == "invalid", outcome.answer
    assert not TaxonomyVersion.objects.exists()
    assert not Entry.objects.exists()
    return [(bad["line"], bad["column"], bad["value"], bad["reason"]) for bad in outcome.answer["lines"]]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("大项", "", "不能为空"),
        ("小项代码", "1O6", "应为 3 位数字"),
        ("子项代码", "10600", "应为 6 位数字"),
        ("国标代码", "01-01", "应为 4 位数字，没有对应的国标小类时留空"),
        ("环", "中环", "应为：小环、大环"),
        ("条件序号", "一", "应为 1 至 99 的整数"),
        ("立案条件", "", "不能为空"),
        ("立案条件", "长" * 201, "有 201 个字，最多 200 个字"),
        ("立案条件", "井盖\n缺失", "含有换行或看不见的字符，请删除"),
        ("立案条件", "井盖\x00缺失", "含有换行或看不见的字符，请删除"),
        ("严重程度", "严重", "应为：简易、一般、突出、重大"),
        ("处置时限", "2天", "只写整数，单位写在“时限单位”一列"),
        ("处置时限", "", "只写整数，单位写在“时限单位”一列"),
        ("处置时限", "1.5", "只写整数，单位写在“时限单位”一列"),
        ("处置时限", "0", "应为 1 至 80 的整数"),
        ("处置时限", "800", "应为 1 至 80 的整数"),
        ("时限单位", "天", "“天”没有说明怎样计算，请写“工作日”（跳过节假日）或“自然日”（连续计算）"),
        ("时限单位", "小时", "“小时”没有说明怎样计算，请写“紧急工作时”（昼夜连续计算）或“工作时”（只算上班时间）"),
        ("时限单位", "", "应为：紧急工作时、工作时、工作日、自然日"),
        ("时限单位", "周", "应为：紧急工作时、工作时、工作日、自然日"),
        ("结案条件", "", "不能为空"),
        ("责任单位类型", "", "不能为空"),
        ("责任单位类型", "天文台", NO_KIND),
        ("协办单位类型", "城市管理、天文台", NO_KIND),
        ("协办单位类型", "供水企业", "责任单位不能同时是协办单位，请删去"),
        ("协办单位类型", "城市管理；城市管理", "协办单位重复，请只保留一个"),
    ],
)
def test_a_bad_cell_is_named(do: Do, column: str, value: str, reason: str) -> None:
    shown = value.replace("\n", "·").replace("\x00", "·")

    assert (3, column, shown, reason) in told(do, COVER, {**BROKEN, column: value}, OTHER)


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"大项": "事件"}, "大项", "与第 2 行不一致：同一个“1”前面写的是“案件”"),
        ({"小项": "公共设施"}, "小项", "与第 2 行不一致：同一个“106”前面写的是“公用设施部件”"),
        ({"小项代码": "107"}, "小项代码", "与第 2 行不一致：同一个“公用设施部件”前面写的是“106”"),
        ({"小项代码": "107"}, "子项代码", "应以小项代码 107 开头"),
        ({"子项": "自来水井盖"}, "子项", "与第 2 行不一致：同一个“106001”前面写的是“上水井盖”"),
        ({"子项代码": "106002"}, "子项代码", "与第 2 行不一致：同一个“上水井盖”前面写的是“106001”"),
        ({"环": "小环"}, "环", "与第 2 行不一致：同一个“106001”前面写的是“大环”"),
        ({"国标代码": "0102"}, "国标代码", "与第 2 行不一致：同一个“106001”前面写的是“0101”"),
        ({"立案条件": "井盖缺失或移位"}, "立案条件", "同一子项下已有相同的立案条件（第 2 行）"),
        ({"条件序号": "1"}, "条件序号", "同一子项的序号应从 1 起连续，这里应为 2"),
        ({"条件序号": "3"}, "条件序号", "同一子项的序号应从 1 起连续，这里应为 2"),
    ],
)
def test_a_line_that_contradicts_another_is_named(do: Do, change: Cells, column: str, reason: str) -> None:
    line = {**BROKEN, **change}

    assert (3, column, line[column], reason) in told(do, COVER, line, OTHER)


def test_an_item_without_its_other_is_named(do: Do) -> None:
    reason = "小项 106 没有以“其他”开头、代码为 106999 的子项，请补上"

    assert told(do, COVER, BROKEN) == [(3, "子项代码", "106001", reason)]
    assert told(do, COVER, BROKEN, {**OTHER, "子项": "别的问题"}) == [(4, "子项代码", "106999", reason)]


def test_all_bad_lines_are_told_at_once_in_their_order(do: Do) -> None:
    bad = told(do, {**COVER, "时限单位": "小时"}, {**BROKEN, "环": ""}, {**OTHER, "处置时限": "三"})

    assert [(line, column) for line, column, _, _ in bad] == [(2, "时限单位"), (3, "环"), (3, "环"), (4, "处置时限")]


def test_the_message_names_the_first_and_counts_all(do: Do) -> None:
    outcome = do(
        "import_taxonomy", sheet_of(COVER, {**BROKEN, "时限单位": "周"}, {**OTHER, "处置时限": "三"}), source="甲"
    )

    assert outcome.answer["message"] == (
        "第 3 行“时限单位”：应为：紧急工作时、工作时、工作日、自然日。共 2 处有误，没有导入任何内容，请改正后重新导入"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\n", "首行应依次为：大项，小项代码"),
        ("大项,小项\n案件,公用\n".encode(), "首行应依次为：大项，小项代码"),
        (sheet_of(*SMALL).replace("立案条件".encode(), "条件".encode()), "首行应依次为：大项，小项代码"),
        (sheet_of(*SMALL).splitlines(keepends=True)[0], "表中没有内容，请至少填写一个子项"),
        (sheet_of(*SMALL) + b"106,abc\n", "有 2 列，应为 15 列"),
        (sheet_of(*SMALL) + b'"106', "引号没有成对，或含有不能识别的字符"),
    ],
)
def test_a_sheet_of_another_shape_is_refused(do: Do, content: bytes, reason: str) -> None:
    outcome = do("import_taxonomy", content, source="试验标准")

    assert outcome.code == "invalid"
    assert outcome.answer["lines"][0]["reason"].startswith(reason)
    assert not TaxonomyVersion.objects.exists()


def test_an_unknown_encoding_is_refused(do: Do) -> None:
    outcome = do("import_taxonomy", b"\xff\xff\xff\xff", source="试验标准")

    assert outcome.answer["message"] == "不能识别文件的编码，请另存为“CSV UTF-8”后重新导入"


@pytest.mark.parametrize("sheet", ["", None, 5, "不是编码", "A" * (4 * 1024 * 1024 + 4)])
def test_what_is_no_file_is_refused(kinds: None, sheet: Any) -> None:
    call = Call(SYSTEM, MORNING, Door.SHELL)

    outcome = perform("standards.import_taxonomy", None, {"sheet": sheet, "source": "甲"}, call=call)

    assert (outcome.code, list(outcome.answer["errors"])) == ("invalid", ["sheet"])


def test_empty_lines_are_passed_over(do: Do) -> None:
    blank = b"," * (len(COVER) - 1) + b"\r\n\r\n"

    assert do("import_taxonomy", sheet_of(*SMALL) + blank, source="甲").applied
