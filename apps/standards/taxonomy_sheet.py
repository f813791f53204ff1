"""The taxonomy as people edit it: one line per filing condition, several to a sub-item."""

import re
from collections.abc import Mapping

from apps.calendars.enums import LimitUnit
from apps.standards.enums import Ring, Severity
from apps.standards.sheets import Bad, Line, read_lines, refuse_sheet
from apps.standards.taxonomy_checks import check_whole
from apps.standards.taxonomy_lines import ConditionLine

COLUMNS = [
    "大项",
    "小项代码",
    "小项",
    "子项代码",
    "子项",
    "国标代码",
    "环",
    "条件序号",
    "立案条件",
    "严重程度",
    "处置时限",
    "时限单位",
    "结案条件",
    "责任单位类型",
    "协办单位类型",
]
RINGS = {label: value for value, label in Ring.choices}
SEVERITIES = {label: value for value, label in Severity.choices}
LIMIT_UNITS = {label: value for value, label in LimitUnit.choices}
MOST = {LimitUnit.URGENT_HOUR: 72, LimitUnit.WORK_HOUR: 80, LimitUnit.WORK_DAY: 120, LimitUnit.NATURAL_DAY: 365}
BARE_DAYS = {"天", "日", "d", "D"}
BARE_HOURS = {"小时", "时", "工时", "钟头", "h", "H"}
BETWEEN = re.compile(r"[、,，;；\s]+")


def read_taxonomy(content: bytes, *, kinds: Mapping[str, str]) -> list[ConditionLine]:
    """In the order of codes and conditions. `kinds` gives the key for a unit kind's key or label."""
    bad: list[Bad] = []
    read = [(line, _condition(line, kinds)) for line in read_lines(content, COLUMNS, bad=bad)]
    check_whole(read)
    if bad:
        raise refuse_sheet(bad)
    if not read:
        raise refuse_sheet([Bad(2, "", "", "表中没有内容，请至少填写一个子项")])
    return sorted((condition for _, condition in read), key=lambda one: (one.code, one.ordinal))


def _condition(line: Line, kinds: Mapping[str, str]) -> ConditionLine:
    limit_value, limit_unit = _limit(line)
    main, others = _units(line, kinds)
    return ConditionLine(
        major_name=line.text("大项", longest=20),
        minor_code=line.digits("小项代码", count=3),
        minor_name=line.text("小项", longest=20),
        code=line.digits("子项代码", count=6),
        name=line.text("子项", longest=40),
        gb30428_code=_gb_code(line),
        ring=line.one_of("环", RINGS),
        ordinal=line.whole("条件序号", most=99),
        text=line.text("立案条件", longest=200),
        severity=line.one_of("严重程度", SEVERITIES),
        limit_value=limit_value,
        limit_unit=limit_unit,
        closing_text=line.text("结案条件", longest=200),
        unit_kind=main,
        co_unit_kinds=others,
    )


def _gb_code(line: Line) -> str:
    text = line.cells["国标代码"]
    if text and not re.fullmatch(r"[0-9]{3,4}", text):
        line.note("国标代码", "应为 4 位数字，没有对应的国标小类时留空")
    # A spreadsheet takes 0101 for a number and saves 101.
    return text.zfill(4) if text else ""


def _limit(line: Line) -> tuple[int, str]:
    unit = line.cells["时限单位"]
    if unit in BARE_DAYS:
        line.note("时限单位", f"“{unit}”没有说明怎样计算，请写“工作日”（跳过节假日）或“自然日”（连续计算）")
        return 0, ""
    if unit in BARE_HOURS:
        line.note("时限单位", f"“{unit}”没有说明怎样计算，请写“紧急工作时”（昼夜连续计算）或“工作时”（只算上班时间）")
        return 0, ""
    if not re.fullmatch(r"[0-9]{1,5}", line.cells["处置时限"]):
        line.note("处置时限", "只写整数，单位写在“时限单位”一列")
        return 0, line.one_of("时限单位", LIMIT_UNITS)
    known = line.one_of("时限单位", LIMIT_UNITS)
    most = MOST[LimitUnit(known)] if known else max(MOST.values())
    return line.whole("处置时限", most=most), known


def _units(line: Line, kinds: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    told = line.text("责任单位类型", longest=40)
    main = kinds.get(told, "")
    if told and not main:
        line.note("责任单位类型", f"没有“{told}”这种单位类型，请先在单位类型表中登记")
    return main, co_units(line, kinds, main=main)


def co_units(line: Line, kinds: Mapping[str, str], *, main: str) -> tuple[str, ...]:
    column = "协办单位类型"
    told = [name for name in BETWEEN.split(line.cells[column]) if name]
    for name in told:
        if name not in kinds:
            line.note(column, f"没有“{name}”这种单位类型，请先在单位类型表中登记")
    keys = [kinds[name] for name in told if name in kinds]
    if main in keys:
        line.note(column, "责任单位不能同时是协办单位，请删去")
    if len(keys) != len(set(keys)):
        line.note(column, "协办单位重复，请只保留一个")
    return tuple(keys)
