"""餐饮油烟, from a resident's window to the rating: five browsers, real processes, no page ever reloaded."""

import re
import secrets
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Error, Locator, Page, expect

from tests.e2e.conftest import DESK, Opened, sign_in
from tests.serving import eventually

WORKER, COMMUNITY, STREET, UNIT = "19900000001", "19900000011", "19900000023", "19900000051"
Shot = Callable[[Page, str], None]
# Told apart from the last run on a server that keeps its matters.
TEXT = f"楼下烧烤店油烟直排到{secrets.randbelow(9000) + 1000}室窗口"


def clicked(button: Locator) -> bool:
    """If it is there, or comes soon. What a click sets off may take its time."""
    try:
        button.wait_for(timeout=2000)
    except Error:
        return False
    button.click()
    return True


class Desk:
    """A console with one matter open."""

    def __init__(self, page: Page, number: str) -> None:
        self.page = page
        self.number = number

    def open(self) -> None:
        self.page.locator("[data-row]", has_text=self.number).first.click()
        expect(self.page.get_by_role("toolbar", name="办理")).to_be_visible()

    def _pressed(self, label: str) -> bool:
        """In the bar or in its menu, and perhaps not yet: the step before may still be on its way to this screen."""
        bar = self.page.get_by_role("toolbar", name="办理")
        if self.page.get_by_role("button", name="关闭详情").count() == 0:
            self.open()
        if clicked(bar.get_by_role("button", name=label, exact=True)):
            return True
        if not clicked(bar.get_by_role("button", name="更多")):
            return False
        if clicked(self.page.get_by_role("menuitem", name=label, exact=True)):
            return True
        # Closes the menu; the matter where the menu has gone by itself.
        self.page.keyboard.press("Escape")
        return False

    def do(self, label: str, *, fill: Callable[[Page], None] | None = None) -> None:
        eventually(lambda: self._pressed(label))
        form = self.page.get_by_role("dialog", name=re.compile(f"^{label}，"))
        if fill:
            expect(form).to_be_visible()
            fill(self.page)
        if fill or form.count():
            form.get_by_role("button", name=label, exact=True).click()
            expect(form).to_be_hidden()


class Phone:
    """A worker's or a unit's phone with one matter open."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, text: str) -> None:
        self.page.locator("a", has_text=text).first.click()
        expect(self.page.get_by_role("group", name="可办理的操作")).to_be_visible()

    def _pressed(self, label: str) -> bool:
        bar = self.page.get_by_role("group", name="可办理的操作")
        if clicked(bar.get_by_role("button", name=label, exact=True)):
            return True
        if not clicked(bar.get_by_role("button", name=re.compile("^(更多|办理)$"))):
            return False
        if clicked(self.page.locator(".van-action-sheet__item", has_text=label).first):
            return True
        self.page.locator(".van-action-sheet__cancel").click()
        return False

    def do(self, label: str, *, fill: Callable[[Page], None] | None = None) -> None:
        eventually(lambda: self._pressed(label))
        sheet = self.page.get_by_role("dialog", name=label, exact=True)
        expect(sheet).to_be_visible()
        if fill:
            fill(self.page)
        sheet.get_by_role("button", name=f"确定{label}").click()
        expect(sheet).to_be_hidden()


def says(label: str, words: str) -> Callable[[Page], None]:
    def fill(page: Page) -> None:
        page.get_by_label(label, exact=False).last.fill(words)

    return fill


def test_a_resident_is_heard_from_the_window_to_the_rating(
    opened: Opened, shot: Shot, picture: Callable[[str], Path], demo_place: tuple[float, float]
) -> None:
    worker = _signed_in(opened("/w/"), WORKER)
    community = _signed_in(opened("/c/", size=DESK), COMMUNITY)
    street = _signed_in(opened("/c/", size=DESK), STREET)
    unit = _signed_in(opened("/w/"), UNIT)
    resident = opened("/r/", place=demo_place)

    number = _report(resident, picture("smoke"), shot)
    _goes_up(Phone(worker), Desk(community, number), shot)
    centre, hands = Desk(street, number), Phone(unit)
    _is_filed_and_dispatched(centre, shot)
    _is_handled(hands, centre, picture, shot)
    _is_closed(centre, shot)

    _is_rated(resident, shot)
    expect(street.locator("main")).to_contain_text("很快就解决了")
    shot(street, "11-street-sees-the-rating")


def _signed_in(page: Page, phone: str) -> Page:
    sign_in(page, phone)
    return page


def _goes_up(worker: Phone, community: Desk, shot: Shot) -> None:
    expect(worker.page.locator("a", has_text=TEXT).first).to_be_visible()
    shot(worker.page, "02-worker-hears")
    worker.open(TEXT)
    shot(worker.page, "03-worker-detail")
    worker.do("上报升级", fill=says("上报原因", "商户拒不整改，网格没有执法权"))
    community.open()
    shot(community.page, "04-community")
    community.do("上报升级", fill=says("上报原因", "社区两次协调未果"))


def _is_filed_and_dispatched(centre: Desk, shot: Shot) -> None:
    centre.open()
    centre.do("受理")
    centre.do("立案", fill=lambda page: page.locator(".conditions .el-radio").first.click())
    shot(centre.page, "05-street-filed")
    centre.do("派遣", fill=lambda page: shot(page, "05-street-dispatches"))
    expect(centre.page.locator("main")).to_contain_text("待签收")


def _is_handled(hands: Phone, centre: Desk, picture: Callable[[str], Path], shot: Shot) -> None:
    """With an extension asked and granted, and one rework."""
    hands.open(TEXT)
    hands.do("签收")
    hands.do("申请延期", fill=_asks_a_month)
    shot(hands.page, "06-unit-asks")
    centre.do("同意延期")
    hands.do("处置反馈", fill=_handled(picture("before"), picture("after"), "已责令安装净化器"))
    centre.do("返工", fill=says("返工原因", "复查时仍有明显油烟"))
    hands.do("处置反馈", fill=_handled(None, picture("after-again"), "净化器已装好并开启"))
    shot(hands.page, "07-unit-replied")


def _is_closed(centre: Desk, shot: Shot) -> None:
    centre.do("核查通过", fill=lambda _: None)
    centre.do("结案", fill=says("给上报人的答复", "烧烤店已安装油烟净化器并正常使用，感谢您的监督。"))
    shot(centre.page, "08-street-closed")


def _is_rated(resident: Page, shot: Shot) -> None:
    expect(resident.locator("main")).to_contain_text("已安装油烟净化器")
    shot(resident, "09-resident-answered")
    resident.get_by_text("非常满意").first.click()
    resident.get_by_label("想说的话").fill("很快就解决了")
    resident.get_by_role("button", name="提交评价").click()
    expect(resident.locator("main")).to_contain_text("已评价")
    shot(resident, "10-resident-rated")


def _report(page: Page, photo: Path, shot: Shot) -> str:
    page.get_by_text("餐饮油烟").first.click()
    page.locator("input[type=file]").last.set_input_files(photo)
    page.get_by_role("button", name="用我的位置").click()
    expect(page.get_by_text(re.compile("^已定位，误差"))).to_be_visible()
    page.get_by_label("地点说明").fill("桃花岭小区3栋楼下烧烤店")
    page.locator("#text").fill(TEXT)
    page.get_by_label("联系电话").fill("13800000000")
    expect(page.get_by_text("已上传")).to_be_visible()
    shot(page, "01-resident-reports")
    page.get_by_role("button", name=re.compile("提交")).click()
    expect(page.get_by_text("查询码").first).to_be_visible()
    shot(page, "01-resident-receipt")
    number = page.locator("dd").first.inner_text()
    page.get_by_role("link", name="查看办理进度").click()
    expect(page.locator("main")).to_contain_text(number)
    return number


def _asks_a_month(page: Page) -> None:
    """The picker starts at tomorrow; next month is one further in its second column."""
    sheet = page.get_by_role("dialog", name="申请延期", exact=True)
    sheet.get_by_role("button", name="请选择日期和时间").click()
    column = page.locator(".van-picker-column").nth(1)
    column.locator(".van-picker-column__item--selected ~ li").first.click()
    page.wait_for_timeout(1000)
    page.get_by_role("button", name="确认").last.click()
    expect(page.get_by_role("button", name="确认").last).to_be_hidden()
    sheet.get_by_label("原因").last.fill("净化设备已订购，下月到货")


def _handled(before: Path | None, after: Path, note: str) -> Callable[[Page], None]:
    def fill(page: Page) -> None:
        sheet = page.get_by_role("dialog", name="处置反馈", exact=True)
        sheet.get_by_label("处置结果").last.fill(note)
        if before:
            sheet.get_by_label("处置前照片：拍照").set_input_files(before)
        sheet.get_by_label("处置后照片：拍照").set_input_files(after)
        expect(sheet.get_by_text("已保存")).to_have_count(2 if before else 1)

    return fill
