"""A phone in other hands: what is on it is sealed, opens with the PIN alone, and with nothing once it was lost."""

import secrets

from playwright.sync_api import Page, Playwright, expect

from tests.e2e.conftest import CHROMIUM, DESK, FLAGS, PASSWORD, PIN, UNLOCK, Pocket, enter, sign_in
from tests.e2e.mortal import Mortal, cut
from tests.e2e.test_offline import SOON
from tests.e2e.test_story import WORKER, Shot

ADMIN = "19900000071"

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


def names_of(page: Page, origin: str) -> list[str]:
    """Of people whose rows this phone holds."""
    rows = page.request.get(f"{origin}/api/registry/people/?limit=50").json()["rows"]
    return [row["name"] for row in rows if len(row["name"]) > 1][:20]


def holds(page: Page, words: list[str]) -> list[str]:
    """Which of them whoever has the phone in hand can read in its stores."""
    raw = page.evaluate(RAW)
    assert "outbox-" in raw
    return [word for word in words if word in raw]


def report(page: Page, text: str) -> None:
    page.get_by_role("link", name="上报", exact=True).click()
    page.get_by_role("radiogroup", name="类别").get_by_role("radio").first.click()
    page.get_by_label("情况说明").fill(text)


def test_what_is_on_a_phone_is_for_whoever_knows_the_pin_until_it_is_lost(
    pocket: Pocket, server: Mortal, playwright: Playwright, shot: Shot
) -> None:
    sent, draft = f"未发送的上报{secrets.token_hex(4)}", f"没写完的草稿{secrets.token_hex(4)}"
    page = pocket.open("/w/", locked=True)
    sign_in(page, WORKER)
    expect(page.locator("header")).to_contain_text("已同步", timeout=SOON)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    secret = [sent, draft, *names_of(page, server.origin)]
    assert len(secret) > 2

    cut(server, page)
    _works(page, sent, draft)
    assert "replica-" in page.evaluate(RAW)
    assert holds(page, secret) == []
    _is_locked_and_opened(page, server.origin, shot)
    page = _restarted(pocket, draft)

    server.start()
    lose(playwright, server.origin, shot)
    expect(page.get_by_text("居民资料已从本机清除").first).to_be_visible(timeout=SOON)
    shot(page, "lock-4-lost")
    assert "replica-" not in page.evaluate(RAW)
    assert holds(page, secret) == []
    _stays_shut(pocket, shot)


def _works(page: Page, sent: str, draft: str) -> None:
    report(page, sent)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已保存，联网后自动发送")).to_be_visible()
    page.get_by_role("button", name="继续上报").click()
    page.get_by_label("情况说明").fill(draft)


def _is_locked_and_opened(page: Page, origin: str, shot: Shot) -> None:
    page.goto(f"{origin}/w/me")
    enter(page, UNLOCK, PIN)
    page.get_by_role("button", name="立即锁定").click()
    expect(page.get_by_text("有1条待上传，解锁后继续")).to_be_visible()
    shot(page, "lock-1-locked")
    enter(page, UNLOCK, "111111")
    expect(page.get_by_role("alert")).to_contain_text("还可以试9次")
    shot(page, "lock-2-wrong")
    enter(page, UNLOCK, PIN)
    expect(page.get_by_role("heading", name="锁定")).to_be_visible()


def _restarted(pocket: Pocket, draft: str) -> Page:
    """Without a line, in a browser that was closed."""
    pocket.close()
    page = pocket.open("/w/report", locked=True)
    expect(page.get_by_label("情况说明")).to_have_count(0)
    enter(page, UNLOCK, PIN)
    expect(page.get_by_label("情况说明")).to_have_value(draft)
    return page


def _stays_shut(pocket: Pocket, shot: Shot) -> None:
    pocket.close()
    page = pocket.open("/w/", locked=True)
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
