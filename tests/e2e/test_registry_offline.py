"""A worker at the doors of a grid without a line: found, looked at, put on record and put right, and all of it once."""

import re
import secrets
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from apps.registry.initials import initials_of
from tests.e2e.conftest import Pocket
from tests.e2e.mortal import Mortal, cut
from tests.e2e.test_offline import SOON, ready
from tests.e2e.test_story import Shot

MARK = secrets.randbelow(9000) + 1000
NEIGHBOUR, DOOR, PHONE, SEEN = f"陆新{MARK}", f"{MARK}A", "13987654321", f"老人精神不错{MARK}"


def alone(page: Page, origin: str) -> tuple[str, str]:
    """Somebody who lives alone, and the letters of the name."""
    path = "/api/registry/people/?role=LIVING_ALONE&limit=1"
    person = page.request.get(origin + path).json()["rows"][0]
    return person["id"], person["name"]


def find(page: Page, letters: str, person: str) -> None:
    page.get_by_role("link", name="人房", exact=True).click()
    page.get_by_role("link", name="人员", exact=True).click()
    page.get_by_role("searchbox").fill(letters)
    page.locator(f"a[href$='{person}']").click()


def put_right(page: Page) -> None:
    page.get_by_role("button", name="修改", exact=True).click()
    page.get_by_role("textbox", name="电话").fill(PHONE)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("139****4321")).to_be_visible()


def visit(page: Page, photo: Path, shot: Shot) -> None:
    page.get_by_role("button", name="走访记录").click()
    page.get_by_role("radiogroup", name="见到本人").get_by_role("radio", name="见到").click()
    page.get_by_role("radiogroup", name="燃气、用电和取暖").get_by_role("radio", name="有隐患").click()
    page.get_by_role("textbox", name="走访情况").fill(SEEN)
    page.get_by_label("走访照片：拍照").set_input_files(photo)
    expect(page.get_by_role("img", name="走访照片第1张")).to_be_visible()
    page.get_by_role("img", name="走访照片第1张").scroll_into_view_if_needed()
    shot(page, "registry-offline-5-visit-sheet")
    page.get_by_role("button", name="记录走访").click()
    expect(page.locator("#app").get_by_text(SEEN)).to_be_visible()
    expect(page.get_by_role("button", name="查看第1张照片：待上传")).to_be_visible()


def collect(page: Page, origin: str) -> None:
    """A house nobody has on record, and who lives in it."""
    page.goto(f"{origin}/w/registry/rooms/new")
    page.get_by_role("button", name=re.compile("^楼栋")).click()
    page.locator(".found button").first.click()
    page.get_by_label("房号").fill(DOOR)
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="新增住户").click()
    page.get_by_label("姓名").fill(NEIGHBOUR)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name=re.compile(f"{NEIGHBOUR}.*户主"))).to_be_visible()


def test_a_day_at_the_doors_without_a_line_is_on_record_once(
    pocket: Pocket, server: Mortal, shot: Shot, picture: Callable[[str], Path]
) -> None:
    page = ready(pocket)
    person, name = alone(page, server.origin)
    letters = initials_of(name)

    cut(server, page)
    find(page, letters, person)
    put_right(page)
    visit(page, picture(f"走访{MARK}"), shot)
    shot(page, "registry-offline-1-person")
    page.get_by_role("button", name="查看第1张照片：待上传").scroll_into_view_if_needed()
    shot(page, "registry-offline-4-visit-photo")
    collect(page, server.origin)
    shot(page, "registry-offline-2-house")
    pocket.close()

    page = pocket.open(f"/w/registry?of=people&q={NEIGHBOUR}")
    expect(page.get_by_text("待上传")).to_be_visible()
    shot(page, "registry-offline-3-kept")
    server.start()
    expect(page.get_by_text("待上传")).to_have_count(0, timeout=SOON)

    page.goto(f"{server.origin}/w/sync")
    expect(page.get_by_text("已全部同步")).to_be_visible(timeout=SOON)
    told = page.request.get(f"{server.origin}/api/registry/people/{person}/").json()
    assert told["phone"] == "139****4321"
    seen = [one for one in told["visits"] if one["note"] == SEEN]
    assert [one["checklist"]["answers"][1]["said"] for one in seen] == ["有隐患"]
    ((taken,),) = [one["photos"] for one in seen]
    shown = page.request.get(f"{server.origin}/api/registry/visits/{seen[0]['id']}/photos/{taken}/original/")
    assert (shown.status, shown.headers["content-type"]) == (200, "image/jpeg")
    rows = page.request.get(f"{server.origin}/api/registry/people/?q={NEIGHBOUR}").json()["rows"]
    assert [row["room"]["address"].endswith(f"{DOOR}室") for row in rows] == [True]
