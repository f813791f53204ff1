"""What is sealed opens with its key alone, and only unharmed."""

import pytest
from cryptography.exceptions import InvalidTag
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from apps.core.sealing import keyed_hash, seal, unseal

PHONE = "13812345678"


@given(st.text())
def test_what_was_sealed_is_unsealed(text: str) -> None:
    assert unseal(seal(text)) == text


def test_two_seals_of_one_text_differ() -> None:
    assert seal(PHONE) != seal(PHONE)


def test_nothing_of_the_text_is_in_its_seal() -> None:
    assert PHONE.encode() not in seal(PHONE)


@given(st.data())
def test_a_seal_changed_anywhere_does_not_open(data: st.DataObject) -> None:
    sealed = bytearray(seal(PHONE))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises((InvalidTag, IndexError)):
        unseal(bytes(sealed))


@given(st.integers(0, 39))
def test_a_seal_cut_short_does_not_open(length: int) -> None:
    with pytest.raises((InvalidTag, IndexError, ValueError)):
        unseal(seal(PHONE)[:length])


def test_an_older_key_still_opens_what_it_sealed(settings: Settings) -> None:
    settings.SEALING_KEYS = ["old"]
    sealed = seal(PHONE)

    settings.SEALING_KEYS = ["old", "new"]

    assert unseal(sealed) == PHONE
    assert seal(PHONE)[0] == 1


def test_another_key_does_not_open_it(settings: Settings) -> None:
    settings.SEALING_KEYS = ["one"]
    sealed = seal(PHONE)

    settings.SEALING_KEYS = ["another"]

    with pytest.raises(InvalidTag):
        unseal(sealed)


def test_the_hash_of_a_phone_stays_when_a_key_is_added(settings: Settings) -> None:
    settings.SEALING_KEYS = ["old"]
    before = keyed_hash(PHONE)

    settings.SEALING_KEYS = ["old", "new"]

    assert keyed_hash(PHONE) == before
    assert len(before) == 32


def test_without_the_key_the_hash_is_another(settings: Settings) -> None:
    settings.SEALING_KEYS = ["one"]
    before = keyed_hash(PHONE)

    settings.SEALING_KEYS = ["another"]

    assert keyed_hash(PHONE) != before


@given(st.text())
def test_sm4_seals_and_opens_as_well(text: str) -> None:
    with override_settings(SEALING_CIPHER="SM4-GCM"):
        sealed = seal(text)

    assert (sealed[0], unseal(sealed)) == (0x80, text)


@given(st.data())
def test_a_seal_of_sm4_changed_anywhere_does_not_open(data: st.DataObject) -> None:
    with override_settings(SEALING_CIPHER="SM4-GCM"):
        sealed = bytearray(seal(PHONE))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises((InvalidTag, IndexError)):
        unseal(bytes(sealed))
