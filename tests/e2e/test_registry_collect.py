"""A house nobody has on record yet: its building, its door and who lives there; and the list one comes back to."""

import re
import secrets

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opened, sign_in
from tests.e2e.test_story import WORKER, Shot

# Told apart from the last run on a server that keeps its houses.
MARK = secrets.randbelow(9000) + 1000
BUILDING, STREET, HEAD = f"{MARK}号楼", f"新建路{MARK}号", f"陆新{MARK}"


def test_a_building_a_house_and_its_head_go_on_record_at_the_door(
    opened: Opened, origin: str, shot: Shot, demo_place: tuple[float, float]
) -> None:
    page = opened("/w/", place=demo_place)
    sign_in(page, WORKER)
    page.goto(f"{origin}/w/registry")
    page.get_by_role("link", name="采集房屋").click()

    page.get_by_role("button", name=re.compile("^楼栋")).click()
    page.get_by_role("button", name="没有这栋楼，新增一栋").click()
    page.get_by_role("button", name="登记楼栋").click()
    expect(page.get_by_text("请填写楼栋名称")).to_be_visible()
    page.get_by_role("textbox", name="楼栋名称").fill(BUILDING)
    page.get_by_role("dialog").get_by_role("textbox", name="地址").fill(STREET)
    expect(page.get_by_text("误差约12米")).to_be_visible()
    page.get_by_role("button", name="登记楼栋").click()
    expect(page.get_by_role("button", name=f"楼栋：{BUILDING} {STREET}")).to_be_visible()

    page.get_by_label("房号").fill("501")
    page.reload()
    expect(page.get_by_label("房号")).to_have_value("501")
    expect(page.get_by_label("楼层")).to_have_value("5")
    shot(page, "registry-6-collect")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text(f"{STREET}{BUILDING}501室")).to_be_visible()

    page.get_by_role("button", name="新增住户").click()
    page.get_by_label("姓名").fill(HEAD)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name=re.compile(f"{HEAD}.*户主"))).to_be_visible()
    shot(page, "registry-7-lives")


def test_who_comes_back_from_a_house_is_where_the_list_was_left(opened: Opened, origin: str) -> None:
    page = opened("/w/")
    sign_in(page, WORKER)
    page.goto(f"{origin}/w/registry")
    houses = page.locator("a[href*='/registry/rooms/']:not([href$='new'])")
    expect(houses).to_have_count(20)
    houses.last.scroll_into_view_if_needed()
    expect(houses.nth(25)).to_be_attached()
    houses.nth(25).scroll_into_view_if_needed()
    before = settled(page)

    houses.nth(25).click()
    page.get_by_role("heading", name="房屋情况").wait_for()
    page.go_back()

    expect(houses.nth(25)).to_be_in_viewport()
    assert abs(settled(page) - before) < 5


def settled(page: Page) -> float:
    """How far the page is scrolled, once that has stopped changing."""
    page.wait_for_function(
        "() => { const y = scrollY; return new Promise(d => setTimeout(() => d(y === scrollY), 300)) }"
    )
    return float(page.evaluate("scrollY"))
