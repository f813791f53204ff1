"""What a cell may hold, and how its text becomes a value."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Choices

from apps.registry.identifiers import Wrong, area_code, normal
from apps.registry.identity import checked_phone


@dataclass(frozen=True)
class Known:
    """What reading needs to know: the codes in force by list, value → label, and which day it is."""

    labels: Mapping[str, Mapping[str, str]]
    today: date


Reader = Callable[[str, Known], Any]


def shown(value: str) -> str:
    return value[:40]


def whole(text: str, _: Known, *, longest: int) -> str:
    if len(text) > longest:
        raise Wrong(f"有 {len(text)} 个字，最多 {longest} 个字")
    return text


def text_of(longest: int) -> Reader:
    return partial(whole, longest=longest)


@dataclass(frozen=True)
class Field:
    """One column of a preset: its title, the other names it goes by, and how its cells are read and shown."""

    name: str
    title: str
    read: Reader
    synonyms: tuple[str, ...] = ()
    required: bool = False
    codes: str = ""
    # Of no code list, and still only a few to choose from.
    options: tuple[str, ...] = ()
    as_text: bool = False
    width: int = 14
    hint: str = ""
    mask: Callable[[str], str] = shown
    damaged: str = ""


# What people write for a code, beside its value and its label.
SAID: dict[str, dict[str, str]] = {
    "SEX": {"男性": "1", "女性": "2", "未知": "0"},
    "EDUCATION": {
        "研究生": "10", "硕士": "10", "博士": "10", "本科": "20", "大学": "20", "大专": "30", "专科": "30",
        "中专": "40", "高中": "60", "初中": "70", "小学": "80",
    },
    "POLITICAL": {"党员": "01", "预备党员": "02", "团员": "03", "无党派": "12"},
    "DOCUMENT": {"身份证": "111", "护照": "414", "军官证": "114"},
    "KINSHIP": {"户主": "0", "本人": "0", "夫": "1", "妻": "1", "丈夫": "1", "妻子": "1", "儿子": "2", "女儿": "3",
                "父亲": "5", "母亲": "5", "孙子": "4", "孙女": "4", "其他": "8"},
    "BUILDING_USE": {"居住": "01", "住房": "01", "商用": "02"},
}  # fmt: skip


def code(text: str, known: Known, *, of: str) -> str:
    """By value, label, a usual other word, or the beginning of one label only."""
    labels = known.labels[of]
    if text in labels:
        return text
    by_label = {label: value for value, label in labels.items()}
    found = by_label.get(text) or SAID.get(of, {}).get(text) or _padded(text, labels)
    if found in labels:
        return str(found)
    begun = [value for value, label in labels.items() if len(text) > 1 and label.startswith(text)]
    if len(begun) == 1:
        return begun[0]
    offered = list(labels.values())
    raise Wrong(f"不在代码表中，可填：{'、'.join(offered[:8])}{' 等' if len(offered) > 8 else ''}")


def _padded(text: str, labels: Mapping[str, str]) -> str | None:
    """A spreadsheet program takes the zero from 01."""
    longest = max(map(len, labels), default=0)
    return text.zfill(longest) if text.isascii() and text.isdigit() and text.zfill(longest) in labels else None


def code_of(key: str) -> Reader:
    return partial(code, of=key)


def choice(text: str, _: Known, *, of: type[Choices], said: Mapping[str, str]) -> str:
    """By value, label or a usual other word."""
    by_label = dict(zip(of.labels, of.values, strict=True))
    found = by_label.get(text) or said.get(text) or text
    if found not in of.values:
        raise Wrong(f"应为：{'、'.join(by_label)}")
    return str(found)


def choice_of(of: type[Choices], said: Mapping[str, str]) -> Reader:
    return partial(choice, of=of, said=said)


DAY = re.compile(r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?(?: 0?0:00(?::00)?)?")


def day(text: str, known: Known) -> date:
    found = DAY.fullmatch(normal(text) if "-" not in text else text)
    try:
        told = date(*map(int, found.groups())) if found else None
    except ValueError:
        told = None
    if told is None:
        raise Wrong("不是日期，应如 1980-05-01")
    if not date(1850, 1, 1) <= told <= known.today:
        raise Wrong("日期不可能，请核对")
    return told


def number(text: str, _: Known, *, least: float, most: float, exact: bool) -> Any:
    try:
        plain = unicodedata.normalize("NFKC", text)
        told: float = int(plain) if exact else float(plain)
    except ValueError as error:
        raise Wrong("应为整数" if exact else "应为数字") from error
    if not least <= told <= most:
        raise Wrong(f"应在 {least:g} 到 {most:g} 之间")
    return told


def whole_number(least: int, most: int) -> Reader:
    return partial(number, least=least, most=most, exact=True)


def measure(least: float, most: float) -> Reader:
    return partial(number, least=least, most=most, exact=False)


YES, NO = ("是", "有", "出租", "1", "Y", "√"), ("否", "无", "没有", "自住", "0", "N", "×")


def yes(text: str, _: Known) -> bool:
    if text.upper() in YES:
        return True
    if text.upper() in NO:
        return False
    raise Wrong("应填“是”或“否”")


def phone(text: str, _: Known) -> str:
    return checked_phone(text)


def area(text: str, _: Known) -> str:
    return area_code(text, demo=settings.DEMO)


def grid_code(text: str, _: Known) -> str:
    return normal(text) if text.isascii() else text
