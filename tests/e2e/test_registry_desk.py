"""A desk finds a person by letters of pinyin and looks at the whole name for a reason; the auditor finds the look."""

import re
import secrets
from collections.abc import Callable

from playwright.sync_api import Page, expect

from apps.registry.initials import initials_of
from tests.e2e.conftest import DESK, Opened, sign_in

LEAD, LEADER, AUDITOR = "19900000023", "19900000061", "19900000081"
MASKED = re.compile(r"^.\*")
Shot = Callable[[Page, str], None]


def at_registry(opened: Opened, phone: str) -> Page:
    page = opened("/c/registry", size=DESK)
    sign_in(page, phone)
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="人房库").click()
    return page


def choose(page: Page, name: str, option: str) -> None:
    page.get_by_role("dialog").get_by_role("combobox", name=name, exact=True).press("Enter")
    page.get_by_role("option", name=option, exact=True).click()


def found_by(page: Page, letters: str) -> None:
    """Typed as one types: / goes to the box; the answer is the question's, whatever was listed before."""
    expect(page.locator("[data-row]").first).to_be_visible()
    page.locator("body").press("/")
    with page.expect_response(lambda answer: f"q={letters}" in answer.url and "/people/" in answer.url):
        page.keyboard.type(letters)
    page.keyboard.press("Tab")
    expect(page.locator("[data-row]").first).to_be_visible()


def revealed(page: Page, what: str, reason: str) -> str:
    page.get_by_role("button", name=f"查看完整{what}").click()
    dialog = page.get_by_role("dialog", name=f"查看完整{what}")
    dialog.get_by_role("button", name="查看", exact=True).click()
    expect(dialog.get_by_text("请填写理由")).to_be_visible()
    choose(page, "用途", "入户走访联系")
    dialog.get_by_role("textbox", name="理由").fill(reason)
    dialog.get_by_role("button", name="查看", exact=True).click()
    value = dialog.get_by_role("status").locator("b")
    expect(value).to_be_visible()
    text = value.inner_text()
    dialog.get_by_role("button", name="立即隐藏").click()
    expect(value).to_be_hidden()
    return text


def test_a_look_at_a_whole_name_has_a_reason_and_is_found_by_the_auditor(opened: Opened, shot: Shot) -> None:
    reason = f"独居老人来电，回访{secrets.randbelow(900_000) + 100_000}"
    page = at_registry(opened, LEAD)
    found_by(page, "w")
    shot(page, "registry-desk-list")

    page.locator("[data-row]").first.click()
    record = page.get_by_role("region", name="详情")
    expect(record.locator("header h2").first).to_have_text(MASKED)
    expect(record.get_by_text("基本", exact=True)).to_be_visible()
    shot(page, "registry-desk-person")
    name = revealed(page, "姓名", reason)
    assert "*" not in name
    assert initials_of(name).startswith("w")
    expect(record.locator("header h2").first).to_have_text(MASKED)

    auditor = at_registry(opened, AUDITOR)
    row = auditor.get_by_role("row", name=reason)
    expect(row).to_contain_text("人员姓名")
    expect(row).to_contain_text("入户走访联系")
    shot(auditor, "registry-accesses")
    assert name not in row.inner_text()


def test_what_is_corrected_is_fresh_and_stands_in_the_history(opened: Opened, shot: Shot) -> None:
    work_place = f"第{secrets.randbelow(9000) + 1000}号厂"
    page = at_registry(opened, LEAD)
    expect(page.locator("[data-row]").first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    record = page.get_by_role("region", name="详情")
    record.get_by_role("button", name="更正资料").click()
    form = page.get_by_role("dialog", name="更正资料")
    form.get_by_role("textbox", name="工作单位").fill(work_place)
    form.get_by_role("button", name="更正", exact=True).click()

    expect(form).to_be_hidden()
    expect(record.get_by_text(work_place)).to_be_visible()
    expect(record.get_by_text("入户采集 · 今天核实").first).to_be_visible()
    expect(record.get_by_role("listitem").filter(has_text="更正").filter(has_text="工作单位").first).to_be_visible()
    shot(page, "registry-desk-corrected")


def test_a_leader_looks_on_and_sees_the_requests(opened: Opened) -> None:
    page = at_registry(opened, LEADER)
    page.get_by_role("link", name="更正删除申请").click()
    expect(page.get_by_role("region", name="更正删除申请")).to_contain_text("没有待处理的申请")
    expect(page.get_by_role("link", name="合并台")).to_be_hidden()
