"""Received bytes → a clean JPEG, or a Refusal. Knows neither the database nor the storage.

Nothing of the received bytes is kept: whatever else a file was besides a picture does not survive being drawn anew.
"""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms
from PIL.Image import Resampling, Transpose

from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.photos.exif import Claim, claim_of

MAX_PIXELS = 50_000_000
LONGEST_SIDE = 2560
THUMBNAIL_SIDE = 480
PREVIEW_SIDE = 240
QUALITY = 85
# A progressive JPEG is drawn once per scan; real ones have about ten, hostile ones thousands.
MAX_SCANS = 60
MAX_PROFILE_BYTES = 2 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "HEIF")
# The worst picture still allowed needs some 550 MB to be drawn (docs/photos.md), so they take turns.
DECODERS = threading.BoundedSemaphore(2)
PATIENCE_SECONDS = 20

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Picture:
    """A received photo made clean: `sha256` is of the received bytes, `jpeg_sha256` of the ones to store."""

    sha256: str
    jpeg: bytes
    jpeg_sha256: str
    width: int
    height: int
    claim: Claim


def read(received: bytes, *, at: datetime) -> Picture:
    """Refuses what is not exactly one still JPEG, PNG or HEIC picture of a sane size, whatever it is called."""
    if not received:
        raise invalid("file", "照片是空的（0字节），请重新拍摄或选择")
    with _turn():
        image, claim = _decoded(received, at=at)
    jpeg = encoded(image)
    return Picture(sha256(received), jpeg, sha256(jpeg), image.width, image.height, claim)


def thumbnail(jpeg: bytes) -> bytes:
    return encoded(reopened(jpeg, side=THUMBNAIL_SIDE), quality=75)


def preview(received: bytes, *, at: datetime) -> bytes:
    """What a phone sends ahead of a photo; shown for minutes, so small and coarse."""
    with _turn():
        image, _claim = _decoded(received, at=at)
    return encoded(_shrunk(image, PREVIEW_SIDE), quality=60)


def reopened(jpeg: bytes, *, side: int = LONGEST_SIDE) -> Image.Image:
    """A stored picture for drawing on; `invalid` if the file has been damaged since."""
    with _turn():
        return _drawn(_opened(jpeg), side)


def encoded(image: Image.Image, *, quality: int = QUALITY) -> bytes:
    # Pillow would carry a JPEG comment over from here.
    image.info = {}
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, exif=b"")
    return out.getvalue()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@contextmanager
def _turn() -> Iterator[None]:
    if not DECODERS.acquire(timeout=PATIENCE_SECONDS):
        raise Refusal(RefusalCode.TOO_MANY, "服务器正忙，请稍后再上传照片")
    try:
        yield
    finally:
        DECODERS.release()


def _decoded(received: bytes, *, at: datetime) -> tuple[Image.Image, Claim]:
    image = _opened(received)
    claim = claim_of(image, at=at)
    clean = _drawn(image, LONGEST_SIDE)
    turn = TURNS.get(claim.orientation)
    return (clean.transpose(turn) if turn else clean), claim


def _drawn(image: Image.Image, side: int) -> Image.Image:
    try:
        # The decoder leaves out what would be shrunk away anyway: half, a quarter, an eighth of each side.
        image.draft("RGB", (side, side))
        image.load()
        _refuse_size(image)
        return _flat(_shrunk(image, side))
    except Refusal:
        raise
    except Exception as broken:
        raise invalid("file", "照片已损坏或不完整，请重新拍摄或选择") from broken


def _opened(received: bytes) -> Image.Image:
    """Only the header is read here; the size is judged before a single pixel is drawn."""
    if received[:2] == b"\xff\xd8" and received.count(b"\xff\xda") > MAX_SCANS:
        raise invalid("file", "照片结构异常，请重新拍摄或选择")
    try:
        image = Image.open(BytesIO(received), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_many_pixels() from bomb
    except Exception as unknown:
        raise invalid("file", "这不是可用的照片，请上传 JPEG、PNG 或 HEIC 格式的照片") from unknown
    _refuse_size(image)
    # A phone's JPEG often carries a second picture (MPO: depth, HDR) and HEIC a burst: the first is the photo.
    if image.format == "PNG" and getattr(image, "is_animated", False):
        raise invalid("file", "不支持动图，请上传静态照片")
    return image


def _refuse_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> Refusal:
    return Refusal(
        RefusalCode.TOO_LARGE, f"照片尺寸过大（最多{MAX_PIXELS // 10_000}万像素），请降低分辨率后重试", "file"
    )


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    image = _plain(image)
    scale = side / max(image.size)
    if scale >= 1:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Resampling.LANCZOS, reducing_gap=2.0)


def _plain(image: Image.Image) -> Image.Image:
    """A mode that can be resampled: palettes and bitmaps cannot, and 16 bits of grey would be clipped to white."""
    if image.mode.startswith("I"):
        return image.point(lambda level: level / 256).convert("L")
    if image.mode == "P":
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image.convert("L") if image.mode == "1" else image


def _flat(image: Image.Image) -> Image.Image:
    """sRGB on white paper."""
    image = _in_srgb(image)
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or len(profile) > MAX_PROFILE_BYTES or image.mode not in {"RGB", "RGBA", "L", "CMYK"}:
        return image
    into = image.mode if image.mode == "RGBA" else "RGB"
    try:
        return _converted(image, profile, into)
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A broken profile costs a little colour, not the photo.
        return image


def _converted(image: Image.Image, profile: bytes, into: str) -> Image.Image:
    source = ImageCms.ImageCmsProfile(BytesIO(profile))
    moved = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=into)
    return moved or image
