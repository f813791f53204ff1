import io
import os
import shutil
import uuid
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, expect, sync_playwright

from tests.e2e.mortal import Mortal, mortal
from tests.e2e.stack import Stack, stack
from tests.serving import ROOT

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A microphone that beeps.
    "--use-fake-device-for-media-stream",
]
expect.set_options(timeout=20_000)
SHOTS = ROOT / "var/shots"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1920, "height": 1080}
PASSWORD = "demo-2026"
PIN = "290418"
UNLOCK = "请输入解锁码"

Opened = Callable[..., Page]


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole system on a database of the tests' own."""
    assert (ROOT / "pwa/dist/w/index.html").is_file(), "the front-ends are not built: npm --prefix pwa run build"
    with stack(f"test_e2e_{uuid.uuid4().hex[:8]}", tmp_path_factory.mktemp("media")) as running:
        yield running


@pytest.fixture
def sql(city: Stack) -> Iterator[psycopg.Connection[Any]]:
    """Sees everybody's rows."""
    address = city.environment["DATABASE_URL"].replace("postgis:", "postgresql:", 1)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SELECT set_config('grid.sees', '{0}', false)")
        yield connection


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The front-ends as built, to be changed as a new version would change them."""
    copy = tmp_path_factory.mktemp("dist") / "dist"
    shutil.copytree(ROOT / "pwa/dist", copy)
    return copy


@pytest.fixture(scope="session")
def origin(request: pytest.FixtureRequest) -> str:
    """Of a server of the tests' own; E2E_ORIGIN names one that runs already, while a test is being written."""
    running: str | None = os.environ.get("E2E_ORIGIN")
    return running or request.getfixturevalue("city").server.origin


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Of a scenario that fails, what its pages showed: a picture of each, and its text in the report."""
    report = yield
    if report.failed and report.when == "call":
        pages = enumerate(_open_pages(item.funcargs))
        report.sections += [_shown(page, f"failed-{item.name}-{number}") for number, page in pages]
    return report


def _open_pages(asked: dict[str, Any]) -> list[Page]:
    pocket, browser = asked.get("pocket"), asked.get("browser")
    contexts = [pocket.context] if pocket else browser.contexts if browser else []
    return [page for context in contexts if context for page in context.pages]


def _shown(page: Page, name: str) -> tuple[str, str]:
    try:
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", timeout=5000)
        return name, f"{page.url}\n{page.locator('body').aria_snapshot(timeout=5000)[:4000]}"
    except Error as gone:
        return name, f"not to be seen any more: {gone.message[:200]}"


@pytest.fixture
def demo_place() -> tuple[float, float]:
    """The middle of the demo worker's grid 420502003006001, longitude first."""
    return 111.283158, 30.704183


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Of one module: while Playwright runs, so does its loop, and Django refuses the database to other tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, origin: str) -> Iterator[Opened]:
    """Opens one person's own browser at an address; what its console complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def _open(path: str, *, size: dict[str, int] = PHONE, place: tuple[float, float] | None = None) -> Page:
        context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
        if place:
            context.grant_permissions(["geolocation"])
            context.set_geolocation({"longitude": place[0], "latitude": place[1], "accuracy": 12})
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{path}: {error}"))
        unlocks(page)
        page.goto(origin + path)
        contexts.append(context)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    """A picture of the main steps, to look at; git ignores the folder."""
    SHOTS.mkdir(parents=True, exist_ok=True)

    def _take(page: Page, name: str) -> None:
        page.wait_for_timeout(400)
        page.screenshot(path=str(SHOTS / f"{name}.png"))

    return _take


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[str], Path]:
    """A photograph to upload, different for every word on it."""

    def _draw(word: str) -> Path:
        image = Image.new("RGB", (1200, 900), (120 + len(word) * 3, 130, 125))
        draw = ImageDraw.Draw(image)
        for n in range(40):
            draw.rectangle((n * 30, 900 - n * 17, n * 30 + 22, 900), fill=(90 + n * 3, 100, 80 + n * 2))
        draw.text((60, 60), word, fill=(250, 250, 250))
        file = io.BytesIO()
        image.save(file, "JPEG", quality=88)
        path = tmp_path / f"{word}.jpg"
        path.write_bytes(file.getvalue())
        return path

    return _draw


def sign_in(page: Page, phone: str) -> None:
    fill_in(page, phone)
    if "/w/" in page.url:
        set_pin(page)


def fill_in(page: Page, phone: str) -> None:
    page.locator("input[type=tel], input[autocomplete=username]").first.fill(phone)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.locator("input[type=password]").wait_for(state="detached")


def set_pin(page: Page) -> None:
    """What a worker's phone asks for once, after the first sign-in on it."""
    page.get_by_role("heading", name="设一个解锁码").wait_for()
    enter(page, "输入6位新解锁码", PIN)
    enter(page, "再输入一次", PIN)
    page.get_by_role("heading", name="设一个解锁码").wait_for(state="detached")


def enter(page: Page, pad: str, pin: str) -> None:
    for digit in pin:
        page.get_by_role("group", name=pad, exact=True).get_by_role("button", name=digit, exact=True).click()


def unlocks(page: Page) -> None:
    """Gives the PIN whenever the page asks for it: each time it is opened anew."""

    def give() -> None:
        page.keyboard.type(PIN)
        page.get_by_role("group", name=UNLOCK, exact=True).wait_for(state="detached")

    page.add_locator_handler(page.get_by_role("group", name=UNLOCK, exact=True), give)


class Pocket:
    """A phone whose browser can be closed and opened again on what it has stored."""

    def __init__(self, playwright: Playwright, profile: Path, origin: str, place: tuple[float, float]) -> None:
        self._playwright, self._profile, self._origin, self._place = playwright, profile, origin, place
        self.context: BrowserContext | None = None

    def open(self, path: str, *, locked: bool = False) -> Page:
        """`locked`: whoever opens it gives the PIN."""
        page = self.blank()
        if not locked:
            unlocks(page)
        page.goto(self._origin + path)
        return page

    def blank(self) -> Page:
        self.context = self._playwright.chromium.launch_persistent_context(
            self._profile,
            executable_path=CHROMIUM,
            args=FLAGS,
            viewport=PHONE,  # type: ignore[arg-type]
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            permissions=["geolocation", "microphone"],
            geolocation={"longitude": self._place[0], "latitude": self._place[1], "accuracy": 12},
        )
        self.context.set_default_timeout(20_000)
        return self.context.pages[0]

    def close(self) -> None:
        if self.context is not None:
            self.context.close()
            self.context = None


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture
def server(city: Stack) -> Iterator[Mortal]:
    """Of this test alone, so that it may be killed."""
    with mortal(city.environment) as running:
        yield running


@pytest.fixture
def pocket(playwright: Playwright, tmp_path: Path, server: Mortal, demo_place: tuple[float, float]) -> Iterator[Pocket]:
    phone = Pocket(playwright, tmp_path / "profile", server.origin, demo_place)
    yield phone
    phone.close()
