"""Code lists and retention rules as sheets: everything wrong with them is told at once, by line and column."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from apps.standards.sheets import Bad, Line, read_lines, refuse_sheet

LISTS = ("key", "name", "standard", "version", "source")
CODES = ("list", "value", "label")
RULES = ("kind", "label", "months", "ground")


@dataclass(frozen=True)
class CodeLine:
    value: str
    label: str


@dataclass(frozen=True)
class ListLine:
    key: str
    name: str
    standard: str
    version: str
    source: str
    codes: tuple[CodeLine, ...] = ()

    @property
    def digest(self) -> str:
        told = [self.name, self.standard, self.source, *(f"{code.value}\t{code.label}" for code in self.codes)]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


@dataclass(frozen=True)
class RuleLine:
    kind: str
    label: str
    months: int
    ground: str


def read_lists(lists: bytes, codes: bytes) -> list[ListLine]:
    bad: list[Bad] = []
    found = [_list(line) for line in read_lines(lists, LISTS, bad=bad)]
    known = {each.key: each.key for each in found}
    _refuse_twice([each.key for each in found], bad)
    of_list: dict[str, dict[str, CodeLine]] = {key: {} for key in known}
    for line in read_lines(codes, CODES, bad=bad):
        key = line.one_of("list", known)
        code = CodeLine(line.text("value", longest=12), line.text("label", longest=60))
        if code.value in of_list.get(key, {}):
            line.note("value", "这个代码在同一张表里已经有了")
        of_list.setdefault(key, {})[code.value] = code
    if bad:
        raise refuse_sheet(bad)
    return [
        ListLine(each.key, each.name, each.standard, each.version, each.source, _codes(of_list, each)) for each in found
    ]


def _list(line: Line) -> ListLine:
    return ListLine(
        line.text("key", longest=30),
        line.text("name", longest=60),
        line.text("standard", longest=60),
        line.text("version", longest=20),
        line.text("source", longest=200),
    )


def _codes(of_list: dict[str, dict[str, CodeLine]], each: ListLine) -> tuple[CodeLine, ...]:
    return tuple(of_list[each.key].values())


def _refuse_twice(keys: Sequence[str], bad: list[Bad]) -> None:
    bad += [Bad(place + 2, "key", key, "这张代码表写了两次") for place, key in enumerate(keys) if key in keys[:place]]


def read_rules(sheet: bytes, known: Sequence[str]) -> list[RuleLine]:
    bad: list[Bad] = []
    kinds = dict(zip(known, known, strict=True))
    rules = [
        RuleLine(
            line.one_of("kind", kinds),
            line.text("label", longest=40),
            line.whole("months", most=1200),
            line.text("ground", longest=200),
        )
        for line in read_lines(sheet, RULES, bad=bad)
    ]
    if bad:
        raise refuse_sheet(bad)
    return rules
