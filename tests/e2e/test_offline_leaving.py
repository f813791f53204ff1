"""Unsent work when its worker leaves the phone: kept for the next sign-in, or carried to another phone in a file."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.e2e.conftest import Pocket, fill_in
from tests.e2e.mortal import Mortal, cut
from tests.e2e.test_offline import SOON, found, ready, report
from tests.e2e.test_story import WORKER, Shot

PHRASE = "出门带伞2026"
BASES = "async () => (await indexedDB.databases()).map(({ name }) => name.split('-')[0]).sort()"


@pytest.fixture
def other(playwright: Playwright, tmp_path: Path, server: Mortal, demo_place: tuple[float, float]) -> Iterator[Pocket]:
    """The same worker's next phone."""
    phone = Pocket(playwright, tmp_path / "other", server.origin, demo_place)
    yield phone
    phone.close()


def kept(page: Page, text: str, photo: Path) -> None:
    report(page, text, photo)
    expect(page.get_by_text("已保存，联网后自动发送")).to_be_visible()


def photos_of(page: Page, origin: str, text: str) -> list[int]:
    """How many each matter with this text has."""
    return [len(matter["photos"]) for matter in found(page, origin, text)]  # type: ignore[arg-type]


def test_who_signs_out_while_work_waits_finds_it_again_and_it_goes_up_once(
    pocket: Pocket, server: Mortal, shot: Shot, picture: Callable[[str], Path]
) -> None:
    text = f"退出前{secrets.token_hex(4)}"
    page = ready(pocket)
    cut(server, page)
    kept(page, text, picture("left"))
    page.context.route("**/api/sync/push/", lambda route: route.abort())
    server.start()

    page.goto(f"{server.origin}/w/me")
    page.get_by_role("button", name="退出登录").click()
    sheet = page.get_by_role("dialog", name="退出登录")
    expect(sheet).to_contain_text("还有1条内容、1张照片没有发送")
    shot(page, "leaving-1-asked")
    sheet.get_by_role("button", name="锁定并保留").click()
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    page.wait_for_function(f"async () => !(await ({BASES})()).includes('replica')")
    assert "outbox" in page.evaluate(BASES)

    fill_in(page, WORKER)
    page.goto(f"{server.origin}/w/sync")
    expect(page.get_by_text("1条待发送")).to_be_visible()
    expect(page.locator("main")).to_contain_text("1张照片")
    shot(page, "leaving-2-back")
    page.context.unroute("**/api/sync/push/")
    page.get_by_role("button", name="立即同步").click()
    expect(page.get_by_text("已全部同步")).to_be_visible(timeout=SOON)
    assert photos_of(page, server.origin, text) == [1]


def test_a_file_carries_what_waits_to_another_phone_and_both_sending_it_is_once(
    pocket: Pocket, other: Pocket, server: Mortal, shot: Shot, picture: Callable[[str], Path], tmp_path: Path
) -> None:
    text = f"换手机{secrets.token_hex(4)}"
    page = ready(pocket)
    cut(server, page)
    kept(page, text, picture("carried"))
    file = exported(page, server.origin, tmp_path)
    assert text not in file.read_text()
    shot(page, "leaving-3-exported")
    pocket.close()

    server.start()
    page = ready(other)
    bring_in(page, server.origin, file, shot)
    expect(page.get_by_text("已全部同步")).to_be_visible(timeout=SOON)
    assert photos_of(page, server.origin, text) == [1]
    other.close()

    page = pocket.open("/w/sync")
    expect(page.get_by_text("已全部同步")).to_be_visible(timeout=SOON)
    assert photos_of(page, server.origin, text) == [1]


def exported(page: Page, origin: str, folder: Path) -> Path:
    page.goto(f"{origin}/w/sync")
    page.get_by_role("button", name="导出未同步的内容").click()
    sheet = page.get_by_role("dialog", name="导出未同步的内容")
    sheet.get_by_label("口令").fill(PHRASE)
    with page.expect_download() as download:
        sheet.get_by_role("button", name="导出", exact=True).click()
    expect(sheet).to_be_hidden()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def bring_in(page: Page, origin: str, file: Path, shot: Shot) -> None:
    page.goto(f"{origin}/w/sync")
    page.get_by_role("button", name="导入另一台手机导出的内容").click()
    sheet = page.get_by_role("dialog", name="导入未同步的内容")
    sheet.get_by_label("导出的文件").set_input_files(file)
    sheet.get_by_label("口令").fill("不是这个口令")
    sheet.get_by_role("button", name="导入", exact=True).click()
    expect(sheet.get_by_role("alert")).to_contain_text("打不开，请核对口令")
    sheet.get_by_label("口令").fill(PHRASE)
    sheet.get_by_role("button", name="导入", exact=True).click()
    expect(sheet.get_by_role("heading", name="导入完成")).to_be_visible()
    shot(page, "leaving-4-imported")
    sheet.get_by_role("button", name="知道了").click()
