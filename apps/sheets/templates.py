"""An empty sheet to fill in: its titles, lists to choose from, and a second sheet that says what is meant."""

from collections.abc import Sequence
from typing import BinaryIO

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from apps.sheets.writing import Column, SheetWriter, plain

ROWS = 20_000
LISTS = "代码"
GUIDE = "填写说明"


def write_template(out: BinaryIO, columns: Sequence[Column], *, name: str) -> None:
    writer = SheetWriter(columns, name=name)
    _offer_choices(writer)
    writer.head()
    _explain(writer)
    _write_lists(writer)
    writer.save(out)


def _offer_choices(writer: SheetWriter) -> None:
    """From a hidden sheet, because a list inside the rule itself may have no more than 255 characters."""
    chosen = [(at, column) for at, column in enumerate(writer.columns, 1) if column.choices]
    for place, (at, column) in enumerate(chosen, 1):
        letter, listed = get_column_letter(at), get_column_letter(place)
        rule = DataValidation(
            type="list", formula1=f"'{LISTS}'!${listed}$1:${listed}${len(column.choices)}", allow_blank=True
        )
        rule.errorTitle, rule.error = "请从列表中选择", f"“{column.title}”只能填写列表中的内容"
        rule.add(f"{letter}2:{letter}{ROWS}")
        writer.sheet.data_validations.append(rule)


def _write_lists(writer: SheetWriter) -> None:
    lists = [column.choices for column in writer.columns if column.choices]
    sheet = writer.book.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    for row in range(max(map(len, lists), default=0)):
        sheet.append([plain(each[row]) if row < len(each) else None for each in lists])


def _explain(writer: SheetWriter) -> None:
    sheet = writer.book.create_sheet(GUIDE)
    for letter, width in zip("ABC", (20, 8, 80), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(["列名", "必填", "说明"])
    for column in writer.columns:
        sheet.append([plain(column.title), "是" if column.required else "", plain(column.hint)])
