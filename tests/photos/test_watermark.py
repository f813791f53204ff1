from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from PIL import Image, ImageChops, ImageFont
from pytest_django import Settings

from apps.photos import checks, imaging, watermark
from apps.photos.exif import Place
from tests.photos import pictures
from tests.photos.conftest import NOW

LINES = watermark.caption_of(
    taken_at=NOW,
    place=Place(111.286389, 30.6915, 8.0),
    place_text="西陵区学院街道云集路12号",
    worker="张网格",
    number="XL20260801-0007",
)


def stored(width: int = 1600, height: int = 1200) -> bytes:
    return imaging.read(pictures.jpeg(width, height), at=NOW).jpeg


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg)).convert("RGB")


def test_the_caption_tells_when_where_who_and_which_matter() -> None:
    assert LINES == [
        "时间：2026-08-01 12:00:00",
        "地点：西陵区学院街道云集路12号",
        "坐标：30.691500N, 111.286389E ±8米",
        "网格员：张网格  编号：XL20260801-0007",
    ]


def test_what_is_not_known_is_left_out_of_the_caption() -> None:
    assert watermark.caption_of(taken_at=None, place=Place(-1.0, -2.0), number="7") == [
        "坐标：2.000000S, 1.000000W",
        "编号：7",
    ]


def test_the_strip_at_the_foot_changes_and_the_rest_does_not() -> None:
    plain = stored()

    difference = ImageChops.difference(opened(plain), opened(watermark.marked(plain, LINES))).convert("L")

    box = difference.point(lambda level: 255 if level > 40 else 0).getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert (left, right, bottom) == (0, 1600, 1200)
    assert 850 < top < 1150


def test_the_words_are_drawn_in_light_ink_inside_the_picture() -> None:
    strip = opened(watermark.marked(stored(), LINES)).crop((0, 1000, 1600, 1200)).convert("L")

    ink = strip.point(lambda level: 255 if level > 200 else 0).getbbox()

    assert ink is not None
    assert ink[0] > 0
    assert ink[2] < 1600
    assert ink[3] < 200


def test_the_photo_is_still_seen_through_the_strip() -> None:
    shaded = opened(watermark.marked(stored(), LINES)).getpixel((1590, 1190))

    assert isinstance(shaded, tuple)
    red, green, blue = shaded
    assert green > red + 10
    assert 20 < green < 110
    assert blue < green


@pytest.mark.parametrize("size", [(60, 40), (300, 2000), (2000, 90), (1, 1)])
def test_a_picture_of_any_shape_takes_a_watermark(size: tuple[int, int]) -> None:
    assert opened(watermark.marked(stored(*size), LINES)).size == size


def test_a_line_too_long_is_broken_at_the_edge() -> None:
    line = "很长的街道名称" * 11

    font, rows = watermark._laid_out([line], opened(stored(640, 480)))

    assert "".join(rows) == line
    assert len(rows) > 1
    assert all(font.getlength(row) <= 640 for row in rows)


def test_the_words_hide_no_more_than_half_the_picture() -> None:
    font, rows = watermark._laid_out(LINES * 2, opened(stored(400, 160)))

    assert font.size < 14
    assert len(rows) * font.size <= 80


def test_control_characters_are_not_drawn() -> None:
    assert watermark.marked(stored(), ["a\u202e\x00\u3000b"]) == watermark.marked(stored(), ["a b"])


def test_every_character_of_a_caption_has_a_shape_of_its_own() -> None:
    font = watermark.font_of(40)
    box = bytes(font.getmask("\uffff"))
    letters = {letter for line in LINES for letter in line if letter.strip(" ")}

    shapes = {letter: bytes(font.getmask(letter)) for letter in letters | set("挂账处置巡查隐患排查垃圾暴露骨直")}

    assert box not in shapes.values()
    assert len(set(shapes.values())) == len(shapes)


def test_the_face_is_the_simplified_chinese_one() -> None:
    assert watermark.font_of(20).getname()[0] == "Noto Sans CJK SC"


@pytest.fixture
def _no_font_kept() -> object:
    watermark.font_of.cache_clear()
    yield
    watermark.font_of.cache_clear()


@pytest.mark.usefixtures("_no_font_kept")
def test_a_missing_font_is_told_at_the_start(settings: Settings) -> None:
    settings.PHOTO_FONT = "/nowhere/font.ttc"

    (told,) = checks.chinese_font()

    assert told.id == "photos.E001"
    assert "/nowhere/font.ttc is missing" in told.msg
    assert "fonts-noto-cjk" in str(told.hint)
    with pytest.raises(ImproperlyConfigured, match="fonts-noto-cjk"):
        watermark.font_of(20)


@pytest.mark.usefixtures("_no_font_kept")
def test_a_file_that_is_no_font_is_told_at_the_start(settings: Settings, tmp_path: Path) -> None:
    settings.PHOTO_FONT = str(tmp_path / "font.ttc")
    (tmp_path / "font.ttc").write_bytes(b"not a font")

    assert [told.id for told in checks.chinese_font()] == ["photos.E001"]


@pytest.mark.usefixtures("_no_font_kept")
def test_a_font_without_chinese_is_told_at_the_start(settings: Settings, tmp_path: Path) -> None:
    latin = ImageFont.load_default(20)
    assert isinstance(latin, ImageFont.FreeTypeFont)
    file = tmp_path / "latin.ttf"
    file.write_bytes(latin.font_bytes)
    settings.PHOTO_FONT = str(file)

    assert [told.id for told in checks.chinese_font()] == ["photos.E002"]


def test_the_font_of_this_machine_is_found() -> None:
    assert checks.chinese_font() == []
