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


def caption_of(
    *, taken_at: datetime | None, place: Place | None, place_text: str = "", worker: str = "", number: str = ""
) -> list[str]:
    """The usual lines, in their usual order; what is not known is left out."""
    moment = f"时间：{timezone.localtime(taken_at):%Y-%m-%d %H:%M:%S}" if taken_at else ""
    who = "　".join(
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
    words = [_printable(line) for line in lines[:MOST_LINES]]
    font = _fitting(words, image)
    margin, leading = int(font.size * 0.6), int(font.size * 1.35)
    top = max(0, image.height - leading * len(words) - 2 * margin)
    _shade(image, top)
    pen = ImageDraw.Draw(image)
    for row, line in enumerate(words):
        pen.text((margin, top + margin + row * leading), line, font=font, fill=INK)
    return encoded(image)


def _printable(line: str) -> str:
    return "".join(letter for letter in line if letter.isprintable())[:LONGEST_LINE]


def _fitting(words: list[str], image: Image.Image) -> ImageFont.FreeTypeFont:
    """About a thirtieth of the picture, smaller where the longest line would run over the edge."""
    wanted = font_of(max(14, min(image.size) // 30))
    widest = max((wanted.getlength(line) for line in words), default=0)
    room = image.width - 1.2 * wanted.size
    if widest <= room:
        return wanted
    return font_of(max(4, int(wanted.size * max(0.0, image.width) / (widest + 1.2 * wanted.size))))


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
