"""S-49: the neighbours' outlines on the map of a phone that has no line, from the tiles it keeps."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Pocket
from tests.e2e.mortal import Mortal
from tests.e2e.test_offline import ready
from tests.e2e.test_rounds import large_files_are_kept
from tests.e2e.test_story import Shot
from tests.serving import eventually

# How the map draws the outlines out of tiles; nothing else on it is of this colour.
LINES = (0x7F, 0x93, 0xAD)
MOST_TILES, MOST_BYTES = 150, 2 * 1024 * 1024
KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith('tiles-'))
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
  return kept.flat().map(({ url }) => new URL(url).pathname)
}"""


def kept(page: Page) -> list[str]:
    names: list[str] = page.evaluate(KEPT)
    return names


def neighbours_drawn(page: Page) -> int:
    """Pixels of their lines, as somebody sees them."""
    seen = Image.open(io.BytesIO(page.locator(".maplibregl-canvas").screenshot())).convert("RGB").tobytes()
    colours = zip(seen[::3], seen[1::3], seen[2::3], strict=True)
    return sum(all(abs(one - other) < 12 for one, other in zip(colour, LINES, strict=True)) for colour in colours)


def open_map(page: Page, origin: str) -> None:
    page.goto(origin + "/w/map")
    expect(page.locator(".maplibregl-canvas")).to_be_visible()
    expect(page.get_by_role("button", name="楼栋")).not_to_contain_text("楼栋 0")


@pytest.mark.must("S-49")
def test_the_neighbours_are_on_the_map_without_a_line(pocket: Pocket, server: Mortal, shot: Shot) -> None:
    page = ready(pocket)
    eventually(lambda: large_files_are_kept(page), within=120)
    eventually(lambda: "/tiles/mark" in kept(page), within=120)
    tiles = [name for name in kept(page) if name.endswith(".mvt")]
    zooms = {name.split("/")[4] for name in tiles}
    assert zooms == {"11", "12", "13", "14"}
    assert len(tiles) <= MOST_TILES
    page.goto(server.origin + "/w/sync")
    expect(page.get_by_text(f"{len(tiles)}块，")).to_be_visible()
    shot(page, "map-offline-1-storage")

    server.kill()
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    open_map(page, server.origin)
    eventually(lambda: neighbours_drawn(page) > 200, within=30)
    shot(page, "map-offline-2-neighbours")
    expect(page.locator(".van-toast")).to_have_count(0)

    page.evaluate(
        "async () => { for (const name of await caches.keys())"
        " if (name.startsWith('tiles-')) await caches.delete(name) }"
    )
    open_map(page, server.origin)
    page.wait_for_timeout(3000)
    assert neighbours_drawn(page) == 0
