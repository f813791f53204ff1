"""A printed plate is scanned by the phone's camera, and by a photograph of it where there is no camera to use.

Chromium plays a film for a camera, and on this system knows no reader of codes of its own: ours reads.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect, sync_playwright

from tests.e2e.conftest import CHROMIUM, FLAGS, Opened, sign_in
from tests.e2e.test_offline import found
from tests.e2e.test_story import WORKER, Shot
from tests.serving import eventually

SIZE = 640, 480
WALL = 150


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the camera sees; it is opened when somebody scans, so a test may fill it until then."""
    return tmp_path_factory.mktemp("camera") / "door.y4m"


@pytest.fixture(scope="module")
def browser(film: Path) -> Iterator[Browser]:
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *camera])
        yield browser
        browser.close()


def plated(page: Page, origin: str) -> dict[str, Any]:
    """A room of the worker's grid with a plate."""
    rows = page.request.get(f"{origin}/api/registry/rooms/?limit=100").json()["rows"]
    found: dict[str, Any] = next(row for row in rows if row["plate_code"])
    return found


def printed(page: Page, origin: str, room: dict[str, Any]) -> Image.Image:
    """The room's plate out of its building's sheets, as a printer would draw it."""
    address = f"{origin}/api/registry/buildings/{room['building']['id']}/plates.pdf"
    sheets = page.request.get(address, headers={"accept": "application/pdf"})
    for sheet in pypdfium2.PdfDocument(sheets.body()):
        image = sheet.render(scale=150 / 72).to_pil().convert("L")
        for code in zxingcpp.read_barcodes(image):
            if code.text.endswith(f"/w/plate/{room['plate_code']}"):
                corner, other = code.position.top_left, code.position.bottom_right
                cut: Image.Image = image.crop((corner.x - 20, corner.y - 20, other.x + 20, other.y + 90))
                return cut
    raise AssertionError("the plate is on no sheet")


def on_a_wall(plate: Image.Image, size: tuple[int, int], *, askew: float) -> Image.Image:
    wall = Image.new("L", size, WALL)
    side = int(size[1] * 0.7)
    hung = plate.resize((side, side * plate.height // plate.width)).rotate(askew, expand=True, fillcolor=WALL)
    wall.paste(hung, ((size[0] - hung.width) // 2, (size[1] - hung.height) // 2))
    return wall


def show(film: Path, picture: Image.Image) -> None:
    """One still, in the plainest form of film there is."""
    head = f"YUV4MPEG2 W{picture.width} H{picture.height} F10:1 Ip A1:1 C420jpeg\n".encode()
    grey = bytes([128]) * (picture.width * picture.height // 2)
    film.write_bytes(head + (b"FRAME\n" + picture.tobytes() + grey) * 3)


def test_a_plate_opens_its_house_by_photograph_by_number_and_by_camera(
    opened: Opened, origin: str, film: Path, shot: Shot
) -> None:
    page = opened("/w/")
    sign_in(page, WORKER)
    room = plated(page, origin)
    plate = printed(page, origin, room)
    house = re.compile(rf"/w/registry/rooms/{room['id']}$")
    show(film, Image.new("L", SIZE, WALL))

    page.goto(f"{origin}/w/registry/scan")
    expect(page.get_by_role("alert")).to_contain_text("允许相机")
    shot(page, "registry-4-no-camera")
    album = page.locator("input[type=file]")
    album.set_input_files(photograph(Image.new("L", (800, 600), WALL)))
    expect(page.get_by_text("照片里没有找到二维码")).to_be_visible()
    album.set_input_files(photograph(on_a_wall(plate, (1600, 1200), askew=-14)))
    expect(page).to_have_url(house)

    page.goto(f"{origin}/w/registry/scan")
    page.get_by_label("输入门牌编号").fill(room["plate_code"])
    page.get_by_role("button", name="打开这套房屋").click()
    expect(page).to_have_url(house)

    page.context.grant_permissions(["camera"])
    page.goto(f"{origin}/w/registry/scan")
    expect(page.get_by_text("把门牌上的二维码放进框里")).to_be_visible()
    shot(page, "registry-5-scan")
    show(film, on_a_wall(plate, SIZE, askew=7))
    page.reload()
    expect(page).to_have_url(house)
    expect(page.get_by_text(room["address"]).first).to_be_visible()


def report_form(opened: Opened, origin: str, place: tuple[float, float]) -> Page:
    """Of a worker whose phone carries the grid."""
    page = opened("/w/", place=place)
    sign_in(page, WORKER)
    expect(page.locator("header")).to_contain_text("已同步", timeout=90_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(f"{origin}/w/report")
    return page


def type_plate(page: Page, number: str) -> Locator:
    picker = page.get_by_role("dialog", name="扫门牌定位置")
    picker.get_by_label("输入门牌编号").fill(number)
    picker.get_by_role("button", name="就用这个门牌").click()
    return picker


def test_a_report_takes_its_place_from_a_plate(
    opened: Opened, origin: str, shot: Shot, demo_place: tuple[float, float]
) -> None:
    page = report_form(opened, origin, demo_place)
    room = plated(page, origin)
    said = page.get_by_label("位置补充说明")
    said.fill("门口")
    shot(page, "report-plate-1-form")

    page.get_by_role("button", name="扫门牌").click()
    picker = type_plate(page, "no-such-plate")
    expect(picker.get_by_role("alert").first).to_contain_text("没有登记，或不在您的管辖范围")
    wall = on_a_wall(printed(page, origin, room), (1600, 1200), askew=-14)
    picker.locator("input[type=file]").set_input_files(photograph(wall))
    expect(picker).not_to_be_visible()
    expect(page.get_by_text(f"{room['grid']['name']}（门牌）")).to_be_visible()
    expect(said).to_have_value(re.compile(rf"^{room['building']['name']}.*{room['number']}.*，门口$"))
    shot(page, "report-plate-2-filled")
    page.evaluate("document.documentElement.style.setProperty('--zoom', '1.3'); document.body.style.zoom = 1.3")
    said.evaluate("(field) => field.scrollIntoView({ block: 'center' })")
    shot(page, "report-plate-3-largest")
    page.get_by_role("button", name="扫门牌").click()
    type_plate(page, "no-such-plate")
    expect(picker.get_by_role("alert").first).to_contain_text("没有登记")
    shot(page, "report-plate-4-largest-unknown")


def test_a_plate_of_my_grid_is_a_place_without_a_line(
    opened: Opened, origin: str, shot: Shot, demo_place: tuple[float, float]
) -> None:
    page = report_form(opened, origin, demo_place)
    room = plated(page, origin)
    page.context.set_offline(True)
    page.get_by_role("button", name="扫门牌").click()
    picker = type_plate(page, "no-such-plate")
    expect(picker.get_by_role("alert").first).to_contain_text("手机里没有这个门牌")
    shot(page, "report-plate-5-unknown-offline")
    type_plate(page, room["plate_code"])
    expect(page.get_by_text(f"{room['grid']['name']}（门牌）")).to_be_visible()

    page.get_by_role("radiogroup", name="类别").get_by_role("radio").first.click()
    page.get_by_label("情况说明").fill("楼道堆物到三层")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("button", name="提交", exact=True)).not_to_be_visible()
    page.context.set_offline(False)
    eventually(lambda: found(page, origin, "楼道堆物到三层"), within=90)
    [matter] = found(page, origin, "楼道堆物到三层")
    assert (matter["lon"], matter["lat"]) == (room["lon"], room["lat"])


def photograph(picture: Image.Image) -> FilePayload:
    drawn = BytesIO()
    picture.save(drawn, "JPEG", quality=70)
    return {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}
