"""消息: what colleagues did while a phone was locked, closed or elsewhere is there, and counted once."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, PASSWORD, PIN, UNLOCK, Opened, enter, fill_in, sign_in
from tests.e2e.test_story import Shot

# In whose grid nothing happens in the demonstration, so that what is counted is what is done here.
WORKER, ACCEPTOR, LEAD = "19900000002", "19900000021", "19900000023"
SOON = 60_000


class Colleague:
    """At the desk of the street, taking calls about the worker's grid."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        grid = self._signs_in(WORKER)["account"]["postings"][0]["at_id"]
        self._place = client.get(f"/api/grids/{grid}/").json()["centre"]["coordinates"]
        self._signs_in(ACCEPTOR)
        self._category = client.get("/api/categories/").json()["majors"][0]["minors"][0]["subs"][0]["id"]

    def _signs_in(self, phone: str) -> dict[str, Any]:
        self._client.get("/api/session/")
        self._post("/api/session/", phone=phone, password=PASSWORD)
        told: dict[str, Any] = self._client.get("/api/session/").json()
        return told

    def _post(self, path: str, **said: Any) -> dict[str, Any]:
        headers = {"X-CSRFToken": self._client.cookies["csrftoken"], "Idempotency-Key": str(uuid.uuid4())}
        answer = self._client.post(path, json=said, headers=headers)
        assert answer.status_code < 300, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def reports(self) -> str:
        """The number of the matter, as a notice names it."""
        lon, lat = self._place
        place = {"lon": lon, "lat": lat, "crs": "EPSG:4490"}
        told = self._post("/api/events/", category=self._category, text="来电反映", channel="HOTLINE", **place)
        return str(told["number"])


@pytest.fixture
def colleague(origin: str) -> Iterator[Colleague]:
    with httpx.Client(base_url=origin) as client:
        yield Colleague(client)


def bell_says(page: Page, count: int) -> None:
    """Of a page with the bell in its head."""
    expect(page.get_by_role("link", name="消息").first).to_have_text(
        re.compile(rf"消息\s*{count}条未读" if count else "消息$"), timeout=SOON
    )


def has_news(page: Page, numbers: list[str], *, fresh: bool) -> None:
    page.get_by_role("link", name="消息").first.click()
    items = page.get_by_role("list", name="消息").get_by_role("listitem")
    for number in numbers:
        expect(items.filter(has_text=number)).to_have_count(1)
        expect(items.filter(has_text=number).get_by_text("新", exact=True)).to_have_count(1 if fresh else 0)


def reads(page: Page, *numbers: str) -> None:
    """And comes back to where nothing is left to be read."""
    has_news(page, [*numbers], fresh=True)
    page.get_by_role("button", name="返回").click()
    bell_says(page, 0)


def signed_in(opened: Opened) -> Page:
    page = opened("/w/")
    sign_in(page, WORKER)
    expect(page.locator("header")).to_contain_text("已同步", timeout=SOON)
    return page


def lock(page: Page) -> None:
    page.get_by_role("link", name=re.compile("我的$")).click()
    page.get_by_role("button", name="立即锁定").click()
    # Without a locator, which would give the PIN.
    page.wait_for_function("label => document.querySelector(`[aria-label='${label}']`)", arg=UNLOCK)


@pytest.mark.must("S-44")
def test_what_a_colleague_did_while_the_phone_was_locked_or_closed_is_told_and_counted_once(
    opened: Opened, origin: str, colleague: Colleague, shot: Shot
) -> None:
    before = colleague.reports()
    page = signed_in(opened)
    reads(page, before)

    lock(page)
    first = colleague.reports()
    page.get_by_role("link", name="工作台").click()
    bell_says(page, 1)
    expect(page.get_by_role("link", name="1条新消息")).to_contain_text("上报")
    shot(page, "notices-1-after-the-lock")
    has_news(page, [first], fresh=True)
    shot(page, "notices-2-list")
    page.get_by_role("button", name="返回").click()
    bell_says(page, 0)

    context = page.context
    page.close()
    later = [colleague.reports(), colleague.reports()]
    page = context.new_page()
    page.goto(f"{origin}/w/", wait_until="commit")
    page.wait_for_function("label => document.querySelector(`[aria-label='${label}']`)", arg=UNLOCK)
    enter(page, UNLOCK, PIN)
    bell_says(page, 2)
    page.evaluate("document.body.style.zoom = 1.3")
    shot(page, "notices-3-largest")
    has_news(page, later, fresh=True)
    has_news_live(page, colleague)


def has_news_live(page: Page, colleague: Colleague) -> None:
    """What comes while somebody looks is there once too."""
    number = colleague.reports()
    items = page.get_by_role("list", name="消息").get_by_role("listitem")
    expect(items.filter(has_text=number)).to_have_count(1)


def test_what_was_read_on_one_phone_is_on_the_other_and_no_news(
    opened: Opened, colleague: Colleague, shot: Shot
) -> None:
    before = colleague.reports()
    one, other = signed_in(opened), signed_in(opened)
    reads(one, before)

    lock(other)
    number = colleague.reports()
    bell_says(one, 1)
    with one.expect_response(lambda answer: answer.url.endswith("/api/sync/push/") and answer.ok):
        has_news(one, [number], fresh=True)

    other.get_by_role("link", name="工作台").click()
    expect(other.locator("header")).to_contain_text("已同步", timeout=SOON)
    bell_says(other, 0)
    has_news(other, [number], fresh=False)
    shot(other, "notices-4-read-elsewhere")


def test_the_console_begins_with_what_was_before(opened: Opened, colleague: Colleague, shot: Shot) -> None:
    number = colleague.reports()
    page = opened("/c/", size=DESK)
    fill_in(page, LEAD)

    page.get_by_role("button", name="动态", exact=True).click()
    expect(page.get_by_role("listitem").filter(has_text=number).first).to_be_visible()
    shot(page, "notices-5-console")
