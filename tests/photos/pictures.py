"""Pictures as phones make them, and as they should not be."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import ExifTags, Image, ImageCms, ImageDraw

from apps.photos import imaging

GPS, IFD, Base = ExifTags.GPS, ExifTags.IFD, ExifTags.Base

assert imaging.FORMATS  # the HEIC codec is registered there


def scene(width: int = 640, height: int = 480) -> Image.Image:
    """Top half sky, bottom half grass, a red corner at the top left: shows which way up it is."""
    image = Image.new("RGB", (width, height), (120, 170, 230))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, height // 2, width, height), fill=(70, 130, 60))
    pen.rectangle((0, 0, width // 8, height // 8), fill=(220, 20, 20))
    return image


def saved(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(width: int = 640, height: int = 480, **options: Any) -> bytes:
    return saved(scene(width, height), **options)


def png(width: int = 640, height: int = 480, **options: Any) -> bytes:
    return saved(scene(width, height), "PNG", **options)


def heic(width: int = 640, height: int = 480, **options: Any) -> bytes:
    pillow_heif.register_heif_opener()
    try:
        return saved(scene(width, height), "HEIF", **options)
    finally:
        pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def exif(
    *,
    taken: object = "2026:08:01 10:20:30",
    offset: str | None = "+08:00",
    gps: dict[int, object] | None = None,
    orientation: int = 1,
) -> Image.Exif:
    tags = Image.Exif()
    tags[Base.Orientation] = orientation
    tags[Base.Make] = "HUAWEI"
    detail = tags.get_ifd(IFD.Exif)
    detail[Base.DateTimeOriginal] = taken
    if offset is not None:
        detail[Base.OffsetTimeOriginal] = offset
    tags.get_ifd(IFD.GPSInfo).update(YICHANG if gps is None else gps)
    return tags


# 30°41'29.4"N 111°17'11.0"E, give or take eight metres
YICHANG: dict[int, object] = {
    GPS.GPSLatitudeRef: "N",
    GPS.GPSLatitude: (30.0, 41.0, 29.4),
    GPS.GPSLongitudeRef: "E",
    GPS.GPSLongitude: (111.0, 17.0, 11.0),
    GPS.GPSHPositioningError: 8.0,
}


def everything_about_me() -> bytes:
    """A JPEG with every kind of metadata a camera or an editor leaves."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return jpeg(exif=exif(), comment=b"SECRET-COMMENT", xmp=b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>", icc_profile=profile)


def bomb_png(width: int, height: int) -> bytes:
    """A few kilobytes that announce, and keep, a picture of any size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(b"\0" * (1 + (width + 7) // 8)) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def animated_png() -> bytes:
    other = scene().transpose(Image.Transpose.ROTATE_180)
    return saved(scene(), "PNG", save_all=True, append_images=[other], duration=100)


def two_in_one_jpeg() -> bytes:
    """MPO, as phones write it for depth and HDR."""
    return saved(scene(), "MPO", save_all=True, append_images=[scene(64, 48)])
