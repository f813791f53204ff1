"""Numbers with check digits: what is valid stays valid however it is typed, and one slip is always found."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.registry.areas import NAMES, YICHANG
from apps.registry.identifiers import (
    CREDIT_ALPHABET,
    Wrong,
    citizen,
    citizen_check,
    credit_check,
    credit_code,
    normal,
    part_code,
)

TODAY = date(2026, 3, 9)
AREAS = st.sampled_from([*YICHANG, "110101", "310104", "513030"])
BIRTHS = st.dates(min_value=date(1900, 1, 1), max_value=TODAY)
ORDERS = st.integers(0, 995).map("{:03}".format)


def number_of(area: str, born_on: date, order: str) -> str:
    first = f"{area}{born_on:%Y%m%d}{order}"
    return first + citizen_check(first)


NUMBERS = st.builds(number_of, AREAS, BIRTHS, ORDERS)


@given(AREAS, BIRTHS, ORDERS)
def test_a_number_tells_area_birth_and_sex(area: str, born_on: date, order: str) -> None:
    found = citizen(number_of(area, born_on, order), today=TODAY)

    assert (found.area, found.born_on, found.sex) == (area, born_on, "1" if int(order[2]) % 2 else "2")


@given(NUMBERS, st.data())
def test_any_one_slip_is_found(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from([char for char in "0123456789X" if char != number[place]]))

    with pytest.raises(Wrong):
        citizen(number[:place] + other + number[place + 1 :], today=TODAY)


@given(NUMBERS, st.integers(0, 16))
def test_two_neighbours_swapped_are_found(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped == number:
        return

    with pytest.raises(Wrong):
        citizen(swapped, today=TODAY)


@given(NUMBERS)
def test_however_it_is_typed_it_is_the_same_number(number: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in number)
    spaced = f" {number[:6]} {number[6:14]}-{number[14:]}\n"

    assert {citizen(told, today=TODAY).number for told in (number, number.lower(), wide, spaced)} == {number}
    assert normal(normal(number)) == normal(number)


@given(AREAS, st.dates(min_value=date(1900, 1, 1), max_value=date(1999, 12, 31)), ORDERS)
def test_a_number_of_15_places_is_converted(area: str, born_on: date, order: str) -> None:
    old = f"{area}{born_on:%y%m%d}{order}"

    assert citizen(old, today=TODAY).number == number_of(area, born_on, order)


def test_an_old_number_of_somebody_over_a_hundred_is_of_the_century_before() -> None:
    assert citizen("420521981201999", today=TODAY).born_on == date(1898, 12, 1)


@pytest.mark.parametrize(("area", "name"), [(area, told[0]) for area, told in YICHANG.items()])
def test_every_code_the_city_ever_had_is_taken(area: str, name: str) -> None:
    assert citizen(number_of(area, date(1980, 5, 1), "001"), today=TODAY).area == area, name


def test_an_area_is_called_as_it_was_last() -> None:
    assert (NAMES["420502"], NAMES["420581"]) == ("西陵区", "宜都市")


@pytest.mark.parametrize("area", ["420598", "420522", "422730", "990101", "420000", "000000"])
def test_a_code_that_never_was_is_refused(area: str) -> None:
    with pytest.raises(Wrong, match="区划代码"):
        citizen(number_of(area, date(1980, 5, 1), "001"), today=TODAY)


def test_the_demonstrations_area_is_taken_in_a_demonstration_only() -> None:
    number = number_of("420599", date(1980, 5, 1), "001")

    assert citizen(number, today=TODAY, demo=True).number == number
    with pytest.raises(Wrong, match="演示"):
        citizen(number, today=TODAY)


@pytest.mark.parametrize("born", ["20260310", "18691231", "20230229", "20231301", "00000000"])
def test_a_birth_that_cannot_be_is_refused(born: str) -> None:
    first = f"420502{born}001"

    with pytest.raises(Wrong, match="出生日期"):
        citizen(first + citizen_check(first), today=TODAY)


def test_who_was_born_today_has_a_number() -> None:
    assert citizen(number_of("420502", TODAY, "001"), today=TODAY).born_on == TODAY
    with pytest.raises(Wrong):
        citizen(number_of("420502", TODAY + timedelta(days=1), "001"), today=TODAY)


@given(st.text(max_size=40))
def test_whatever_is_typed_gets_an_answer(told: str) -> None:
    for read in (lambda: citizen(told, today=TODAY), lambda: credit_code(told), lambda: part_code(told)):
        with suppress(Wrong):
            read()


CREDIT_FIRST = st.text(CREDIT_ALPHABET, min_size=17, max_size=17)


def test_the_check_that_comes_to_zero() -> None:
    assert credit_code("92420502MA00000060") == "92420502MA00000060"


@given(CREDIT_FIRST, st.data())
def test_any_one_slip_in_a_credit_code_is_found(first: str, data: st.DataObject) -> None:
    code = first + credit_check(first)
    place = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from([char for char in CREDIT_ALPHABET if char != code[place]]))

    assert credit_code(code.lower()) == code
    with pytest.raises(Wrong):
        credit_code(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize("letter", "IOZSV")
def test_letters_that_look_like_digits_are_named(letter: str) -> None:
    with pytest.raises(Wrong, match=f"“{letter}”"):
        credit_code(letter + "2420502MA00000060")


def test_a_parts_code_says_county_and_kind() -> None:
    found = part_code("4205020113 000042")

    assert (found.county, found.kind, found.serial) == ("420502", "0113", "000042")
    with pytest.raises(Wrong):
        part_code("4205020013000042")
    with pytest.raises(Wrong):
        part_code("420502011300004")
