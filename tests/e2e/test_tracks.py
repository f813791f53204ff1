"""The desk looks where a worker went, after being told that looking is written down; a leader does not."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from apps.patrols.demo import HOURS_AGO
from tests.e2e.conftest import DESK, Opened, sign_in
from tests.e2e.test_story import Shot

LEAD, LEADER = "19900000023", "19900000061"
SMALL = {"width": 1366, "height": 768}


def the_desk(opened: Opened, size: dict[str, int]) -> Page:
    page = opened("/c/", size=size)
    sign_in(page, LEAD)
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="巡查", exact=True).click()
    return page


def rounds_of_one(page: Page) -> Locator:
    """Found by a part of the name; as many as every demo worker has."""
    page.get_by_label("网格员姓名").fill("建国")
    rounds = page.get_by_role("region", name="巡查", exact=True).get_by_role("listitem")
    expect(rounds.filter(has_text="王建国")).to_have_count(len(HOURS_AGO))
    expect(rounds).to_have_count(len(HOURS_AGO))
    return rounds


@pytest.mark.parametrize("size", [DESK, SMALL], ids=["large", "small"])
def test_the_desk_looks_where_a_worker_went(opened: Opened, shot: Shot, size: dict[str, int]) -> None:
    page = the_desk(opened, size)
    rounds_of_one(page).first.get_by_role("button").click()

    head = page.get_by_role("region", name="选中的巡查")
    expect(head).to_contain_text("王建国")
    expect(head).to_contain_text("查看会留痕")
    expect(page.locator(".maplibregl-canvas")).to_be_visible()
    look = head.get_by_role("button", name="查看轨迹")
    with page.expect_response("**/api/patrols/*/look/") as looked:
        look.press("Enter")

    drawn = head.get_by_role("status")
    expect(drawn).to_have_text(f"已画出{len(looked.value.json()['track'])}个轨迹点。")
    expect(drawn).to_be_focused()
    expect(look).to_have_count(0)
    shot(page, f"tracks-1-{size['width']}")


def test_what_is_older_than_a_month_says_so_and_is_not_looked_at(opened: Opened, shot: Shot) -> None:
    page = the_desk(opened, SMALL)
    rounds = rounds_of_one(page)

    # By keyboard alone: down to the oldest, opened, and shut again.
    page.get_by_role("button", name="刷新").focus()
    for _ in range(rounds.count()):
        page.keyboard.press("j")
    page.keyboard.press("Enter")

    head = page.get_by_role("region", name="选中的巡查")
    expect(head.get_by_role("status")).to_contain_text("轨迹只保留30天")
    expect(head.get_by_role("button")).to_have_count(0)
    shot(page, "tracks-2-forgotten")
    page.keyboard.press("Escape")
    expect(head).to_have_count(0)


def test_a_leader_is_offered_no_rounds(opened: Opened) -> None:
    page = opened("/c/patrols", size=SMALL)
    sign_in(page, LEADER)

    nav = page.get_by_role("navigation", name="主导航")
    expect(nav.get_by_role("link", name="网格", exact=True)).to_be_visible()
    expect(nav.get_by_role("link", name="巡查", exact=True)).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/c/$"))
