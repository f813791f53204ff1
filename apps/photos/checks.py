"""Without a Chinese font every watermark would be a row of boxes; better to hear of it at the start."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from apps.photos.watermark import HINT, font_of

# A character every Chinese font has, and a code point none may have: that one is drawn as the box.
NEEDED, NOBODYS = "网", "\uffff"


@register
def chinese_font(**_: Any) -> list[CheckMessage]:
    try:
        font = font_of(20)
    except (ImproperlyConfigured, OSError) as missing:
        return [Error(f"PHOTO_FONT: {missing}", hint=HINT, id="photos.E001")]
    if bytes(font.getmask(NEEDED)) == bytes(font.getmask(NOBODYS)):
        return [Error("PHOTO_FONT has no Chinese characters", hint=HINT, id="photos.E002")]
    return []
