"""A large photo and a voice note over a line that is cut half-way, to a server that is killed: once, in their place."""

import io
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, Route, expect

from tests.e2e.conftest import CHROMIUM, DESK, FLAGS, Pocket, sign_in
from tests.e2e.mortal import Mortal, cut
from tests.e2e.test_offline import SOON, found, ready
from tests.e2e.test_story import COMMUNITY, Shot
from tests.serving import eventually

MEGABYTE = 1024 * 1024


@pytest.fixture
def desk_browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def large_picture(tmp_path: Path) -> Path:
    """Of noise, which no encoder makes small."""
    file = io.BytesIO()
    Image.effect_noise((2048, 1536), 120).convert("RGB").save(file, "JPEG", quality=92)
    path = tmp_path / "large.jpg"
    path.write_bytes(file.getvalue())
    return path


def say(page: Page, seconds: int) -> None:
    page.get_by_role("button", name="点一下，说情况").click()
    page.wait_for_timeout(seconds * 1000)
    page.get_by_role("button", name="点一下结束").click()
    expect(page.get_by_role("button", name="播放语音")).to_be_visible()


def write(page: Page, text: str, photo: Path) -> None:
    page.get_by_role("link", name="上报", exact=True).click()
    page.get_by_role("radiogroup", name="类别").get_by_role("radio").first.click()
    page.get_by_label("现场照片：拍照").set_input_files(photo)
    expect(page.get_by_role("img", name="现场照片第1张")).to_be_visible()
    page.get_by_label("情况说明").fill(text)


def seen_at_desk(browser: Browser, origin: str, matter: dict[str, Any]) -> Page:
    page = browser.new_page(viewport=DESK, locale="zh-CN")  # type: ignore[arg-type]
    page.goto(f"{origin}/c/")
    sign_in(page, COMMUNITY)
    page.goto(f"{origin}/c/?event={matter['id']}")
    expect(page.get_by_role("heading", name="办理经过")).to_be_visible()
    return page


def test_a_cut_line_and_a_killed_server_bring_photo_and_voice_once_to_their_own_move(
    pocket: Pocket, server: Mortal, desk_browser: Browser, large_picture: Path, shot: Shot
) -> None:
    text = f"大图{secrets.token_hex(4)}"
    page = ready(pocket)
    sent = cut_after(page, 4, server)
    write(page, text, large_picture)
    say(page, 3)
    shot(page, "media-1-report")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="上报成功")).to_be_visible(timeout=SOON)
    eventually(lambda: waited(page) and not server.is_alive, within=60)
    pocket.close()
    assert sent[:4] == [0, MEGABYTE // 4, MEGABYTE // 2, MEGABYTE // 4 * 3]

    server.start()
    page = pocket.open("/w/")
    hold_back(page)
    (waiting,) = found(page, server.origin, text)
    desk = seen_at_desk(desk_browser, server.origin, waiting)
    for screen, name in ((desk, "media-2-desk-waits"), (page, "media-3-phone-waits")):
        if screen is page:
            page.goto(f"{server.origin}/w/events/{waiting['id']}")
        expect(screen.get_by_text("照片待传（1张），语音待传（1段）")).to_be_visible()
        expect(screen.get_by_role("img", name="照片预览")).to_be_visible()
        shot(screen, name)

    page.context.unroute_all()
    page.goto(f"{server.origin}/w/sync")
    expect(page.get_by_text("已全部同步")).to_be_visible(timeout=SOON)
    # Nobody has to read it again: the open page is told.
    expect(desk.get_by_role("button", name="播放语音")).to_be_visible(timeout=SOON)
    expect(desk.get_by_text("照片待传")).to_have_count(0)
    shot(desk, "media-4-desk-there")
    all_is_there(page, server.origin, text, shot)


def waited(page: Page) -> bool:
    """Playwright hears of requests only while it is waited with."""
    page.wait_for_timeout(100)
    return True


def cut_after(page: Page, pieces: int, server: Mortal) -> list[int]:
    """Where each piece began; with the last of so many the server dies. Of the voice note nothing passes."""
    sent: list[int] = []

    def dies(route: Route) -> None:
        sent.append(int(route.request.headers.get("upload-offset", -1)))
        if len(sent) == pieces:
            server.kill()
        route.continue_()

    page.context.route("**/api/sync/photos/*/", dies)
    page.context.route("**/api/sync/voices/*/", lambda route: route.abort())
    return sent


def hold_back(page: Page) -> None:
    for kind in ("photos", "voices"):
        page.context.route(f"**/api/sync/{kind}/*/", lambda route: route.abort())


def all_is_there(page: Page, origin: str, text: str, shot: Shot) -> None:
    (matter,) = found(page, origin, text)
    (moment,) = cast("list[dict[str, Any]]", matter["timeline"])
    assert (len(moment["photos"]), len(moment["voices"]), moment["awaited"]) == (1, 1, [])
    assert 2 <= moment["voices"][0]["seconds"] <= 6
    page.goto(f"{origin}/w/events/{matter['id']}")
    page.get_by_role("button", name="播放语音").click()
    expect(page.get_by_text("播放中")).to_be_visible()
    shot(page, "media-5-phone-there")


def test_what_was_reported_here_today_is_offered_also_without_a_line(
    pocket: Pocket, server: Mortal, large_picture: Path, shot: Shot
) -> None:
    text = f"同一件{secrets.token_hex(4)}"
    page = ready(pocket)
    write(page, text, large_picture)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="上报成功")).to_be_visible(timeout=SOON)
    (matter,) = found(page, server.origin, text)
    page.goto(f"{server.origin}/w/sync")
    expect(page.get_by_text("已全部同步")).to_be_visible(timeout=SOON)

    cut(server, page)
    page.goto(f"{server.origin}/w/report")
    page.get_by_role("radiogroup", name="类别").get_by_role("radio").first.click()
    near = page.get_by_label("附近的同类事件")
    expect(near).to_contain_text(text)
    shot(page, "media-6-same")
    near.get_by_role("article").filter(has_text=text).get_by_role("button", name="是同一件，补充进去").click()
    expect(page.get_by_text("已保存，联网后自动发送")).to_be_visible()
    server.start()
    page.goto(f"{server.origin}/w/sync")
    expect(page.get_by_text("已全部同步")).to_be_visible(timeout=SOON)

    again = page.request.get(f"{server.origin}/api/events/{matter['id']}/").json()
    assert [moment["verb"] for moment in again["timeline"]] == ["report", "comment"]
    assert again["timeline"][1]["note"] == "现场又看到同一情况"
