"""No screen has anything that axe-core, a checker of accessibility, finds wrong. What it is not asked: axe.py."""

import json
import re
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.axe import Eye
from tests.e2e.conftest import DESK, PASSWORD, PIN, UNLOCK, Opened, enter, sign_in
from tests.e2e.test_story import WORKER, Shot

LEAD, ADMIN = "19900000023", "19900000071"
SOON = 90_000
WAITING = re.compile("正在加载|正在打开|加载中|请稍候")


def settled(page: Page) -> None:
    """Nothing is on its way any more."""
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text(WAITING)).to_have_count(0)


def rows(page: Page, origin: str, path: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = page.request.get(origin + path).json()["rows"]
    return told


def through(eye: Eye, origin: str, paths: Iterable[str], *, there: str = "main") -> None:
    """`there`: what only the screen itself shows, and not what stands before it."""
    for path in paths:
        eye.page.goto(origin + path)
        expect(eye.page.locator(there)).to_be_visible()
        settled(eye.page)
        eye.look(path)


def known(page: Page, origin: str) -> tuple[str, str]:
    """A matter and somebody who lives alone."""
    listed = rows(page, origin, "/api/events/?scope=reach&limit=50")
    told = (page.request.get(f"{origin}/api/events/{row['id']}/").json() for row in listed)
    event = next(one["id"] for one in told if len(one["moves"]) > 3)
    return event, rows(page, origin, "/api/registry/people/?role=LIVING_ALONE&limit=1")[0]["id"]


def clean(eye: Eye) -> None:
    assert eye.found == {}, json.dumps(eye.found, ensure_ascii=False, indent=1)


def test_what_is_wrong_is_seen(opened: Opened) -> None:
    eye = Eye(opened("/r/"))
    settled(eye.page)
    eye.page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=/r/icons/icon.svg>')")
    eye.look("a picture without words")
    assert [line.split()[0] for line in eye.found["a picture without words"]] == ["image-alt"]


def test_the_phone_before_anybody_is_let_in(opened: Opened, origin: str, shot: Shot) -> None:
    page = opened("/w/")
    eye = Eye(page)
    expect(page.get_by_role("button", name="登录")).to_be_enabled()
    settled(page)
    eye.look("login")
    shot(page, "axe-1-login")
    page.locator("input[type=tel]").fill(WORKER)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    page.get_by_role("heading", name="设一个解锁码").wait_for()
    eye.look("set a PIN")
    enter(page, "输入6位新解锁码", PIN)
    enter(page, "再输入一次", PIN)
    page.get_by_role("heading", name="设一个解锁码").wait_for(state="detached")
    # Another tab, for which nobody gives the PIN.
    page = page.context.new_page()
    eye.page = page
    page.goto(f"{origin}/w/")
    page.get_by_role("group", name=UNLOCK, exact=True).wait_for()
    eye.look("locked")
    page.get_by_role("button", name="忘记解锁码").click()
    settled(page)
    eye.look("forgotten")
    shot(page, "axe-2-forgotten")
    clean(eye)


def test_the_worker_s_screens(opened: Opened, origin: str, shot: Shot) -> None:
    page = opened("/w/")
    sign_in(page, WORKER)
    expect(page.locator("header")).to_contain_text("已同步", timeout=SOON)
    event, person = known(page, origin)
    house = next(row["id"] for row in rows(page, origin, "/api/registry/rooms/?limit=100") if row["people"])
    organisation = rows(page, origin, "/api/registry/organisations/?limit=1")[0]["id"]
    eye = Eye(page)

    through(
        eye,
        origin,
        (
            "/w/",
            "/w/report",
            "/w/events",
            f"/w/events/{event}",
            "/w/registry",
            "/w/registry?of=people",
            "/w/registry?of=organisations",
            f"/w/registry/people/{person}",
            f"/w/registry/rooms/{house}",
            f"/w/registry/organisations/{organisation}",
            f"/w/registry/people/{person}/edit",
            "/w/registry/rooms/new",
            "/w/registry/scan",
            "/w/sync",
            "/w/notices",
            "/w/map",
            "/w/patrols",
            "/w/learn",
            "/w/me",
            "/w/handover",
            "/w/password",
            "/w/pin",
        ),
        there="header.head",
    )
    page.goto(f"{origin}/w/learn")
    page.locator("a[href*='/w/learn/']").first.click()
    settled(page)
    eye.look("an article")
    clean(eye)


def test_what_lies_over_the_worker_s_screens(opened: Opened, origin: str, shot: Shot) -> None:
    page = opened("/w/")
    sign_in(page, WORKER)
    expect(page.locator("header")).to_contain_text("已同步", timeout=SOON)
    event, person = known(page, origin)
    eye = Eye(page)

    _layers(eye, origin, event, person, shot)
    shot(page, "axe-3-layer")
    clean(eye)


def opens(eye: Eye, button: str, name: str) -> None:
    """A layer over the page, looked at and shut again."""
    page = eye.page
    settled(page)
    page.get_by_role("button", name=re.compile(button)).first.click()
    layer = page.locator(".van-popup:visible").last
    expect(layer).to_be_visible()
    eye.look(name)
    page.go_back()
    expect(layer).to_be_hidden()


def _layers(eye: Eye, origin: str, event: str, person: str, shot: Shot) -> None:
    page = eye.page
    page.goto(f"{origin}/w/report")
    opens(eye, "全部类别", "all kinds")
    opens(eye, "地图", "a place on the map")
    page.goto(f"{origin}/w/events/{event}")
    opens(eye, "导航", "the way there")
    opens(eye, "^(更多|办理)$", "more to do with a matter")
    page.get_by_role("group", name="可办理的操作").get_by_role(
        "button", name=re.compile("^(?!更多|办理$)")
    ).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    eye.look("a move")
    shot(page, "axe-6-move")
    page.goto(f"{origin}/w/registry/people/{person}")
    opens(eye, "^走访记录$", "a visit")
    opens(eye, "^更多$", "more to do with a person")
    page.goto(f"{origin}/w/registry/people/{person}/edit")
    page.get_by_role("button", name=re.compile("^更多")).click()
    opens(eye, "^出生日期", "a day")
    opens(eye, "^学历", "a code")
    page.goto(f"{origin}/w/sync")
    opens(eye, "^导入另一台", "bringing in")


def test_the_residents_pages(opened: Opened, origin: str, shot: Shot, demo_place: tuple[float, float]) -> None:
    page = opened("/r/", place=demo_place)
    eye = Eye(page)

    through(eye, origin, ("/r/", "/r/report", "/r/query", "/r/mine", "/r/privacy"))
    shot(page, "axe-4-resident")
    clean(eye)


def console(opened: Opened, phone: str) -> Eye:
    """Signed in at the desk, having looked at the way in and at all its main screens."""
    page = opened("/c/", size=DESK)
    eye = Eye(page)
    settled(page)
    eye.look("login")
    sign_in(page, phone)
    nav = page.get_by_role("navigation", name="主导航").get_by_role("link")
    expect(nav.first).to_be_visible()
    origin = page.url.split("/c/", maxsplit=1)[0]
    through(eye, origin, [link.get_attribute("href") or "" for link in nav.all()])
    return eye


def test_the_console_of_a_street(opened: Opened, origin: str, shot: Shot) -> None:
    eye = console(opened, LEAD)
    page = eye.page
    through(eye, origin, ("/c/intake", "/c/registry/add/person", "/c/registry/held", "/c/registry/requests"))
    page.goto(f"{origin}/c/")
    page.locator("[data-row]").first.click()
    expect(page.get_by_role("toolbar", name="办理")).to_be_visible()
    settled(page)
    eye.look("a matter")
    shot(page, "axe-5-console")
    clean(eye)


def test_the_console_of_the_administrator(opened: Opened) -> None:
    clean(console(opened, ADMIN))
