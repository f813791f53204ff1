"""Names to the first letters of their pinyin, by which a desk searches: 张三丰 → zsf."""

import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin, pinyin

LONGEST = 20
LONGEST_PINYIN = 60
# As family names these are read otherwise than as words (《通用规范汉字表》读音).
FAMILY = {
    "单": "shan",
    "曾": "zeng",
    "解": "xie",
    "仇": "qiu",
    "区": "ou",
    "查": "zha",
    "盖": "ge",
    "尉": "wei",
    "翟": "zhai",
    "朴": "piao",
    "覃": "qin",
}


def initials_of(name: str) -> str:
    """One letter a character, whatever stands beside it: so the beginning of a name gives the beginning of its letters.

    Letters and digits stay, anything else is left out.
    """
    plain = unicodedata.normalize("NFKC", name).strip().lower()
    letters = (_letter(char, first=place == 0) for place, char in enumerate(plain))
    return "".join(letters)[:LONGEST]


def pinyin_of(name: str) -> str:
    """The same in whole syllables, without gaps: 张三丰 → zhangsanfeng."""
    plain = unicodedata.normalize("NFKC", name).strip().lower()
    return "".join(_syllable(char, first=place == 0) for place, char in enumerate(plain))[:LONGEST_PINYIN]


@lru_cache(maxsize=65536)
def _syllable(char: str, *, first: bool) -> str:
    if first and char in FAMILY:
        return FAMILY[char]
    if char.isascii():
        return char if char.isalnum() else ""
    told = "".join(lazy_pinyin(char, errors="ignore", v_to_u=False))
    return told if told.isascii() else ""


@lru_cache(maxsize=65536)
def _letter(char: str, *, first: bool) -> str:
    if first and char in FAMILY:
        return FAMILY[char][0]
    if char.isascii():
        return char if char.isalnum() else ""
    read: list[list[str]] = pinyin(char, style=Style.FIRST_LETTER, errors="ignore")
    letter = read[0][0] if read else ""
    return letter if letter.isascii() and letter.isalpha() else ""
