"""A report by one thumb: what the page itself hears of taps and keys between 工作台 and 已保存."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, Pocket
from tests.e2e.mortal import Mortal, cut
from tests.e2e.test_offline import ready
from tests.e2e.test_story import Shot

# The shutter and 使用照片 are the telephone's own.
CAMERA = 2
MOST = 6
REACH = PHONE["height"] / 3
LISTEN = """() => {
  window.heard = []
  const hear = (event) => {
    const from = event.target.closest?.('a, button, label')
    window.heard.push({ kind: event.type, what: (from ?? event.target).textContent?.trim() ?? '', y: event.clientY })
  }
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, hear, true)
}"""


def report(page: Page, photo: Path) -> str:
    """With the kind that stands first; which it was."""
    page.get_by_role("link", name="上报", exact=True).click()
    kind = page.get_by_role("radiogroup", name="类别").get_by_role("radio").first
    name = kind.inner_text()
    kind.click()
    with page.expect_file_chooser() as camera:
        page.locator("label.add", has_text="拍照").click()
    camera.value.set_files(photo)
    expect(page.get_by_role("img", name="现场照片第1张")).to_be_visible()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已保存，联网后自动发送")).to_be_visible()
    return name


def choose_another(page: Page, photo: Path) -> str:
    """A report of a kind that does not stand first, so that it does next time."""
    page.get_by_role("link", name="上报", exact=True).click()
    kind = page.get_by_role("radiogroup", name="类别").get_by_role("radio").nth(3)
    name = kind.inner_text()
    kind.click()
    page.get_by_label("现场照片：拍照").set_input_files(photo)
    expect(page.get_by_role("img", name="现场照片第1张")).to_be_visible()
    page.get_by_label("情况说明").fill(f"上一件{secrets.token_hex(4)}")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已保存，联网后自动发送")).to_be_visible()
    return name


def test_a_report_with_a_photo_is_four_taps_all_but_one_low_on_the_screen_and_no_typing(
    pocket: Pocket, server: Mortal, shot: Shot, picture: Callable[[str], Path]
) -> None:
    page = ready(pocket)
    cut(server, page)
    last = choose_another(page, picture("before"))
    page.get_by_role("link", name="工作台", exact=True).click()
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()

    page.evaluate(LISTEN)
    assert report(page, picture("thumb")) == last
    heard: list[dict[str, Any]] = page.evaluate("window.heard")
    shot(page, "thumb-1-saved")

    assert [one["what"] for one in heard if one["kind"] == "keydown"] == []
    taps = [one for one in heard if one["kind"] == "pointerdown"]
    assert [one["what"] for one in taps] == ["上报", last, "拍照", "提交"]
    assert len(taps) + CAMERA <= MOST
    # The kind stands first on the page, as it does in the report: the one tap out of a resting thumb's reach.
    assert [one["what"] for one in taps if one["y"] < REACH] == [last]
