import pytest
from PIL import Image

from apps.core.refusal import Refusal, RefusalCode
from apps.photos import imaging
from tests.photos import pictures
from tests.photos.conftest import NOW

HTML = b"<!doctype html><html><script>alert(1)</script></html>"
NOT_A_PHOTO = "这不是可用的照片，请上传 JPEG、PNG 或 HEIC 格式的照片"
BROKEN = "照片已损坏或不完整，请重新拍摄或选择"


def refusal_of(received: bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        imaging.read(received, at=NOW)
    assert caught.value.field == "file"
    return caught.value


@pytest.mark.parametrize(
    "received",
    [
        HTML,
        b"%PDF-1.7 ...",
        b"PK\x03\x04" + bytes(200),
        b"\xff",
        bytes(1000),
        pictures.saved(pictures.scene(), "GIF"),
        pictures.saved(pictures.scene(), "GIF") + pictures.jpeg(),
        pictures.saved(pictures.scene(), "BMP"),
        pictures.saved(pictures.scene(), "TIFF"),
        pictures.saved(pictures.scene(), "WEBP"),
        HTML + pictures.jpeg(),
        b"\xff\xd8\xff" + HTML,
        b"\x89PNG\r\n\x1a\n" + HTML,
        b"\0\0\0\x18ftypheic" + HTML,
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    ],
    ids=[
        "page", "pdf", "zip", "one byte", "zeros", "gif", "gif then jpeg", "bmp", "tiff", "webp", "page then jpeg",
        "page called jpeg", "page called png", "page called heic", "postscript",
    ],
)  # fmt: skip
def test_what_is_not_a_picture_of_a_known_kind_is_refused(received: bytes) -> None:
    refusal = refusal_of(received)

    assert (refusal.code, refusal.message) == (RefusalCode.INVALID, NOT_A_PHOTO)


def test_an_empty_file_is_refused() -> None:
    assert "0字节" in refusal_of(b"").message


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.heic])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_truncated_file_is_refused(make: object, kept: float) -> None:
    assert callable(make)
    whole = make(640, 480)

    assert refusal_of(whole[: int(len(whole) * kept)]).message in {BROKEN, NOT_A_PHOTO}


def test_a_moving_picture_is_refused() -> None:
    assert refusal_of(pictures.animated_png()).message == "不支持动图，请上传静态照片"


@pytest.mark.parametrize("side", [7_100, 15_000, 60_000])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    bomb = pictures.bomb_png(side, side if side < 60_000 else 2_000)
    assert len(bomb) < 100_000

    refusal = refusal_of(bomb)

    assert (refusal.code, refusal.message) == (
        RefusalCode.TOO_LARGE,
        "照片尺寸过大（最多5000万像素），请降低分辨率后重试",
    )


def test_fifty_million_pixels_are_still_welcome() -> None:
    picture = imaging.read(pictures.bomb_png(10_000, 5_000), at=NOW)

    assert (picture.width, picture.height) == (2560, 1280)


def test_a_jpeg_of_thousands_of_scans_is_refused() -> None:
    """Each scan costs a pass over the whole picture: kilobytes that would keep a processor busy for hours."""
    whole = pictures.jpeg(progressive=True)
    scan = whole[whole.rindex(b"\xff\xda") : -2]

    assert refusal_of(whole[:-2] + scan * 2_000 + b"\xff\xd9").message == "照片结构异常，请重新拍摄或选择"


def test_a_progressive_jpeg_is_welcome() -> None:
    assert imaging.read(pictures.jpeg(progressive=True), at=NOW).width == 640


def test_when_all_decoders_are_busy_the_sender_is_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imaging, "PATIENCE_SECONDS", 0.01)
    for _ in range(2):
        imaging.DECODERS.acquire()
    try:
        with pytest.raises(Refusal, match="服务器正忙") as caught:
            imaging.read(pictures.jpeg(), at=NOW)
    finally:
        imaging.DECODERS.release(2)

    assert caught.value.code == RefusalCode.TOO_MANY


def test_the_library_itself_is_told_the_limit() -> None:
    assert Image.MAX_IMAGE_PIXELS == imaging.MAX_PIXELS
