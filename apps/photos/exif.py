"""When and where the camera says it was. A claim, not a proof; what is not sane is ignored."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

T = TypeVar("T")
# A camera writes its wall clock; without an offset beside it, it hung on a wall in China.
CHINA = ZoneInfo("Asia/Shanghai")
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True)
class Place:
    lon: float
    lat: float
    accuracy: float | None = None


@dataclass(frozen=True)
class Claim:
    taken_at: datetime | None = None
    place: Place | None = None
    orientation: int = 1


def claim_of(image: Image.Image, *, at: datetime) -> Claim:
    exif = _or_none(image.getexif)
    if not exif:
        return Claim()
    detail: dict[int, Any] = _or_none(lambda: exif.get_ifd(IFD.Exif)) or {}
    gps: dict[int, Any] = _or_none(lambda: exif.get_ifd(IFD.GPSInfo)) or {}
    orientation = exif.get(Base.Orientation)
    return Claim(
        _or_none(lambda: _taken_at(detail, at)),
        _or_none(lambda: _place(gps)),
        orientation if isinstance(orientation, int) else 1,
    )


def sane_moment(moment: datetime | None, *, at: datetime) -> datetime | None:
    return moment.astimezone(UTC) if moment and EARLIEST <= moment <= at + CLOCKS_DIFFER else None


def sane_place(lon: float | None, lat: float | None, accuracy: float | None = None) -> Place | None:
    """None for what lies outside the globe and for 0,0, which cameras write before they have a fix."""
    if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return None
    if abs(lon) < 1e-6 and abs(lat) < 1e-6:
        return None
    known = accuracy is not None and math.isfinite(accuracy) and 0 < accuracy < 100_000
    return Place(round(lon, 7), round(lat, 7), accuracy if known else None)


def _or_none(read: Callable[[], T]) -> T | None:
    """Foreign tags can be of any type and length, and Pillow raises nearly everything over them."""
    try:
        return read()
    except Exception:  # noqa: BLE001 -- a photo with nonsense in its tags is still a photo
        return None


def _taken_at(detail: dict[int, Any], at: datetime) -> datetime | None:
    wall = datetime.strptime(str(detail[Base.DateTimeOriginal]).strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    offset = str(detail.get(Base.OffsetTimeOriginal, "")).strip("\0 ")
    zone = _or_none(lambda: datetime.strptime(offset, "%z").tzinfo) or CHINA
    return sane_moment(wall.replace(tzinfo=zone), at=at)


def _place(gps: dict[int, Any]) -> Place | None:
    lat = _degrees(gps[GPS.GPSLatitude], minus=str(gps[GPS.GPSLatitudeRef]).upper().startswith("S"))
    lon = _degrees(gps[GPS.GPSLongitude], minus=str(gps[GPS.GPSLongitudeRef]).upper().startswith("W"))
    return sane_place(lon, lat, _or_none(lambda: float(gps[GPS.GPSHPositioningError])))


def _degrees(parts: Any, *, minus: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return (degrees + minutes / 60 + seconds / 3600) * (-1 if minus else 1)
