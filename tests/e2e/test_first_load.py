"""What a worker's phone has to fetch before anything can be done with it, and that it may then be installed."""

import io
import json
from typing import Any

from PIL import Image
from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.conftest import SHOTS, Pocket, sign_in
from tests.e2e.mortal import Mortal, cut
from tests.e2e.test_offline import SOON
from tests.e2e.test_story import WORKER, Shot

KIB = 1024
MOST = 150 * KIB


class Line:
    """Counts what comes over the line, as it comes: compressed, with its headers."""

    def __init__(self, wire: CDPSession) -> None:
        self.addresses: dict[str, str] = {}
        self.sizes: dict[str, float] = {}
        self.kept: set[str] = set()
        wire.on("Network.requestWillBeSent", self._asked)
        wire.on("Network.requestServedFromCache", lambda told: self.kept.add(told["requestId"]))
        wire.on("Network.loadingFinished", self._came)
        wire.send("Network.enable")

    def _asked(self, told: dict[str, Any]) -> None:
        self.addresses[told["requestId"]] = told["request"]["url"]

    def _came(self, told: dict[str, Any]) -> None:
        self.sizes[told["requestId"]] = told["encodedDataLength"]

    @property
    def total(self) -> float:
        return sum(self.sizes.values())

    def told(self) -> str:
        """Each file, the largest first."""
        rows = sorted(self.sizes.items(), key=lambda row: -row[1])
        return "\n".join(f"{size / KIB:7.1f} KiB  {self.addresses.get(name, name)}" for name, size in rows)


def test_the_way_to_the_sign_in_is_at_most_150_kib_over_the_line(pocket: Pocket, server: Mortal, shot: Shot) -> None:
    page = pocket.blank()
    line = Line(page.context.new_cdp_session(page))

    page.goto(f"{server.origin}/w/")
    expect(page.locator("input[type=tel]")).to_be_editable()
    expect(page.get_by_role("button", name="登录")).to_be_enabled()
    page.wait_for_load_state("networkidle")

    first, told = line.total, line.told()
    assert line.kept == set()
    assert any("/assets/index-" in address for address in line.addresses.values())
    assert first <= MOST, told
    shot(page, "first-1-sign-in")

    sign_in(page, WORKER)
    expect(page.locator("header")).to_contain_text("已同步", timeout=SOON)
    desk = f"to the desk, with the grid: {line.total / KIB:.1f} KiB\n{line.told()}"
    (SHOTS / "first-load.txt").write_text(f"to the sign-in: {first / KIB:.1f} KiB\n{told}\n\n{desk}\n")


def test_the_app_may_be_installed_and_its_shell_opens_without_a_line(
    pocket: Pocket, server: Mortal, shot: Shot
) -> None:
    page = pocket.open("/w/", locked=True)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wire = page.context.new_cdp_session(page)

    assert wire.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    manifest = wire.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert icons(page, manifest) == {("any", 192), ("any", 512), ("maskable", 512)}

    cut(server, page)
    page.reload()
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    shot(page, "first-2-shell")


def icons(page: Page, manifest: dict[str, Any]) -> set[tuple[str, int]]:
    """What each is for and how wide the picture really is."""
    named = json.loads(manifest["data"])["icons"]
    base = manifest["url"].rsplit("/", 1)[0]
    return {(one.get("purpose", "any"), _width(page, f"{base}/{one['src']}")) for one in named}


def _width(page: Page, address: str) -> int:
    return Image.open(io.BytesIO(page.request.get(address).body())).width
