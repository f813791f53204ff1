"""What a recorded file really is, and how long it runs: told by its container, not by its name.

MediaRecorder writes WebM (Chromium, Android) or MP4 (Safari). Nothing is decoded: the players do that, in their own
sandbox; here it is only held to be one of the two, and short.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.core.refusal import invalid

# By what the container says: the type to serve it as, and the file's ending.
TYPES = {"webm": ("audio/webm", "webm"), "mp4": ("audio/mp4", "m4a")}
LONGEST_SECONDS = 60
# The button is let go a little late, and containers round up.
TOLERANCE = 2
EBML, DOCTYPE, SEGMENT, CLUSTER, TIMECODE, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK, INFO, SCALE, TRACKS, ENTRY, TRACK_TYPE = (
    0x1A45DFA3, 0x4282, 0x18538067, 0x1F43B675, 0xE7, 0xA3, 0xA0, 0xA1, 0x1549A966, 0x2AD7B1, 0x1654AE6B, 0xAE, 0x83,
)  # fmt: skip
INSIDE = {SEGMENT, CLUSTER, BLOCK_GROUP, INFO, TRACKS, ENTRY}
AUDIO = 2
BOXES = {b"moov", b"trak", b"mdia", b"moof", b"traf"}


@dataclass(frozen=True)
class Sound:
    type: str
    seconds: float


def read(received: bytes) -> Sound:
    """Refuses what is not a short recording."""
    try:
        sound = _webm(received) if received[:4] == b"\x1a\x45\xdf\xa3" else _mp4(received)
    except (IndexError, ValueError) as broken:
        raise invalid("file", "语音文件已损坏或不是可用的录音，请重新录一段") from broken
    if not 0 < sound.seconds <= LONGEST_SECONDS + TOLERANCE:
        raise invalid("file", f"语音应在{LONGEST_SECONDS}秒以内，请重新录一段")
    return sound


def _webm(content: bytes) -> Sound:
    """The time of the last block; a recorder does not know the length when it writes the head."""
    scale, cluster, last, kinds = 1_000_000, 0, 0, set()
    doctype = b""
    for name, start, end in _elements(content, 0, len(content)):
        value = content[start:end]
        if name == DOCTYPE:
            doctype = value.rstrip(b"\0")
        elif name == SCALE:
            scale = int.from_bytes(value)
        elif name == TRACK_TYPE:
            kinds.add(int.from_bytes(value))
        elif name == TIMECODE:
            cluster = int.from_bytes(value)
        elif name in (SIMPLE_BLOCK, BLOCK):
            last = max(last, cluster + _offset(value))
    if doctype != b"webm" or kinds != {AUDIO}:
        raise ValueError("no audio-only WebM")
    return Sound("webm", last * scale / 1e9)


def _offset(block: bytes) -> int:
    """Behind the track's number stand two bytes of time."""
    size, _ = _number(block, 0, keep_mark=False)
    return int.from_bytes(block[size : size + 2], signed=True)


def _elements(content: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """All of them in their order, those that hold others opened."""
    while at < end:
        at, name = _number(content, at, keep_mark=True)
        width = at
        at, size = _number(content, at, keep_mark=False)
        # All ones: the length was not known when it was written, so it goes on to the next of its kind.
        unknown = size == (1 << 7 * (at - width)) - 1
        if name in INSIDE or name == EBML:
            continue
        if unknown or at + size > end:
            raise ValueError("cut off")
        yield name, at, at + size
        at += size


def _number(content: bytes, at: int, *, keep_mark: bool) -> tuple[int, int]:
    """Where it ends, and the number: as wide as its leading zeros say."""
    first = content[at]
    width = 9 - first.bit_length()
    if width > 8 or at + width > len(content):
        raise ValueError("no number")
    value = int.from_bytes(content[at : at + width])
    return at + width, value if keep_mark else value & ((1 << 7 * width) - 1)


def _mp4(content: bytes) -> Sound:
    """By its head; one written in pieces as it was recorded has the length in the pieces."""
    if content[4:8] != b"ftyp":
        raise ValueError("neither WebM nor MP4")
    scale, whole, pieces, handlers = 1, 0, 0, set()
    for name, start, end in _boxes(content, 0, len(content)):
        value = content[start:end]
        if name == b"hdlr":
            handlers.add(value[8:12])
        elif name == b"mdhd":
            scale, whole = _times(value)
        elif name == b"tfdt":
            pieces = max(pieces, int.from_bytes(value[4:12] if value[0] else value[4:8]))
    if b"vide" in handlers or b"soun" not in handlers or scale == 0:
        raise ValueError("no audio-only MP4")
    return Sound("mp4", max(whole, pieces) / scale)


def _times(head: bytes) -> tuple[int, int]:
    if head[0] == 1:
        return int.from_bytes(head[20:24]), int.from_bytes(head[24:32])
    return int.from_bytes(head[12:16]), int.from_bytes(head[16:20])


def _boxes(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """All of them in their order, those that hold others opened."""
    while at < end:
        size, name, head = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16]), 16
        stop = end if size == 0 else at + size
        if stop > end or stop < at + head:
            raise ValueError("cut off")
        if name not in BOXES:
            yield name, at + head, stop
        at = at + head if name in BOXES else stop
