"""Names to the first letters of their pinyin, by which a desk searches: 张三丰 → zsf."""

import unicodedata
from functools import lru_cache

from pypinyin import Style, pinyin

LONGEST = 20
# As family names these are read otherwise than as words (《通用规范汉字表》读音).
FAMILY = {
    "单": "s",
    "曾": "z",
    "解": "x",
    "仇": "q",
    "区": "o",
    "查": "z",
    "盖": "g",
    "尉": "w",
    "翟": "z",
    "朴": "p",
    "覃": "q",
}


def initials_of(name: str) -> str:
    """One letter a character, whatever stands beside it: so the beginning of a name gives the beginning of its letters.

    Letters and digits stay, anything else is left out.
    """
    plain = unicodedata.normalize("NFKC", name).strip().lower()
    letters = (_letter(char, first=place == 0) for place, char in enumerate(plain))
    return "".join(letters)[:LONGEST]


@lru_cache(maxsize=65536)
def _letter(char: str, *, first: bool) -> str:
    if first and char in FAMILY:
        return FAMILY[char]
    if char.isascii():
        return char if char.isalnum() else ""
    read: list[list[str]] = pinyin(char, style=Style.FIRST_LETTER, errors="ignore")
    letter = read[0][0] if read else ""
    return letter if letter.isascii() and letter.isalpha() else ""
