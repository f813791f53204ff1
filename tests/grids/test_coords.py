import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.refusal import Refusal
from apps.grids.coords import TO_CGCS2000, bd09, fix_of, gcj02

METRES = 111_320
IN_CITY = st.tuples(st.floats(110.2, 112.1), st.floats(29.9, 31.6))
IN_CHINA = st.tuples(st.floats(74.0, 135.0), st.floats(4.0, 53.0))


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    east = (one[0] - other[0]) * math.cos(math.radians(one[1])) * METRES
    return math.hypot(east, (one[1] - other[1]) * METRES)


@given(st.one_of(IN_CITY, IN_CHINA), st.sampled_from([("GCJ02", gcj02), ("BD09", bd09)]))
def test_what_a_map_shows_leads_back_to_the_place(place: tuple[float, float], shown: tuple[str, object]) -> None:
    crs, shift = shown

    assert metres(TO_CGCS2000[crs](shift(place)), place) < 0.01  # type: ignore[operator]


def test_at_yichang_gcj02_lies_600_metres_to_the_south_east() -> None:
    place = (111.286, 30.692)

    lon, lat = gcj02(place)

    assert lon - place[0] == pytest.approx(0.0057, abs=0.0003)
    assert lat - place[1] == pytest.approx(-0.0024, abs=0.0003)
    assert metres((lon, lat), place) == pytest.approx(600, abs=30)


def test_baidu_lies_about_a_kilometre_from_gcj02() -> None:
    place = (111.286, 30.692)

    assert 700 < metres(bd09(place), gcj02(place)) < 1200


@pytest.mark.parametrize("crs", ["EPSG:4490", "WGS84"])
def test_a_phone_told_in_our_own_system_is_taken_as_it_is(crs: str) -> None:
    fix = fix_of(111.3, 30.7, crs=crs, accuracy_m=12.5)

    assert fix.point.coords == (111.3, 30.7)
    assert fix.point.srid == 4490
    assert (fix.raw_x, fix.raw_y, fix.crs, fix.accuracy_m) == (111.3, 30.7, crs, 12.5)


def test_the_raw_place_is_kept_beside_the_converted_one() -> None:
    lon, lat = gcj02((111.3, 30.7))

    fix = fix_of(lon, lat, crs="GCJ02")

    assert (fix.raw_x, fix.raw_y, fix.crs, fix.accuracy_m) == (lon, lat, "GCJ02", None)
    assert fix.point.coords == pytest.approx((111.3, 30.7), abs=1e-8)


@pytest.mark.parametrize(
    ("lon", "lat", "crs", "accuracy", "field", "said"),
    [
        (30.7, 111.3, "WGS84", None, "lon", "写反"),
        (0.0, 0.0, "WGS84", None, "lon", "不在中国境内"),
        (math.nan, 30.7, "WGS84", None, "lon", "不是有效的数字"),
        (math.inf, 30.7, "GCJ02", None, "lon", "不是有效的数字"),
        (111.3, 30.7, "EPSG:3857", None, "crs", "不认识坐标系"),
        (111.3, 30.7, "WGS84", -1.0, "accuracy", "定位精度"),
        (111.3, 30.7, "WGS84", math.nan, "accuracy", "定位精度"),
        (1e300, 1e300, "BD09", None, "lon", "不在中国境内"),
    ],
)
def test_nonsense_is_refused_in_words(
    lon: float, lat: float, crs: str, accuracy: float | None, field: str, said: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        fix_of(lon, lat, crs=crs, accuracy_m=accuracy)

    assert refusal.value.code == "invalid"
    assert refusal.value.field == field
    assert said in refusal.value.message
