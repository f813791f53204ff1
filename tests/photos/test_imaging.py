from io import BytesIO

import pytest
from PIL import Image, ImageStat

from apps.photos import imaging
from tests.photos import pictures
from tests.photos.conftest import NOW

RED, GREEN = (220, 20, 20), (70, 130, 60)


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg))


def near(colour: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(one - other) < 40 for one, other in zip(colour, wanted, strict=True))


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.heic])
def test_each_format_becomes_a_plain_jpeg(make: object) -> None:
    assert callable(make)
    received = make(640, 480)

    picture = imaging.read(received, at=NOW)

    stored = opened(picture.jpeg)
    assert (stored.format, stored.mode, stored.size) == ("JPEG", "RGB", (640, 480))
    assert (picture.width, picture.height) == (640, 480)
    assert picture.sha256 == imaging.sha256(received)
    assert picture.jpeg_sha256 == imaging.sha256(picture.jpeg)
    assert near(stored.getpixel((5, 5)), RED)


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png])
def test_the_longest_side_is_shrunk_to_2560(make: object) -> None:
    assert callable(make)

    picture = imaging.read(make(6000, 3000), at=NOW)

    assert (picture.width, picture.height) == (2560, 1280)


def test_a_photo_smaller_than_that_keeps_its_size() -> None:
    assert imaging.read(pictures.jpeg(50, 40), at=NOW).width == 50


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_picture_is_turned_upright(orientation: int) -> None:
    upright = pictures.scene()
    back = {6: 8, 8: 6}.get(orientation, orientation)
    turn = imaging.TURNS.get(back)
    lying = upright.transpose(turn) if turn else upright

    picture = imaging.read(pictures.saved(lying, exif=pictures.exif(orientation=orientation)), at=NOW)

    assert (picture.width, picture.height) == (640, 480)
    assert near(opened(picture.jpeg).getpixel((5, 5)), RED)
    assert near(opened(picture.jpeg).getpixel((600, 470)), GREEN)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_is_read(mode: str) -> None:
    grey = pictures.scene().convert("L")
    deep = b"".join(bytes((level, level)) for level in grey.tobytes())
    image = Image.frombytes("I;16", grey.size, deep) if mode == "I;16" else pictures.scene().convert(mode)

    picture = imaging.read(pictures.saved(image, "PNG"), at=NOW)

    assert abs(_brightness(opened(picture.jpeg)) - _brightness(grey)) < 12


def _brightness(image: Image.Image) -> float:
    return ImageStat.Stat(image.convert("L")).mean[0]


def test_sixteen_bit_grey_is_not_clipped_to_white() -> None:
    image = Image.new("I;16", (40, 40), 0x4000)

    picture = imaging.read(pictures.saved(image, "PNG"), at=NOW)

    assert near(opened(picture.jpeg).getpixel((20, 20)), (64, 64, 64))


def test_what_is_transparent_becomes_white() -> None:
    picture = imaging.read(pictures.saved(Image.new("RGBA", (40, 40), (9, 9, 9, 0)), "PNG"), at=NOW)

    assert opened(picture.jpeg).getpixel((20, 20)) == (255, 255, 255)


def test_a_cmyk_jpeg_is_read() -> None:
    picture = imaging.read(pictures.saved(pictures.scene().convert("CMYK")), at=NOW)

    assert near(opened(picture.jpeg).getpixel((5, 5)), RED)


def test_a_phones_double_jpeg_is_its_first_picture() -> None:
    received = pictures.two_in_one_jpeg()
    assert opened(received).format == "MPO"

    picture = imaging.read(received, at=NOW)

    assert (picture.width, picture.height) == (640, 480)
    assert opened(picture.jpeg).format == "JPEG"


def test_a_wrong_colour_profile_costs_nothing_but_colour() -> None:
    picture = imaging.read(pictures.jpeg(icc_profile=b"not a profile" * 20), at=NOW)

    assert "icc_profile" not in opened(picture.jpeg).info


def test_nothing_that_came_with_the_picture_is_stored() -> None:
    received = pictures.everything_about_me()
    for told in (b"HUAWEI", b"SECRET-COMMENT", b"SECRET-XMP", b"ICC_PROFILE", b"2026:08:01"):
        assert told in received

    jpeg = imaging.read(received, at=NOW).jpeg

    assert not opened(jpeg).getexif()
    assert set(opened(jpeg).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for told in (b"HUAWEI", b"SECRET", b"Exif", b"ICC_PROFILE", b"2026:08:01", b"xmp"):
        assert told not in jpeg


def test_a_tail_behind_the_picture_is_cut_off() -> None:
    """Motion photos carry a film there, polyglots a page or an archive."""
    received = pictures.jpeg() + b"<script>alert(1)</script>PK\x03\x04"

    jpeg = imaging.read(received, at=NOW).jpeg

    assert b"script" not in jpeg
    assert b"PK\x03\x04" not in jpeg


def test_a_thumbnail_is_small_and_bare() -> None:
    small = opened(imaging.thumbnail(imaging.read(pictures.jpeg(3000, 4000), at=NOW).jpeg))

    assert small.size == (360, 480)
    assert not small.getexif()
