"""The first load as a phone's browser has it: Chromium on a 4G line with a processor six times slower."""

from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import CHROMIUM, FLAGS, PHONE, sign_in

# Fast 4G as Chrome's own tools have it.
LINE = {"offline": False, "latency": 165, "downloadThroughput": 8_100_000 / 8, "uploadThroughput": 1_350_000 / 8}
SLOWER = 6
# Looked at every fiftieth of a second; the page's own policy forbids Playwright's way of waiting.
SYNCED_AFTER = """() => new Promise((done) => {
  const first = () => performance.getEntriesByType('resource').find(({ name }) => name.includes('/api/sync/pull/'))
  const look = () => document.querySelector('header')?.textContent?.includes('已同步')
    ? done(performance.now() - first().startTime) : setTimeout(look, 20)
  look()
})"""


def first_loads(origin: str, phone: str, times: int) -> list[float]:
    """Seconds from the loop's first question to 已同步, each time on a phone that has nothing but the app."""
    if not Path(CHROMIUM).exists():
        return []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        took = [_once(browser, origin, phone) for _ in range(times)]
        browser.close()
    return took


def _once(browser: Browser, origin: str, phone: str) -> float:
    page = browser.new_page(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    page.set_default_timeout(120_000)
    page.goto(f"{origin}/w/")
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", LINE)
    slow_down(page, SLOWER)
    sign_in(page, phone)
    seconds: float = page.evaluate(SYNCED_AFTER) / 1000
    page.close()
    return seconds


def slow_down(page: Page, rate: int) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
