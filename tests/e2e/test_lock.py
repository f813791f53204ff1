"""A phone in other hands: what is on it is sealed, opens with the PIN alone, and with nothing once it was lost."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from tests.e2e.conftest import CHROMIUM, DESK, FLAGS, PASSWORD, PHONE, PIN, UNLOCK, enter, sign_in
from tests.e2e.mortal import Mortal, mortal
from tests.e2e.stack import Stack

WORKER, ADMIN = "19900000001", "19900000071"
SOON = 90_000
Shot = Callable[[Page, str], None]

# Everything IndexedDB holds, read past the app: names of databases, and all bytes and words in them as one text.
RAW = """async () => {
  const texts = []
  const written = (value) => {
    if (value instanceof ArrayBuffer) return new TextDecoder().decode(value)
    if (ArrayBuffer.isView(value)) return new TextDecoder().decode(value)
    if (value instanceof Blob) return 'a Blob'
    if (Array.isArray(value)) return value.map(written).join(' ')
    if (value && typeof value === 'object')
      return Object.entries(value).map(([name, inner]) => name + '=' + written(inner)).join(' ')
    return String(value)
  }
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done, fail) => {
      const asked = indexedDB.open(name)
      asked.onsuccess = () => done(asked.result)
      asked.onerror = () => fail(asked.error)
    })
    for (const table of base.objectStoreNames) {
      const asked = base.transaction(table).objectStore(table).getAll()
      const rows = await new Promise((done) => { asked.onsuccess = () => done(asked.result) })
      texts.push(name + '/' + table + ': ' + rows.length, ...rows.map(written))
    }
    base.close()
  }
  for (const name of Object.keys(localStorage)) texts.push(name + ' ' + localStorage.getItem(name))
  return texts.join('\\n')
}"""


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture
def server(city: Stack) -> Iterator[Mortal]:
    with mortal(city.environment) as running:
        yield running


class Pocket:
    """A phone whose browser can be closed, opened again, and read by whoever has it in hand."""

    def __init__(self, playwright: Playwright, profile: Path, origin: str, place: tuple[float, float]) -> None:
        self._playwright, self._profile, self._origin, self._place = playwright, profile, origin, place
        self._context: BrowserContext | None = None

    def open(self, path: str = "/w/") -> Page:
        self.close()
        self._context = self._playwright.chromium.launch_persistent_context(
            self._profile,
            executable_path=CHROMIUM,
            args=FLAGS,
            viewport=PHONE,  # type: ignore[arg-type]
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            permissions=["geolocation"],
            geolocation={"longitude": self._place[0], "latitude": self._place[1], "accuracy": 12},
        )
        self._context.set_default_timeout(20_000)
        page = self._context.pages[0]
        page.goto(self._origin + path)
        return page

    def close(self) -> None:
        if self._context is not None:
            self._context.close()
            self._context = None


@pytest.fixture
def pocket(playwright: Playwright, tmp_path: Path, server: Mortal, demo_place: tuple[float, float]) -> Iterator[Pocket]:
    phone = Pocket(playwright, tmp_path / "profile", server.origin, demo_place)
    yield phone
    phone.close()


def names_of(page: Page, origin: str) -> list[str]:
    """Of people whose rows this phone holds."""
    rows = page.request.get(f"{origin}/api/registry/people/?limit=50").json()["rows"]
    return [row["name"] for row in rows if len(row["name"]) > 1][:20]


def report(page: Page, text: str) -> None:
    page.get_by_role("link", name="上报", exact=True).click()
    page.get_by_role("radiogroup", name="类别").get_by_role("radio").first.click()
    page.get_by_label("情况说明").fill(text)


def test_what_is_on_a_phone_is_for_whoever_knows_the_pin_until_it_is_lost(
    pocket: Pocket, server: Mortal, playwright: Playwright, shot: Shot
) -> None:
    sent, draft = f"未发送的上报{secrets.token_hex(4)}", f"没写完的草稿{secrets.token_hex(4)}"
    page = pocket.open()
    sign_in(page, WORKER)
    expect(page.locator("header")).to_contain_text("已同步", timeout=SOON)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    people = names_of(page, server.origin)
    assert people

    server.kill()
    report(page, sent)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已保存，联网后自动发送")).to_be_visible()
    page.get_by_role("button", name="继续上报").click()
    page.get_by_label("情况说明").fill(draft)
    raw = page.evaluate(RAW)
    assert "replica-" in raw
    assert [word for word in (sent, draft, *people) if word in raw] == []

    page.goto(f"{server.origin}/w/me")
    page.keyboard.type(PIN)
    page.get_by_role("button", name="立即锁定").click()
    expect(page.get_by_text("有1条待上传，解锁后继续")).to_be_visible()
    shot(page, "lock-1-locked")
    enter(page, UNLOCK, "111111")
    expect(page.get_by_role("alert")).to_contain_text("还可以试9次")
    shot(page, "lock-2-wrong")
    enter(page, UNLOCK, PIN)
    expect(page.get_by_role("heading", name="锁定")).to_be_visible()

    page = pocket.open("/w/report")
    expect(page.get_by_label("情况说明")).to_have_count(0)
    enter(page, UNLOCK, PIN)
    expect(page.get_by_label("情况说明")).to_have_value(draft)

    server.start()
    lose(playwright, server.origin, shot)
    expect(page.get_by_text("居民资料已从本机清除").first).to_be_visible(timeout=SOON)
    shot(page, "lock-4-lost")
    raw = page.evaluate(RAW)
    assert "replica-" not in raw
    assert [word for word in (sent, draft, *people) if word in raw] == []

    page = pocket.open()
    page.locator("input[type=tel]").fill(WORKER)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="这台手机已登记遗失")).to_be_visible()
    page.get_by_role("button", name="管理员已恢复").click()
    enter(page, UNLOCK, PIN)
    expect(page.get_by_role("alert")).to_contain_text("还没有恢复")
    shot(page, "lock-5-still-lost")


def lose(playwright: Playwright, origin: str, shot: Shot) -> None:
    """By the administrator, in the console."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    desk = browser.new_page(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
    desk.goto(f"{origin}/c/phones")
    sign_in(desk, ADMIN)
    desk.get_by_role("link", name="手机", exact=True).click()
    desk.get_by_text("全部", exact=True).click()
    desk.get_by_role("button", name="登记遗失：李小红").first.click()
    desk.get_by_role("button", name="登记遗失", exact=True).click()
    desk.get_by_text("已登记遗失", exact=True).first.wait_for()
    shot(desk, "lock-3-console")
    browser.close()
