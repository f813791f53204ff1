"""Small sheets for the tests, and the shipped ones."""

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings

FIXTURES = Path(settings.BASE_DIR) / "fixtures"

Cells = dict[str, str]

COVER: Cells = {
    "大项": "案件",
    "小项代码": "106",
    "小项": "公用设施部件",
    "子项代码": "106001",
    "子项": "上水井盖",
    "国标代码": "0101",
    "环": "大环",
    "条件序号": "1",
    "立案条件": "井盖缺失或移位",
    "严重程度": "重大",
    "处置时限": "2",
    "时限单位": "紧急工作时",
    "结案条件": "井盖恢复到位",
    "责任单位类型": "供水企业",
    "协办单位类型": "城市管理",
}
BROKEN: Cells = {
    **COVER,
    "条件序号": "2",
    "立案条件": "井盖破损",
    "严重程度": "突出",
    "处置时限": "4",
    "时限单位": "工作时",
    "结案条件": "更换井盖，与井圈吻合",
}
OTHER: Cells = {
    **COVER,
    "子项代码": "106999",
    "子项": "其他公用设施问题",
    "国标代码": "",
    "立案条件": "未列明的设施破损",
    "严重程度": "一般",
    "处置时限": "3",
    "时限单位": "工作日",
    "结案条件": "修复完好",
    "责任单位类型": "URBAN_MANAGEMENT",
    "协办单位类型": "",
}
SMALL = [COVER, BROKEN, OTHER]


def sheet_of(*lines: Mapping[str, str], encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(lines[0]))
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode(encoding)


def shipped(name: str) -> list[Cells]:
    with (FIXTURES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def by(lines: list[Cells], key: Callable[[Cells], str]) -> dict[str, list[Cells]]:
    groups: dict[str, list[Cells]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return groups
