"""Numbers that carry a check digit: of citizens (GB 11643), organisations (GB 32100) and parts (GB/T 30428.2).

Pure functions: a number as somebody typed it in, what it says out, or `Wrong` with a reason in Chinese.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date

from apps.registry.areas import DEMO, was_ever

CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CITIZEN_CHECKS = "10X98765432"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
# 15-digit numbers with these orders were given to people of more than a hundred years.
OVER_A_HUNDRED = ("996", "997", "998", "999")
EARLIEST_BIRTH = date(1870, 1, 1)
MALE, FEMALE = "1", "2"


class Wrong(ValueError):
    """What is wrong with a number, said so that whoever typed it can mend it."""


@dataclass(frozen=True)
class Citizen:
    number: str
    area: str
    born_on: date
    sex: str


@dataclass(frozen=True)
class PartCode:
    code: str
    county: str
    kind: str
    serial: str


def normal(told: str) -> str:
    """Full-width to half-width, without spaces and dashes, in capitals."""
    if told.isascii() and told.isalnum():
        return told.upper()
    return "".join(char for char in unicodedata.normalize("NFKC", told) if not char.isspace() and char != "-").upper()


def citizen(told: str, *, today: date, demo: bool = False) -> Citizen:
    """The number in 18 places; one of 15 (until 1999) is converted. `demo` lets the demonstration's area in."""
    number = normal(told)
    if len(number) == 15 and _digits(number):
        number = _lengthened(number)
    if len(number) != 18 or not _digits(number[:17]):
        raise Wrong("身份证号应为 18 位（旧证 15 位），前 17 位是数字")
    if number[17] != citizen_check(number[:17]):
        raise Wrong("身份证号的校验位不对，请核对有没有输错")
    return Citizen(number, _area(number, demo=demo), _born_on(number, today=today), _sex(number))


def citizen_check(first17: str) -> str:
    total = sum(weight * int(digit) for weight, digit in zip(CITIZEN_WEIGHTS, first17, strict=True))
    return CITIZEN_CHECKS[total % 11]


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _lengthened(old: str) -> str:
    century = "18" if old[12:] in OVER_A_HUNDRED else "19"
    longer = old[:6] + century + old[6:]
    return longer + citizen_check(longer)


def _area(number: str, *, demo: bool) -> str:
    area = number[:6]
    if area == DEMO:
        if not demo:
            raise Wrong("420599 开头的是演示用号码，正式使用时不能登记")
    elif not was_ever(area):
        raise Wrong(f"身份证号前 6 位“{area}”不是曾经使用过的区划代码")
    return area


def _born_on(number: str, *, today: date) -> date:
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise Wrong("身份证号中的出生日期不是一个真实的日期") from error
    if not EARLIEST_BIRTH <= born_on <= today:
        raise Wrong("身份证号中的出生日期不可能，请核对")
    return born_on


def _sex(number: str) -> str:
    return MALE if int(number[16]) % 2 else FEMALE


def area_code(told: str, *, demo: bool = False) -> str:
    """A county's six digits, of today or of once; twelve when the rest are noughts."""
    code = normal(told)
    code = code.removesuffix("0" * 6) if len(code) == 12 else code
    if len(code) != 6 or not _digits(code):
        raise Wrong("区划代码应为 6 位数字，如 420502")
    if not (was_ever(code) or (demo and code == DEMO)):
        raise Wrong(f"“{code}”不是曾经使用过的县级区划代码，请核对")
    return code


def credit_code(told: str) -> str:
    """A unified social credit code (统一社会信用代码) in its normal form."""
    code = normal(told)
    if len(code) != 18:
        raise Wrong("统一社会信用代码应为 18 位")
    if strange := [char for char in code if char not in CREDIT_ALPHABET]:
        raise Wrong(f"统一社会信用代码中不会有“{strange[0]}”（不使用 I、O、Z、S、V）")
    if code[17] != credit_check(code[:17]):
        raise Wrong("统一社会信用代码的校验位不对，请核对有没有输错")
    return code


def credit_check(first17: str) -> str:
    total = sum(weight * CREDIT_ALPHABET.index(char) for weight, char in zip(CREDIT_WEIGHTS, first17, strict=True))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def part_code(told: str) -> PartCode:
    code = normal(told)
    if len(code) != 16 or not _digits(code):
        raise Wrong("部件代码应为 16 位数字：6 位区划、2 位大类、2 位小类、6 位顺序号")
    if code[6:8] == "00" or code[8:10] == "00":
        raise Wrong("部件代码的大类和小类从 01 编起")
    return PartCode(code, code[:6], code[6:10], code[10:])
