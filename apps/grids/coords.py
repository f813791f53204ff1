"""Places as phones and maps tell them, turned into CGCS2000 (docs/coordinates.md). Longitude first everywhere."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.gis.geos import Point

from apps.core.refusal import invalid
from apps.grids.models import SRID

Degrees = tuple[float, float]

WEST, EAST, SOUTH, NORTH = 73.0, 136.0, 3.0, 54.0
FARTHEST_M = 100_000.0

KRASOVSKY_M = 6378245.0
FLATNESS = 0.00669342162296594323
BAIDU_TURN = math.pi * 3000 / 180
CLOSE_ENOUGH = 1e-9  # a tenth of a millimetre
TRIES = 20


@dataclass(frozen=True)
class Fix:
    """What was told, in whose system and how exact, and the place it means."""

    raw_x: float
    raw_y: float
    crs: str
    accuracy_m: float | None
    point: Point


def fix_of(lon: float, lat: float, *, crs: str, accuracy_m: float | None = None) -> Fix:
    convert = TO_CGCS2000.get(crs)
    if convert is None:
        raise invalid("crs", f"不认识坐标系“{crs}”，应为 {'、'.join(TO_CGCS2000)} 之一")
    _refuse_nonsense(lon, lat, accuracy_m)
    x, y = convert((lon, lat))
    return Fix(lon, lat, crs, accuracy_m, Point(x, y, srid=SRID))


def _refuse_nonsense(lon: float, lat: float, accuracy_m: float | None) -> None:
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise invalid("lon", "经纬度不是有效的数字，请重新定位")
    if not _in_china(lon, lat):
        turned = "经度和纬度可能写反了，请对调后重试" if _in_china(lat, lon) else "请重新定位或在地图上选点"
        raise invalid("lon", f"这个位置不在中国境内，{turned}")
    if accuracy_m is not None and not 0 <= accuracy_m <= FARTHEST_M:
        raise invalid("accuracy", "定位精度应在 0 到 100000 米之间")


def _in_china(lon: float, lat: float) -> bool:
    return WEST <= lon <= EAST and SOUTH <= lat <= NORTH


def gcj02(place: Degrees) -> Degrees:
    """From WGS-84 (for us the same as CGCS2000) to what AMap, Tencent and WeChat show."""
    lon, lat = place
    east, north = lon - 105.0, lat - 35.0
    sine = math.sin(math.radians(lat))
    magic = 1 - FLATNESS * sine * sine
    meridian = KRASOVSKY_M * (1 - FLATNESS) / magic**1.5
    parallel = KRASOVSKY_M / math.sqrt(magic) * math.cos(math.radians(lat))
    return (
        lon + math.degrees(_push_east(east, north) / parallel),
        lat + math.degrees(_push_north(east, north) / meridian),
    )


def _push_east(x: float, y: float) -> float:
    whole = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    return whole + _waves(x, (6, 20.0), (2, 20.0), (1, 20.0), (1 / 3, 40.0), (1 / 12, 150.0), (1 / 30, 300.0))


def _push_north(x: float, y: float) -> float:
    whole = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    return (
        whole + _waves(x, (6, 20.0), (2, 20.0)) + _waves(y, (1, 20.0), (1 / 3, 40.0), (1 / 12, 160.0), (1 / 30, 320.0))
    )


def _waves(at: float, *waves: tuple[float, float]) -> float:
    return sum(height * math.sin(at * often * math.pi) for often, height in waves) * 2.0 / 3.0


def bd09(place: Degrees) -> Degrees:
    """From WGS-84 to what Baidu shows: GCJ-02 turned and moved once more."""
    x, y = gcj02(place)
    far = math.hypot(x, y) + 0.00002 * math.sin(y * BAIDU_TURN)
    angle = math.atan2(y, x) + 0.000003 * math.cos(x * BAIDU_TURN)
    return far * math.cos(angle) + 0.0065, far * math.sin(angle) + 0.006


def _undone(shift: Callable[[Degrees], Degrees]) -> Callable[[Degrees], Degrees]:
    """The shift changes slowly from place to place, so taking it off again a few times finds where it came from."""

    def undo(shown: Degrees) -> Degrees:
        lon, lat = shown
        for _ in range(TRIES):
            x, y = shift((lon, lat))
            lon, lat = lon + shown[0] - x, lat + shown[1] - y
            if max(abs(shown[0] - x), abs(shown[1] - y)) < CLOSE_ENOUGH:
                break
        return lon, lat

    return undo


def _same(place: Degrees) -> Degrees:
    return place


TO_CGCS2000: dict[str, Callable[[Degrees], Degrees]] = {
    "EPSG:4490": _same,
    "WGS84": _same,
    "GCJ02": _undone(gcj02),
    "BD09": _undone(bd09),
}
