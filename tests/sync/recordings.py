"""Recordings as phones write them, element by element; nothing in them can be heard."""

import struct

UNKNOWN = b"\x01\xff\xff\xff\xff\xff\xff\xff"


def webm(seconds: float = 3.0, *, track: int = 2, doctype: bytes = b"webm") -> bytes:
    """As Chromium streams it: nobody knew the length of anything when its head was written."""
    head = _element(b"\x1a\x45\xdf\xa3", _element(b"\x42\x82", doctype))
    info = _element(b"\x15\x49\xa9\x66", _element(b"\x2a\xd7\xb1", (1_000_000).to_bytes(3)))
    tracks = _element(b"\x16\x54\xae\x6b", _element(b"\xae", _element(b"\x83", bytes([track]))))
    clusters = b"".join(
        _cluster(start, min(seconds * 1000 - start, 10_000)) for start in range(0, int(seconds * 1000), 10_000)
    )
    return head + b"\x18\x53\x80\x67" + UNKNOWN + info + tracks + clusters


def _cluster(start: int, length: float) -> bytes:
    blocks = b"".join(_block(at) for at in range(0, int(length) + 1, 1000))
    return b"\x1f\x43\xb6\x75" + UNKNOWN + _element(b"\xe7", start.to_bytes(4)) + blocks


def _block(at: int) -> bytes:
    return _element(b"\xa3", b"\x81" + at.to_bytes(2, signed=True) + b"\x80" + b"opus" * 8)


def _element(name: bytes, content: bytes) -> bytes:
    return name + (len(content) | 1 << 28).to_bytes(4) + content


def mp4(seconds: float = 3.0, *, handler: bytes = b"soun") -> bytes:
    """As Safari writes it."""
    mdhd = _box(b"mdhd", struct.pack(">IIIIII", 0, 0, 0, 48_000, int(seconds * 48_000), 0))
    hdlr = _box(b"hdlr", b"\0" * 8 + handler + b"\0" * 12)
    moov = _box(b"moov", _box(b"trak", _box(b"mdia", mdhd + hdlr)))
    return _box(b"ftyp", b"M4A \0\0\0\0") + moov + _box(b"mdat", b"sound" * 100)


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content
