"""What is written can be read again, and is never a formula anywhere."""

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from apps.sheets.lines import Line, clean
from apps.sheets.marking import write_marked
from apps.sheets.reading import open_sheet
from apps.sheets.templates import write_template
from apps.sheets.writing import Column, plain, write_sheet
from tests.sheets.files import read, xlsx

COLUMNS = [Column("姓名"), Column("证件号码", as_text=True), Column("人数")]
WATERMARK = "张*三 2026-03-09 09:00 导出 用途：入户核查 & 走访"


def written(*rows: list[Any], watermark: str = "") -> bytes:
    out = io.BytesIO()
    assert write_sheet(out, COLUMNS, rows, name="人口", watermark=watermark) == len(rows)
    return out.getvalue()


def test_an_export_is_read_again_with_its_watermark_passed_over() -> None:
    content = written(["张三", "420599199001010012", 3], ["李四", None, None], watermark=WATERMARK)

    heading, lines, _ = read(content)

    assert heading == ["姓名", "证件号码", "人数"]
    assert lines == [Line(3, ["张三", "420599199001010012", "3"], {}), Line(4, ["李四"], {})]


def test_the_watermark_is_on_the_sheet_and_on_every_printed_page() -> None:
    sheet: Any = load_workbook(io.BytesIO(written(["张三", "1", 1], watermark=WATERMARK))).active

    assert sheet["A1"].value == WATERMARK
    assert sheet.oddFooter.center.text == WATERMARK.replace("&", "&&")


def test_long_numbers_are_text_down_to_the_cells_not_yet_filled() -> None:
    sheet: Any = load_workbook(io.BytesIO(written(["张三", "420599199001010012", 1]))).active

    assert (sheet["B2"].data_type, sheet["B2"].number_format) == ("s", "@")
    assert sheet.column_dimensions["B"].number_format == "@"


FORMULAS = ["=1+1", "+1", "-1+cmd|' /c calc'!A0", "@SUM(1)", "=HYPERLINK(1)"]


def test_no_text_is_a_formula_and_reading_gives_it_back() -> None:
    content = written(*[[text, text, 1] for text in FORMULAS])
    sheet: Any = load_workbook(io.BytesIO(content)).active

    assert {row[0].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}
    assert all(row[0].value.startswith("'") for row in sheet.iter_rows(min_row=2))
    assert [line.cells[:2] for line in read(content)[1]] == [[text, text] for text in FORMULAS]


@pytest.mark.parametrize("text", ["'=1", "''+1", "#N/A", "#DIV/0!", "TRUE", "1e5", "a & <b> ]]>", "_x000D_", "'"])
def test_text_that_means_something_to_a_spreadsheet_program_stays_text(text: str) -> None:
    content = written([text, text, 1])
    sheet: Any = load_workbook(io.BytesIO(content)).active

    assert sheet["A2"].data_type == "s"
    assert read(content)[1] == [Line(2, [text, text, "1"], {})]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_any_text_survives_writing_and_reading(texts: list[str]) -> None:
    said = [clean(text) for text in texts]

    read_again = [line.at(1) for line in read(written(*[["甲", text, 1] for text in said]))[1]]

    assert read_again == said


@given(st.text(max_size=20))
def test_plain_text_never_begins_like_a_formula(text: str) -> None:
    assert str(plain(text))[:1] not in set("=+-@")


def test_a_template_offers_its_lists_and_says_what_is_meant() -> None:
    out = io.BytesIO()
    columns = [
        Column("姓名", required=True, hint="与证件一致"),
        Column("性别", choices=("男", "女")),
        Column("号码", as_text=True),
    ]
    write_template(out, columns, name="人口")
    workbook: Any = load_workbook(out)

    rule = workbook["人口"].data_validations.dataValidation[0]
    assert (rule.formula1, str(rule.sqref)) == ("'代码'!$A$1:$A$2", "B2:B20000")
    assert [cell.value for cell in workbook["代码"]["A"]] == ["男", "女"]
    assert workbook["代码"].sheet_state == "hidden"
    assert [cell.value for cell in workbook["填写说明"][2]] == ["姓名", "是", "与证件一致"]
    assert read(out.getvalue())[0] == ["姓名", "性别", "号码"]


def marked(content: bytes, wrong: dict[int, list[tuple[int | None, str]]]) -> bytes:
    out = io.BytesIO()
    with open_sheet(io.BytesIO(content)) as sheet:
        write_marked(out, sheet, wrong)
    return out.getvalue()


def test_the_marked_copy_keeps_rows_and_numbers_and_says_what_is_wrong_where() -> None:
    content = xlsx(["张三", "1"], [], ["李四", "2", "租户"], ["王五", "3"])

    copy = marked(content, {4: [(1, "号码位数不对"), (None, "重复")]})

    sheet: Any = load_workbook(io.BytesIO(copy)).active
    assert [cell.value for cell in sheet[4]] == ["李四", "2", "租户", "证件号码：号码位数不对；重复"]
    assert sheet["B4"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["A4"].fill.fgColor.rgb == "00000000"
    assert sheet["D2"].value is None
    assert [line.number for line in read(copy)[1]] == [2, 4, 5]


def test_the_marked_copy_of_a_marked_copy_has_one_column_of_remarks() -> None:
    once = marked(xlsx(["张三", "1", "甲"]), {2: [(0, "错")]})

    again = marked(once, {2: [(2, "仍然错")]})

    assert read(again)[0] == ["姓名", "证件号码", "备注", "错误说明"]
    assert read(again)[1][0].cells == ["张三", "1", "甲", "备注：仍然错"]
