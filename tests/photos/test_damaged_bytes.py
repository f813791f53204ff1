"""Whatever a hostile or unlucky phone sends ends in a picture or a Refusal, and in bounded memory."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.core.refusal import Refusal
from apps.photos import imaging
from tests.photos import pictures
from tests.photos.conftest import NOW

# Pillow warns about broken tags; here only what comes out matters.
pytestmark = pytest.mark.filterwarnings("ignore")
MOST_KILOBYTES = 650 * 1024


@cache
def whole_files() -> tuple[bytes, ...]:
    tagged = pictures.exif(orientation=6)
    return (
        pictures.jpeg(96, 64, exif=tagged),
        pictures.jpeg(96, 64, progressive=True),
        pictures.everything_about_me(),
        pictures.two_in_one_jpeg(),
        pictures.png(96, 64, exif=tagged),
        pictures.saved(pictures.scene(96, 64).convert("P"), "PNG"),
        pictures.animated_png(),
        pictures.heic(96, 64, exif=tagged.tobytes()),
    )


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A whole file with a few bytes replaced, cut out, doubled or put in; the first kilobyte is hit most often."""
    content = bytearray(draw(st.sampled_from(whole_files())))
    for _ in range(draw(st.integers(1, 6))):
        reach = draw(st.sampled_from([64, 1024, len(content)]))
        at = draw(st.integers(0, max(0, min(reach, len(content)) - 1)))
        length = draw(st.integers(0, 40))
        match draw(st.sampled_from(["replace", "cut", "double", "insert", "end"])):
            case "replace":
                put = draw(st.binary(min_size=1, max_size=8))
                content[at : at + len(put)] = put
            case "cut":
                del content[at : at + length]
            case "double":
                content[at:at] = content[at : at + length]
            case "insert":
                content[at:at] = draw(st.binary(max_size=40))
            case "end":
                del content[at + length :]
    return bytes(content)


def is_picture_or_refusal(received: bytes) -> bool:
    try:
        picture = imaging.read(received, at=NOW)
    except Refusal:
        return True
    return picture.jpeg[:2] == b"\xff\xd8" and max(picture.width, picture.height) <= imaging.LONGEST_SIDE


@settings(max_examples=300, deadline=None)
@given(damaged())
def test_damaged_files_end_in_a_picture_or_a_refusal(received: bytes) -> None:
    assert is_picture_or_refusal(received)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\0\0\0\x18ftypheic\0\0\0\0"]), st.binary())
def test_random_bytes_end_in_a_refusal(start: bytes, rest: bytes) -> None:
    with pytest.raises(Refusal):
        imaging.read(start + rest, at=NOW)


@pytest.mark.parametrize("kind", ["largest bitmap", "largest progressive jpeg"])
def test_the_memory_needed_stays_bounded(kind: str, tmp_path: Path) -> None:
    received = {
        "largest bitmap": lambda: pictures.bomb_png(7_000, 7_000),
        "largest progressive jpeg": lambda: pictures.jpeg(7_000, 7_000, progressive=True, subsampling=0),
    }[kind]()
    file = tmp_path / "received"
    file.write_bytes(received)

    said = subprocess.run([sys.executable, "-c", READ_AND_WEIGH, file], check=True, capture_output=True, text=True)  # noqa: S603

    assert int(said.stdout) < MOST_KILOBYTES


# In a process of its own: what other tests needed at their peak does not count.
READ_AND_WEIGH = """
import re, sys
from datetime import UTC, datetime
from pathlib import Path
from apps.core.refusal import Refusal
from apps.photos import imaging

try:
    imaging.read(Path(sys.argv[1]).read_bytes(), at=datetime.now(UTC))
except Refusal:
    pass
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""
