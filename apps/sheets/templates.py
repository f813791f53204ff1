"""An empty sheet to fill in: its titles, lists to choose from, and a second sheet that says what is meant."""

from collections.abc import Sequence
from typing import BinaryIO

from xlsxwriter.utility import xl_col_to_name

from apps.sheets.writing import Column, SheetWriter, plain

ROWS = 20_000
LISTS = "代码"
GUIDE = "填写说明"


def write_template(out: BinaryIO, columns: Sequence[Column], *, name: str) -> None:
    writer = SheetWriter(out, columns, name=name)
    _offer_choices(writer)
    writer.head()
    _explain(writer)
    _write_lists(writer)
    writer.close()


def _offer_choices(writer: SheetWriter) -> None:
    """From a hidden sheet, because a list inside the rule itself may have no more than 255 characters."""
    chosen = [(at, column) for at, column in enumerate(writer.columns) if column.choices]
    for place, (at, column) in enumerate(chosen):
        listed = xl_col_to_name(place, col_abs=True)
        rule = {
            "validate": "list",
            "source": f"='{LISTS}'!{listed}$1:{listed}${len(column.choices)}",
            "error_title": "请从列表中选择",
            "error_message": f"“{column.title}”只能填写列表中的内容",
        }
        writer.sheet.data_validation(1, at, ROWS - 1, at, rule)


def _write_lists(writer: SheetWriter) -> None:
    lists = [column.choices for column in writer.columns if column.choices]
    sheet = writer.book.add_worksheet(LISTS)
    sheet.hide()
    for row in range(max(map(len, lists), default=0)):
        for at, each in enumerate(lists):
            if row < len(each):
                sheet.write_string(row, at, str(plain(each[row])))


def _explain(writer: SheetWriter) -> None:
    sheet = writer.book.add_worksheet(GUIDE)
    for at, width in enumerate((20, 8, 80)):
        sheet.set_column(at, at, width)
    told = [(plain(column.title), "是" if column.required else "", plain(column.hint)) for column in writer.columns]
    for row, texts in enumerate([("列名", "必填", "说明"), *told]):
        for at, text in enumerate(texts):
            sheet.write_string(row, at, str(text))
