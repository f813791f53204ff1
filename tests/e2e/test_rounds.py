"""A worker's round and what he reads, without a line; the way is at the server when there is one again."""

import fnmatch

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Pocket
from tests.e2e.mortal import Mortal, cut
from tests.e2e.test_offline import SOON, ready
from tests.e2e.test_story import Shot
from tests.serving import eventually


def large_files_are_kept(page: Page) -> bool:
    """The map comes when the line is idle."""
    names = page.evaluate(
        "async () => (await (await caches.open('fetched-later')).keys()).map(({ url }) => new URL(url).pathname)"
    )
    needed = ("/sceneMap*.js", "/gridMap*.js", "/gridMap*.css", "/maplibre*worker*.js")
    return all(fnmatch.filter(names, f"*{one}") for one in needed)


def walk(page: Page, place: tuple[float, float], steps: int) -> None:
    bar = page.get_by_role("region", name="巡查")
    for step in range(1, steps + 1):
        # Nearer in time than this a step of thirty metres would be a jump.
        page.wait_for_timeout(1500)
        place_now = {"longitude": place[0] + step * 0.0003, "latitude": place[1], "accuracy": 8}
        page.context.set_geolocation(place_now)  # type: ignore[arg-type]
        expect(bar).to_contain_text(f"已记{step + 1}个点")


def test_a_round_and_an_article_without_a_line(
    pocket: Pocket, server: Mortal, shot: Shot, demo_place: tuple[float, float]
) -> None:
    page = ready(pocket)
    eventually(lambda: large_files_are_kept(page), within=120)

    cut(server, page)
    page.goto(server.origin + "/w/learn")
    page.get_by_label("查找学习内容").fill("燃气")
    page.get_by_role("link", name="入户看燃气").click()
    expect(page.get_by_role("heading", name="闻到燃气味")).to_be_visible()
    page.go_back()
    read = page.get_by_role("link", name="入户看燃气")
    expect(read).to_contain_text("已读")

    page.goto(server.origin + "/w/map")
    expect(page.locator(".maplibregl-canvas")).to_be_visible()
    page.get_by_role("button", name="开始巡查").click()
    expect(page.get_by_role("region", name="巡查")).to_contain_text("已记1个点")
    walk(page, demo_place, 4)
    shot(page, "round-1-offline")
    page.get_by_role("button", name="结束巡查").click()
    page.get_by_role("button", name="结束", exact=True).click()
    expect(page.get_by_role("button", name="开始巡查")).to_be_visible()
    page.get_by_role("link", name="巡查记录").click()
    expect(page.get_by_role("list", name="巡查记录")).to_contain_text("待上传")

    server.start()
    expect(page.get_by_role("list", name="巡查记录")).not_to_contain_text("待上传", timeout=SOON)
    shot(page, "round-2-told")
    round_ = page.request.get(f"{server.origin}/api/patrols/").json()["rows"][0]
    assert 100 < round_["metres"] < 130
    assert round_["ended_at"] is not None
    page.goto(server.origin + "/w/learn")
    expect(read).to_contain_text("已读")
