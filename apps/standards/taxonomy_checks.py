"""What no line can show by itself: a name given twice, a gap in the order, an item without its «other»."""

from collections.abc import Callable, Iterable, Sequence

from apps.standards.sheets import Line
from apps.standards.taxonomy_lines import ConditionLine

OTHER = "999"


Read = Sequence[tuple[Line, ConditionLine]]
Fact = Callable[[ConditionLine], str]


def check_whole(read: Read) -> None:
    for line, one in read:
        if not one.code.startswith(one.minor_code):
            line.note("子项代码", f"应以小项代码 {one.minor_code} 开头")
    _same(read, key=lambda one: one.minor_code[:1], fact=lambda one: one.major_name, column="大项")
    _same(read, key=lambda one: one.minor_code, fact=lambda one: one.minor_name, column="小项")
    _same(read, key=lambda one: one.minor_name, fact=lambda one: one.minor_code, column="小项代码")
    _same(read, key=lambda one: one.code, fact=lambda one: one.name, column="子项")
    _same(read, key=lambda one: one.name, fact=lambda one: one.code, column="子项代码")
    _same(read, key=lambda one: one.code, fact=lambda one: one.ring, column="环")
    _same(read, key=lambda one: one.code, fact=lambda one: one.gb30428_code, column="国标代码")
    _once(read, fact=lambda one: f"{one.code} {one.text}", column="立案条件", reason="同一子项下已有相同的立案条件")
    _in_order(read)
    _ends_with_other(read)


def _same(read: Read, *, key: Fact, fact: Fact, column: str) -> None:
    """Lines with one key must agree; the first to say something is taken to be right."""
    first: dict[str, tuple[Line, str]] = {}
    for line, one in read:
        earlier, said = first.setdefault(key(one), (line, fact(one)))
        if key(one) and fact(one) != said:
            line.note(column, f"与第 {earlier.number} 行不一致：同一个“{key(one)}”前面写的是“{earlier.cells[column]}”")


def _once(read: Read, *, fact: Fact, column: str, reason: str) -> None:
    seen: dict[str, int] = {}
    for line, one in read:
        if fact(one) in seen:
            line.note(column, f"{reason}（第 {seen[fact(one)]} 行）")
        seen.setdefault(fact(one), line.number)


def _in_order(read: Read) -> None:
    for lines in _by(read, lambda one: one.code):
        for place, (line, one) in enumerate(sorted(lines, key=lambda pair: pair[1].ordinal), 1):
            if one.ordinal and one.ordinal != place:
                line.note("条件序号", f"同一子项的序号应从 1 起连续，这里应为 {place}")
                break


def _ends_with_other(read: Read) -> None:
    for lines in _by(read, lambda one: one.minor_code):
        others = [one for _, one in lines if one.code.endswith(OTHER)]
        if not any(one.name.startswith("其他") for one in others):
            line, one = lines[-1]
            line.note(
                "子项代码", f"小项 {one.minor_code} 没有以“其他”开头、代码为 {one.minor_code}{OTHER} 的子项，请补上"
            )


def _by(read: Read, key: Fact) -> Iterable[list[tuple[Line, ConditionLine]]]:
    groups: dict[str, list[tuple[Line, ConditionLine]]] = {}
    for line, one in read:
        groups.setdefault(key(one), []).append((line, one))
    return groups.values()
