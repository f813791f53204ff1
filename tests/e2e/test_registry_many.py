"""A desk writes a place of service down on the map, then goes through what is listed and confirms it all at once."""

import secrets
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, Opened, sign_in

ACCEPTOR, LEADER = "19900000021", "19900000061"
VIEW = '{"center": [111.283158, 30.704183], "zoom": 15.5}'
Shot = Callable[[Page, str], None]


def at_places(opened: Opened, phone: str) -> Page:
    page = opened("/c/registry?tab=service-places", size=DESK)
    page.evaluate("view => localStorage.setItem('command.view', view)", VIEW)
    sign_in(page, phone)
    return page


def pick(page: Page, name: str, option: str) -> None:
    page.get_by_role("combobox", name=name, exact=True).press("Enter")
    page.get_by_role("option", name=option, exact=True).click()


def test_a_desk_adds_a_place_and_confirms_many_at_once(opened: Opened, shot: Shot) -> None:
    name = f"便民点{secrets.randbelow(900_000) + 100_000}"
    page = at_places(opened, ACCEPTOR)
    page.get_by_role("link", name="新增服务点").click()
    page.get_by_role("button", name="保存（Ctrl + Enter）").click()
    expect(page.get_by_text("请在地图上选点")).to_be_visible()
    expect(page.get_by_text("请填写名称")).to_be_visible()
    pick(page, "类型", "便民服务点")
    page.get_by_role("textbox", name="名称", exact=True).fill(name)
    page.locator("canvas.maplibregl-canvas").click()
    expect(page.get_by_role("status").filter(has_text="云集街道")).to_be_visible()
    shot(page, "registry-add-place")
    page.get_by_role("button", name="保存（Ctrl + Enter）").click()
    record = page.get_by_role("region", name="详情")
    expect(record.get_by_role("heading", name=name)).to_be_visible()

    page.get_by_role("textbox", name="查询").fill(name[:3])
    page.get_by_role("button", name="批量更正").click()
    page.get_by_role("checkbox", name=f"选择{name}").check()
    page.get_by_role("button", name="批量更正…").click()
    dialog = page.get_by_role("dialog", name="批量更正 1 处服务点")
    pick(page, "对所选的全部记录", "更正类型")
    pick(page, "类型", "便民服务点")
    expect(dialog.get_by_text("其中 1 处已是如此，不会改动")).to_be_visible()
    pick(page, "类型", "社区卫生服务站")
    dialog.get_by_role("button", name="开始（1 处）").click()
    expect(dialog.get_by_role("status")).to_contain_text("已改 1")
    shot(page, "registry-many")
    dialog.get_by_role("button", name="关闭", exact=True).click()
    expect(page.locator("[data-row]").filter(has_text=name)).to_contain_text("社区卫生服务站")


def test_who_only_looks_on_is_offered_neither(opened: Opened) -> None:
    page = at_places(opened, LEADER)
    expect(page.get_by_role("tab", name="服务点")).to_be_visible()
    expect(page.get_by_role("link", name="新增服务点")).to_be_hidden()
    expect(page.get_by_role("button", name="批量更正")).to_be_hidden()
