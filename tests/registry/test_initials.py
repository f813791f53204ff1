import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.registry.initials import initials_of

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("张三丰", "zsf"), ("单雄信", "sxx"), ("曾国藩", "zgf"), ("解缙", "xj"), ("阿依古丽·买买提", "ayglmmt"),
     ("Li Lei", "lilei"), ("王①", "w1"), ("", ""), ("吕布", "lb"), ("覃勇", "qy")],
)  # fmt: skip
def test_a_name_has_its_letters(name: str, letters: str) -> None:
    assert initials_of(name) == letters


@given(HAN, st.integers(1, 6))
def test_the_beginning_of_a_name_gives_the_beginning_of_its_letters(name: str, length: int) -> None:
    assert initials_of(name).startswith(initials_of(name[:length]))


@given(st.text(max_size=60))
def test_letters_are_small_plain_and_few(name: str) -> None:
    letters = initials_of(name)

    assert len(letters) <= 20
    assert all(char.isascii() and (char.isdigit() or char.islower()) for char in letters)
