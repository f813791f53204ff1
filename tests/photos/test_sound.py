"""A voice note is what its container says, whatever it is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.refusal import Refusal
from apps.photos import sound
from tests.sync.recordings import mp4, webm


@pytest.mark.parametrize("seconds", [1, 12, 60])
@pytest.mark.parametrize(("kind", "record"), [("webm", webm), ("mp4", mp4)])
def test_both_phones_recordings_are_understood(kind: str, record: object, seconds: float) -> None:
    heard = sound.read(record(seconds))  # type: ignore[operator]

    assert heard.type == kind
    assert heard.seconds == pytest.approx(seconds, abs=1)


@pytest.mark.parametrize(
    "received",
    [
        b"", b"ID3 a song", webm(75), mp4(75), webm(track=1), mp4(handler=b"vide"), webm(doctype=b"matroska"),
        webm()[:-7], mp4()[:-7], b"\x1a\x45\xdf\xa3" * 40, b"\0\0\0\x08ftyp" + b"\0\0\0\x08moov" * 100_000,
    ],
    ids=["nothing", "other", "long", "long-mp4", "film", "film-mp4", "matroska", "cut", "cut-mp4", "nest", "boxes"],
)  # fmt: skip
def test_anything_else_is_refused_in_words(received: bytes) -> None:
    with pytest.raises(Refusal, match="语音"):
        sound.read(received)


@given(st.data())
def test_damage_ends_in_a_recording_or_a_refusal(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([webm(2), mp4(2)])))
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[at] = data.draw(st.integers(0, 255))

    try:
        heard = sound.read(bytes(whole))
    except Refusal:
        return
    assert 0 < heard.seconds <= 62
