"""The responsibility matrix as people edit it: who handles what, at which level and where."""

from collections.abc import Mapping
from dataclasses import dataclass

from apps.grids.enums import Level
from apps.standards.sheets import Bad, Line, read_lines, refuse_sheet
from apps.standards.taxonomy_sheet import co_units

COLUMNS = [
    "适用代码",
    "条件序号",
    "处理层级",
    "区划代码",
    "责任单位类型",
    "责任单位",
    "协办单位类型",
    "优先级",
    "说明",
]
LEVELS = {label: value for value, label in Level.choices}
PRIORITY = 100


@dataclass(frozen=True)
class Known:
    """What a line may name: conditions by code, divisions by code, units by division and name, kinds by name."""

    ordinals: Mapping[str, frozenset[int]]
    divisions: Mapping[str, int]
    units: Mapping[tuple[int, str], int]
    kinds: Mapping[str, str]


@dataclass(frozen=True)
class MatrixLine:
    code: str
    ordinal: int | None
    level: str
    division_id: int | None
    unit_id: int | None
    unit_kind_id: str | None
    co_unit_kinds: tuple[str, ...]
    priority: int
    note: str


def read_matrix(content: bytes, *, known: Known) -> list[MatrixLine]:
    bad: list[Bad] = []
    read = [(line, _duty(line, known)) for line in read_lines(content, COLUMNS, bad=bad)]
    _check_once(read)
    if bad:
        raise refuse_sheet(bad)
    return [duty for _, duty in read]


def _duty(line: Line, known: Known) -> MatrixLine:
    code = _code(line, known)
    division_id = _division(line, known)
    kind = line.one_of("责任单位类型", known.kinds, required=False)
    return MatrixLine(
        code=code,
        ordinal=_ordinal(line, code, known),
        level=line.one_of("处理层级", LEVELS, required=False),
        division_id=division_id,
        unit_id=_unit(line, division_id, known),
        unit_kind_id=kind or None,
        co_unit_kinds=co_units(line, known.kinds, main=kind),
        priority=line.whole("优先级", most=999, missing=PRIORITY),
        note=line.text("说明", longest=200, required=False),
    )


def _code(line: Line, known: Known) -> str:
    code = line.cells["适用代码"]
    if code not in known.ordinals:
        line.note("适用代码", "现行分类标准中没有这个小项（3 位）或子项（6 位）代码")
    return code


def _ordinal(line: Line, code: str, known: Known) -> int | None:
    if not line.cells["条件序号"]:
        return None
    ordinal = line.whole("条件序号", most=99)
    if ordinal and ordinal not in known.ordinals.get(code, {ordinal}):
        line.note("条件序号", f"{code} 没有第 {ordinal} 条立案条件；适用于全部条件时留空")
    return ordinal


def _division(line: Line, known: Known) -> int | None:
    code = line.cells["区划代码"]
    if code and code not in known.divisions:
        line.note("区划代码", "没有这个区划，请填现行的区划代码；适用于全市时留空")
    return known.divisions.get(code)


def _unit(line: Line, division_id: int | None, known: Known) -> int | None:
    name, kind = line.cells["责任单位"], line.cells["责任单位类型"]
    if bool(name) == bool(kind):
        line.note("责任单位", "责任单位与责任单位类型应填且只填一个")
    if not name:
        return None
    unit_id = known.units.get((division_id, name)) if division_id else None
    if unit_id is None:
        line.note("责任单位", "所填区划下没有这个单位，请核对区划代码与单位名称")
    return unit_id


def _check_once(read: list[tuple[Line, MatrixLine]]) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for line, duty in read:
        place = (duty.code, duty.ordinal, duty.level, duty.division_id, duty.priority)
        if place in seen:
            line.note("适用代码", f"与第 {seen[place]} 行的适用范围和优先级完全相同，请合并或改变优先级")
        seen.setdefault(place, line.number)
