from datetime import UTC, datetime, timedelta
from math import inf, nan

import pytest
from PIL.ExifTags import GPS

from apps.photos import imaging
from apps.photos.exif import Claim, Place, sane_moment, sane_place
from tests.photos import pictures
from tests.photos.conftest import NOW

TAKEN_AT = datetime(2026, 8, 1, 2, 20, 30, tzinfo=UTC)


def claim_of(received: bytes) -> Claim:
    return imaging.read(received, at=NOW).claim


def tagged(**tags: object) -> Claim:
    return claim_of(pictures.jpeg(exif=pictures.exif(**tags)))  # type: ignore[arg-type]


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.heic])
def test_time_and_place_are_read_from_every_format(make: object) -> None:
    assert callable(make)

    claim = claim_of(make(exif=pictures.exif().tobytes()))

    assert claim == Claim(TAKEN_AT, Place(111.2863889, 30.6915, 8.0))


def test_a_photo_without_tags_claims_nothing() -> None:
    assert claim_of(pictures.jpeg()) == Claim()


def test_a_time_without_offset_is_chinas() -> None:
    assert tagged(offset=None).taken_at == TAKEN_AT


def test_the_cameras_own_offset_counts() -> None:
    assert tagged(offset="+06:00").taken_at == TAKEN_AT + timedelta(hours=2)


@pytest.mark.parametrize(
    "taken",
    ["0000:00:00 00:00:00", "1970:01:01 00:00:00", "2031:01:01 00:00:00", "yesterday", "", "2026:13:41 99:99:99"],
)
def test_a_time_that_cannot_be_is_ignored(taken: str) -> None:
    assert tagged(taken=taken).taken_at is None


def test_south_and_west_are_negative() -> None:
    gps = {**pictures.YICHANG, GPS.GPSLatitudeRef: "S", GPS.GPSLongitudeRef: "W"}

    assert tagged(gps=gps).place == Place(-111.2863889, -30.6915, 8.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {GPS.GPSLatitude: (99.0, 0.0, 0.0)},
        {GPS.GPSLongitude: (181.0, 0.0, 0.0)},
        {GPS.GPSLatitude: (30.0, 41.0)},
        {GPS.GPSLatitudeRef: "", GPS.GPSLatitude: (200.0, 70.0, 70.0)},
        {GPS.GPSLatitude: (0.0, 0.0, 0.0), GPS.GPSLongitude: (0.0, 0.0, 0.0)},
    ],
    ids=["beyond the pole", "around the globe", "no seconds", "no direction", "no fix yet"],
)
def test_a_place_that_cannot_be_is_ignored(wrong: dict[int, object]) -> None:
    claim = tagged(gps={**pictures.YICHANG, **wrong})

    assert claim.place is None
    assert claim.taken_at == TAKEN_AT


@pytest.mark.parametrize("part", [nan, inf, -inf])
def test_numbers_that_are_none_are_no_place(part: float) -> None:
    assert sane_place(part, 30.0) is None
    assert sane_place(111.0, part) is None
    assert sane_place(111.0, 30.0, part) == Place(111.0, 30.0)


def test_a_moment_may_lie_a_day_ahead_because_clocks_differ() -> None:
    assert sane_moment(NOW + timedelta(hours=23), at=NOW)
    assert sane_moment(NOW + timedelta(hours=25), at=NOW) is None
