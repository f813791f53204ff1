"""Files and cells made to break an import: a clear answer in Chinese, and nothing half applied."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.exchange.enums import Kind
from apps.exchange.presets import PRESETS
from apps.registry.models import Household, Organisation, Part, Room, ServicePlace
from tests.exchange.conftest import GRID, Desk, people, problems, read, registered
from tests.exchange.test_other_sheets import every
from tests.registry.homes import number_of
from tests.sheets.files import book, saved
from tests.sheets.test_bad_files import HUGE, MISTAKES

CHINESE = re.compile("[一-龥]")
TABLES = (Room, Organisation, Part, ServicePlace, Household)


def nothing_is_registered() -> bool:
    return registered() == [] and not any(every(table) for table in TABLES)


def test_every_broken_file_is_answered_and_nothing_of_it_stays(desk: Desk) -> None:
    broken = [content for content, _ in MISTAKES.values()] + [HUGE["密"], HUGE["一格"]]
    for at, content in enumerate(broken):
        answer = desk.upload(content, list(Kind)[at % len(Kind)])
        run = desk.work(answer.json()["id"]) if answer.status_code == 201 else None
        assert answer.status_code in (201, 400, 413)
        message = run.message if run else answer.json()["message"]
        assert CHINESE.search(message), message
        assert run is None or run.state in ("FAILED", "UNMAPPED")
    assert nothing_is_registered()


ODD = [
    ("=1+1", "单元格里是公式"),
    ("#REF!", "单元格里是错误值"),
    ("长" * 2001, "内容过长"),
    (420599198005010012, "长数字被Excel改成了数字"),
]
NEW = {
    Kind.PEOPLE: ("户号", "特殊人群标签", "标签起始日期"),
    Kind.ROOMS: ("产权人证件号码", "产权起始日期", "承租人证件号码", "承租起始日期"),
    Kind.ORGANISATIONS: ("法定代表人", "法定代表人电话", "负责人", "联系人电话"),
    Kind.SERVICE_PLACES: ("服务点类型", "服务时间", "系统编号"),
}
NEEDED = {
    Kind.PEOPLE: {"姓名": "张三", "证件号码": number_of(1), "网格编码": GRID},
    Kind.ROOMS: {"建筑物地址": "路1号", "楼栋": "1号楼", "房号": "101", "网格编码": GRID},
    Kind.ORGANISATIONS: {"单位名称": "店", "单位地址": "路1号", "网格编码": GRID},
    Kind.SERVICE_PLACES: {"服务点类型": "消火栓", "服务点名称": "栓", "网格编码": GRID},
}


@pytest.mark.parametrize("kind", NEW)
def test_odd_cells_in_the_new_columns_are_told_by_their_column(desk: Desk, kind: Kind) -> None:
    rows = [NEEDED[kind] | {title: cell} for title in NEW[kind] for cell, _ in ODD]
    heading = list(dict.fromkeys([*NEEDED[kind], *NEW[kind]]))

    run = desk.checked(people(*([row.get(title, "") for title in heading] for row in rows), heading=heading), kind)

    expected = [(title, reason) for title in NEW[kind] for _, reason in ODD]
    told = [(column, said) for _, column, _, said in problems(run) if "重复" not in said]
    assert [
        (column, said[: len(reason)]) for (column, said), (_, reason) in zip(told, expected, strict=True)
    ] == expected
    assert desk.say(run, "apply").status_code == 409
    assert nothing_is_registered()


def test_merged_cells_over_the_new_columns_are_told(desk: Desk) -> None:
    heading = [*NEEDED[Kind.PEOPLE], "户号"]
    workbook = book([*NEEDED[Kind.PEOPLE].values(), "1"], ["李四", number_of(2), GRID, ""], heading=heading)
    assert workbook.active is not None
    workbook.active.merge_cells("D2:D3")

    run = desk.checked(saved(workbook))

    assert "D2:D3 是合并单元格" in problems(run)[-1][3]
    assert desk.say(run, "apply", mode="GOOD_ROWS").status_code == 409


PIECES = [
    "、", "，", ";", "（", "）", "(", ")", "2024-05-01", "残疾人", "独居", "19900000001", number_of(1), "户主",
    "消火栓", "是", "0", "-", "１", " ", "\t", "\u200b", "'", "=", "%s", "{}", "\\", "\x1f", "null", "王五", "🏠", "á",
]  # fmt: skip
CELL = st.lists(st.sampled_from(PIECES), max_size=6).map("".join) | st.text(
    st.characters(exclude_characters="\0"), max_size=30
)


@pytest.mark.parametrize("kind", list(Kind))
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_a_cell_good_rows_go_in_and_bad_ones_are_told(
    desk: Desk, kind: Kind, data: st.DataObject
) -> None:
    titles = [field.title for field in PRESETS[kind].fields]
    needed = NEEDED.get(kind, {})
    rows = data.draw(st.lists(st.dictionaries(st.sampled_from(titles), CELL, max_size=5), min_size=1, max_size=8))
    lines = [
        "\t".join('"' + (needed | row).get(title, "").replace('"', '""') + '"' for title in titles) for row in rows
    ]

    run = desk.checked("\n".join(["\t".join(titles), *lines]).encode(errors="replace"), kind)

    assert run.state == "CHECKED", run.message
    assert all(CHINESE.search(reason) for *_, reason in problems(run))
    if "apply" in desk.client.get(f"/api/exchange/imports/{run.pk}/").json()["moves"]:
        done = desk.apply(run, mode="GOOD_ROWS")
        assert (done.state, done.added + done.changed + done.unchanged + done.skipped) == ("DONE", done.rows)
    if run.marked:
        assert read(desk.client.get(f"/api/exchange/imports/{run.pk}/marked.xlsx")).read(2) == b"PK"
