"""What is read from a sheet: every value as the text that is meant, with its row's number."""

from datetime import date, datetime, time

import pytest

from apps.core.refusal import Refusal
from apps.sheets.bounds import Bounds
from apps.sheets.lines import Line, Merge, Odd
from tests.sheets.files import MAIN, book, cells, read, saved, sheet_xml, with_sheet, with_texts, xlsx

ID = "420599199001010012"
ROWS = [["张三", ID, "租户"], ["李四", "420599198502020026", ""]]


def csv_of(rows: list[list[str]], separator: str = ",") -> str:
    return "".join(separator.join(row) + "\r\n" for row in [["姓名", "证件号码", "备注"], *rows])


def test_rows_are_read_with_their_numbers_and_empty_ones_are_passed_over() -> None:
    heading, lines, merges = read(xlsx(ROWS[0], [], [None, " ", ""], ROWS[1]))

    assert heading == ["姓名", "证件号码", "备注"]
    assert lines == [Line(2, ["张三", ID, "租户"], {}), Line(5, ["李四", "420599198502020026"], {})]
    assert merges == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_is_read_whatever_wrote_it(encoding: str, separator: str) -> None:
    content = csv_of(ROWS, separator).encode(encoding)

    heading, lines, _ = read(content)

    assert heading == ["姓名", "证件号码", "备注"]
    assert lines == [Line(2, ["张三", ID, "租户"], {}), Line(3, ["李四", "420599198502020026"], {})]


def test_rare_characters_survive_in_the_chinese_code_page() -> None:
    assert cells(csv_of([["𠮷䶮", ID, "㑇"]]).encode("gb18030")) == [["𠮷䶮", ID, "㑇"]]


def test_a_line_break_inside_quotes_does_not_count_as_a_row() -> None:
    _, lines, _ = read(csv_of([["张三", ID, '"一\r\n二"'], ["李四", ID, ""]]).encode())

    assert [(line.number, line.at(2)) for line in lines] == [(2, "一 二"), (3, "")]


def test_dates_and_numbers_become_the_text_that_is_meant() -> None:
    row = [date(1990, 1, 2), datetime(2026, 3, 9, 8, 30), 13800000001, 12.50, 3.0, True, time(8, 5)]  # noqa: DTZ001

    assert cells(xlsx(row)) == [["1990-01-02", "2026-03-09 08:30", "13800000001", "12.5", "3", "是", "08:05:00"]]


def test_a_number_excel_has_rounded_is_told_as_damaged() -> None:
    _, lines, _ = read(xlsx(["张三", 420599199001010012], ["李四", 420599850202002]))

    assert lines[0].odd == {1: Odd.DAMAGED}
    assert lines[1] == Line(3, ["李四", "420599850202002"], {})


def test_a_number_excel_has_rounded_into_a_csv_file_is_told_as_damaged() -> None:
    _, lines, _ = read(csv_of([["张三", "4.20599E+17", ""]]).encode())

    assert lines[0].odd == {1: Odd.DAMAGED}


def test_a_formula_is_read_as_its_text_and_told() -> None:
    _, lines, _ = read(xlsx(["=A1&B1", ID]))
    _, commas, _ = read(csv_of([["=A1&B1", f'"=""{ID}"""', ""]]).encode())

    assert lines == [Line(2, ["=A1&B1", ID], {0: Odd.FORMULA})]
    assert commas == [Line(2, ["=A1&B1", ID], {0: Odd.FORMULA})]


def test_an_error_value_and_a_cell_without_sense_are_told_and_the_row_goes_on() -> None:
    rows = (
        '<row r="1"><c t="inlineStr"><is><t>甲</t></is></c><c t="inlineStr"><is><t>乙</t></is></c></row>'
        '<row r="2"><c t="e"><v>#N/A</v></c><c><v>一</v></c><c t="s"><v>99</v></c><c><v>7</v></c></row>'
    )

    _, lines, _ = read(with_sheet(sheet_xml(rows)))

    assert lines == [Line(2, ["#N/A", "#VALUE!", "#VALUE!", "7"], dict.fromkeys(range(3), Odd.ERROR))]


def test_shared_texts_are_read_plain_in_runs_and_without_their_reading_aid() -> None:
    texts = (
        f'<sst xmlns="{MAIN}"><si><t>姓名</t></si><si><t>号码</t></si><si><t/></si>'
        '<si><r><rPr><b/></rPr><t>张</t></r><r><t>三</t></r><rPh sb="0" eb="1"><t>zhang</t></rPh></si></sst>'
    )
    rows = "".join(
        f'<row>{"".join(f"""<c t="s"><v>{at}</v></c>""" for at in row)}</row>' for row in ([0, 1], [3, 2, 0])
    )

    assert read(with_texts(texts, rows)) == (["姓名", "号码"], [Line(2, ["张三", "", "姓名"], {})], [])


def test_merged_cells_are_told_once_the_rows_are_read() -> None:
    workbook = book(*ROWS)
    assert workbook.active is not None
    workbook.active.merge_cells("A2:A3")

    _, lines, merges = read(saved(workbook))

    assert [line.at(0) for line in lines] == ["张三", ""]
    assert merges == [Merge(2, 3, 0, "A2:A3")]


def test_the_heading_is_found_below_a_title() -> None:
    heading, lines, _ = read(xlsx(["姓名", "证件号码"], ["张三", ID], heading=["实有人口登记表"]))

    assert heading == ["姓名", "证件号码"]
    assert lines == [Line(3, ["张三", ID], {})]


def test_a_sheet_of_one_column_has_its_heading_in_the_first_row() -> None:
    heading, lines, _ = read(xlsx(["张三"], ["李四"], heading=["姓名"]))

    assert heading == ["姓名"]
    assert [line.cells for line in lines] == [["张三"], ["李四"]]


def test_a_hidden_sheet_is_not_the_one_that_is_read() -> None:
    workbook = book(*ROWS)
    hidden = workbook.create_sheet("代码", 0)
    hidden.append(["男", "女"])
    hidden.sheet_state = "hidden"

    assert read(saved(workbook))[0] == ["姓名", "证件号码", "备注"]


def test_a_cell_that_is_too_long_is_cut_and_told() -> None:
    _, lines, _ = read(xlsx(["长" * 2001, ID]))

    assert lines[0].odd == {0: Odd.TOO_LONG}
    assert len(lines[0].cells[0]) == 2000


def test_invisible_characters_are_left_out_and_blanks_trimmed() -> None:
    _, lines, _ = read(csv_of([["\u3000张\u200b三 ", f"\u202d{ID}\u202c", ""]]).encode())

    assert lines[0].cells == ["张三", ID]


def test_more_rows_than_allowed_are_refused_and_exactly_as_many_are_not() -> None:
    content = xlsx(*[["张三", ID]] * 5)

    assert len(read(content, Bounds(rows=5))[1]) == 5
    with pytest.raises(Refusal, match="超过 4 行，请拆成几个文件"):
        read(content, Bounds(rows=4))
