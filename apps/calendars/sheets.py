"""A sheet of days, read line by line: one bad line and nothing of it is taken."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from apps.calendars.scales import FIRST_DAY, LAST_DAY
from apps.core.refusal import Refusal, RefusalCode

COLUMNS = ["date", "is_working", "name", "source"]
WORKING = {"1": True, "班": True, "0": False, "休": False}
SHOWN = 20


@dataclass(frozen=True)
class DayLine:
    date: date
    is_working: bool
    name: str
    source: str


class BadLine(Exception):
    pass


def read_days(text: str) -> list[DayLine]:
    lines: dict[date, DayLine] = {}
    bad: list[dict[str, str | int]] = []
    for number, cells in _rows(text):
        try:
            line = _line(cells)
        except BadLine as error:
            bad.append({"line": number, "message": str(error)})
            continue
        if line.date in lines:
            bad.append({"line": number, "message": f"日期 {line.date} 重复，请只保留一行"})
        lines[line.date] = line
    if bad:
        raise _refusal(bad)
    if not lines:
        raise _refusal([{"line": 2, "message": "表中没有数据，请至少填写一天"}])
    return sorted(lines.values(), key=lambda line: line.date)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        if next(reader, None) != COLUMNS:
            raise _refusal([{"line": 1, "message": f"首行应为列名 {','.join(COLUMNS)}"}])
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise _refusal([{"line": reader.line_num, "message": "引号没有成对，或含有不能识别的字符"}]) from error


def _line(cells: list[str]) -> DayLine:
    if len(cells) != len(COLUMNS):
        raise BadLine(f"有 {len(cells)} 列，应为 {len(COLUMNS)} 列：{','.join(COLUMNS)}")
    row = dict(zip(COLUMNS, cells, strict=True))
    if row["is_working"] not in WORKING:
        raise BadLine(f"is_working 写的是“{row['is_working']}”，上班请写 1，放假请写 0")
    for column, longest in (("name", 40), ("source", 200)):
        if not 0 < len(row[column]) <= longest:
            raise BadLine(f"{column} 应为 1 至 {longest} 个字")
    return DayLine(_date(row["date"]), WORKING[row["is_working"]], row["name"], row["source"])


def _date(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadLine(f"日期“{text}”不存在，请写成 2026-10-01 这样") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadLine(f"日期 {day} 应在 {FIRST_DAY} 与 {LAST_DAY} 之间")
    return day


def _refusal(bad: list[dict[str, str | int]]) -> Refusal:
    first = bad[0]
    message = f"第 {first['line']} 行：{first['message']}。共 {len(bad)} 行有误，没有导入任何数据，请改正后重新导入"
    return Refusal(RefusalCode.INVALID, message, "csv", lines=bad[:SHOWN])
