"""However long and in whatever script: more is hidden than shown."""

from hypothesis import given
from hypothesis import strategies as st

from apps.core.masking import mask_address, mask_name, mask_phone

DIGITS = st.text("0123456789", max_size=20)


def shown(masked: str) -> int:
    return len(masked.replace("*", ""))


def test_a_mobile_number_keeps_its_first_three_and_last_four() -> None:
    assert mask_phone("13812345678") == "138****5678"


def test_a_landline_keeps_two() -> None:
    assert mask_phone("6234567") == "****67"


def test_names_of_two_and_of_three() -> None:
    told = {name: mask_name(name) for name in ("张三", "张小三", "欧阳小三", "张", "")}

    assert told == {"张三": "张*", "张小三": "张*三", "欧阳小三": "欧**三", "张": "*", "": "*"}


def test_an_address_goes_down_to_the_house() -> None:
    told = {
        "西陵一路12号3栋2单元501室": "西陵一路12号3栋***",
        "东山路8号楼501": "东山路8号楼***",
        "云集路25号501室": "云集路25号***",
        "王家村4组": "王家村***",
        "王家村": "王家村***",
        "": "***",
    }

    assert {address: mask_address(address) for address in told} == told


@given(st.text(max_size=40))
def test_a_masked_phone_is_its_ends_and_never_more_than_seven_places(phone: str) -> None:
    head, stars, tail = mask_phone(phone.replace("*", "")).partition("****")

    assert stars
    assert len(head) <= 3
    assert len(tail) <= 4
    assert phone.replace("*", "").startswith(head)
    assert phone.replace("*", "").endswith(tail)


@given(DIGITS)
def test_a_masked_phone_hides_at_least_four_places_or_all_of_them(phone: str) -> None:
    assert len(phone) - shown(mask_phone(phone)) >= min(4, len(phone))


@given(st.text(min_size=1, max_size=40))
def test_a_masked_name_hides_all_but_its_ends(name: str) -> None:
    told = mask_name(name)

    assert len(told) == len(name)
    assert set(told[1:-1]) <= {"*"}
    assert "*" in told
    assert len(name) < 3 or told[-1] == name[-1]
