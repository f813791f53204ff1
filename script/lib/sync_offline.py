"""The app without a line on a slow phone, in Chromium: opened, searched in, saved with."""

from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from script.lib.served import ROOT
from script.lib.sync_browser import SLOWER, slow_down
from tests.e2e.conftest import CHROMIUM, FLAGS, PHONE, PIN, UNLOCK, sign_in
from tests.e2e.meanwhile import OWN, PEOPLE, code_of, visit

OPENS, SEARCHES, SAVES = 7, 24, 40
OPENS_SLOWER = 4
KEPT = """async () => {
  let files = 0
  for (const name of await caches.keys()) files += (await (await caches.open(name)).keys()).length
  return files
}"""
# Milliseconds from the start of the page until the lock, the first thing a worker can touch, is on the screen.
OPENED = """() => { window.opened = new Promise((done) => {
  const look = () => document.querySelector('[role=group][aria-label]')
    ? requestAnimationFrame(() => done(performance.now())) : setTimeout(look, 5)
  look()
}) }"""
# Milliseconds from each key press until the line that says how many were found has changed and is on the screen.
FOUND = """() => {
  window.found = []
  const line = () => document.querySelector('p.line [role=status]')?.textContent
  document.addEventListener('input', ({ timeStamp }) => {
    const before = line()
    const look = () => line() === before
      ? requestAnimationFrame(look) : requestAnimationFrame(() => window.found.push(performance.now() - timeStamp))
    look()
  }, true)
}"""
SAVED = f"""{OWN}
  const took = []
  for (const doing of doings) {{
    const began = performance.now()
    await one.save(doing)
    took.push(performance.now() - began)
    // The next door is some steps away; by then the lists have taken in what was saved.
    await new Promise((done) => setTimeout(done, 700))
  }}
  return took
}}"""


def at_hand(origin: str, phone: str) -> dict[str, list[float]]:
    """In milliseconds: `open` with a processor four times slower, `search` and `save` with one six times slower."""
    if not Path(CHROMIUM).exists():
        return {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
        page = _with_everything(context, origin, phone)
        context.set_offline(offline=True)
        took = {"open": [_opened(context, origin) for _ in range(OPENS)]}
        slow_down(page, SLOWER)
        took |= {"search": _searched(page, origin), "save": _saved(page)}
        browser.close()
    return took


def _with_everything(context: BrowserContext, origin: str, phone: str) -> Page:
    """Signed in, synced, and with the whole app kept for when there is no line."""
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{origin}/w/")
    sign_in(page, phone)
    expect(page.locator("header")).to_contain_text("已同步", timeout=60_000)
    kept = -1
    while kept != (kept := page.evaluate(KEPT)):
        page.wait_for_timeout(3000)
    return page


def _opened(context: BrowserContext, origin: str) -> float:
    page = context.new_page()
    slow_down(page, OPENS_SLOWER)
    page.add_init_script(f"({OPENED})()")
    page.goto(f"{origin}/w/")
    took: float = page.evaluate("() => window.opened")
    page.close()
    return took


def _searched(page: Page, origin: str) -> list[float]:
    page.goto(f"{origin}/w/registry?of=people")
    page.get_by_role("group", name=UNLOCK, exact=True).wait_for()
    page.keyboard.type(PIN)
    box = page.get_by_role("searchbox")
    expect(page.locator("a.card").first).to_be_visible()
    page.evaluate(FOUND)
    box.focus()
    for number in range(SEARCHES):
        # A letter, a second one, and both taken back.
        page.keyboard.press(("w", "l", "Backspace", "Backspace")[number % 4])
        page.wait_for_timeout(600)
    found: list[float] = page.evaluate("() => window.found")
    return found


def _saved(page: Page) -> list[float]:
    page.locator("a.card").first.click()
    page.get_by_role("heading", name="基本情况").wait_for()
    chunk = code_of(ROOT / "pwa/dist")
    people = page.evaluate(PEOPLE, [chunk, []])
    doings = [visit(people[number % len(people)]) for number in range(SAVES)]
    took: list[float] = page.evaluate(SAVED, [chunk, doings])
    return took
