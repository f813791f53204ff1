"""Words burnt into a copy of a photo: when, where, who, which matter."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from apps.photos.exif import Place
from apps.photos.imaging import encoded, reopened

MOST_LINES = 6
LONGEST_LINE = 80
INK = (255, 255, 255)
SHADE = (0, 0, 0)
SHADE_STRENGTH = 0.55
MOST_HIDDEN = 0.5
SMALLEST = 6


def caption_of(
    *, taken_at: datetime | None, place: Place | None, place_text: str = "", worker: str = "", number: str = ""
) -> list[str]:
    """The usual lines, in their usual order; what is not known is left out."""
    moment = f"时间：{timezone.localtime(taken_at):%Y-%m-%d %H:%M:%S}" if taken_at else ""
    who = "  ".join(
        word for word in (f"网格员：{worker}" if worker else "", f"编号：{number}" if number else "") if word
    )
    return [line for line in (moment, f"地点：{place_text}" if place_text else "", _coordinates(place), who) if line]


def _coordinates(place: Place | None) -> str:
    if place is None:
        return ""
    lat = f"{abs(place.lat):.6f}{'N' if place.lat >= 0 else 'S'}"
    lon = f"{abs(place.lon):.6f}{'E' if place.lon >= 0 else 'W'}"
    return f"坐标：{lat}, {lon}" + (f" ±{place.accuracy:.0f}米" if place.accuracy else "")


def marked(jpeg: bytes, lines: list[str]) -> bytes:
    """The same picture with a dark, see-through strip at its foot that carries the lines."""
    image = reopened(jpeg)
    font, rows = _laid_out([_printable(line) for line in lines[:MOST_LINES]], image)
    margin, leading = _spacing(font)
    top = max(0, image.height - leading * len(rows) - 2 * margin)
    _shade(image, top)
    pen = ImageDraw.Draw(image)
    for number, row in enumerate(rows):
        pen.text((margin, top + margin + number * leading), row, font=font, fill=INK)
    return encoded(image)


def _printable(line: str) -> str:
    known = (" " if letter.isspace() else letter for letter in line[:LONGEST_LINE])
    return "".join(letter for letter in known if letter.isprintable())


def _laid_out(lines: list[str], image: Image.Image) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Letters a thirtieth of the picture high, lines broken at its edge; smaller where they would hide half of it."""
    size = max(14, min(image.size) // 30)
    while True:
        font = font_of(size)
        margin, leading = _spacing(font)
        rows = [row for line in lines for row in _broken(line, font, image.width - 2 * margin)]
        if size <= SMALLEST or len(rows) * leading + 2 * margin <= image.height * MOST_HIDDEN:
            return font, rows
        size = max(SMALLEST, size * 4 // 5)


def _spacing(font: ImageFont.FreeTypeFont) -> tuple[int, int]:
    return int(font.size * 0.6), int(font.size * 1.35)


def _broken(line: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    rows = [""]
    for letter in line:
        if rows[-1] and font.getlength(rows[-1] + letter) > room:
            rows.append("")
        rows[-1] += letter
    return rows


def _shade(image: Image.Image, top: int) -> None:
    strip = image.crop((0, top, image.width, image.height))
    dark = Image.new("RGB", strip.size, SHADE)
    image.paste(Image.blend(strip, dark, SHADE_STRENGTH), (0, top))


@lru_cache(maxsize=64)
def font_of(size: int) -> ImageFont.FreeTypeFont:
    """The simplified Chinese face of the collection; in the others 骨 and 直 are drawn the Japanese or Korean way."""
    path = Path(settings.PHOTO_FONT)
    faces = range(10 if path.suffix == ".ttc" else 1)
    try:
        for face in faces:
            font = ImageFont.truetype(path, size, index=face, layout_engine=ImageFont.Layout.BASIC)
            if str(font.getname()[0]).endswith(" SC"):
                return font
    except OSError as missing:
        if not path.is_file():
            raise ImproperlyConfigured(f"{path} is missing: {HINT}") from missing
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


HINT = "install the Debian package fonts-noto-cjk, or point PHOTO_FONT at a font with Chinese characters"
