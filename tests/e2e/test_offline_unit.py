"""A handler of a unit without a line: the tasks are there, and what was done about one arrives once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Pocket
from tests.e2e.mortal import Mortal
from tests.e2e.test_offline import SOON, ready
from tests.e2e.test_story import UNIT, Shot
from tests.e2e.test_story import Phone as Hands


def test_a_handler_signs_goes_there_and_replies_while_the_server_is_dead(
    pocket: Pocket, server: Mortal, shot: Shot, picture: Callable[[str], Path]
) -> None:
    page = ready(pocket, UNIT)
    tasks = _read(page, server, "?limit=100&scope=mine&open=1")["rows"]
    task = next(one["id"] for one in tasks if one["state"] == "DISPATCHED")

    server.kill()
    page.reload()
    expect(page.locator("main section li")).to_have_count(len(tasks), timeout=SOON)
    shot(page, "unit-offline-1-desk")
    page.locator(f"a[href$='{task}']").click()
    expect(page.get_by_role("button", name="签收")).to_be_visible(timeout=SOON)
    shot(page, "unit-offline-2-task")
    _handle(page, picture("handled"), shot)
    page.goto(f"{server.origin}/w/events")
    expect(page.locator(f"a[href$='{task}']")).to_contain_text("待发送", timeout=SOON)
    shot(page, "unit-offline-5-list")

    server.start()
    page.goto(f"{server.origin}/w/sync")
    expect(page.get_by_text("已全部同步")).to_be_visible(timeout=SOON)
    matter = _read(page, server, f"{task}/")
    verbs = [moment["verb"] for moment in matter["timeline"]]
    assert verbs[verbs.index("dispatch") :] == ["dispatch", "sign", "attend", "reply"]
    assert (matter["state"], matter["timeline"][-1]["note"]) == ("REPLIED", "已当场整改")
    assert [photo["kind"] for photo in matter["photos"]].count("AFTER") == 1


def _read(page: Page, server: Mortal, what: str) -> dict[str, Any]:
    told: dict[str, Any] = page.request.get(f"{server.origin}/api/events/{what}").json()
    return told


def _handle(page: Page, photo: Path, shot: Shot) -> None:
    hands = Hands(page)
    hands.do("签收")
    expect(page.get_by_role("link", name="待发送 1")).to_be_visible(timeout=SOON)
    shot(page, "unit-offline-3-signed")
    page.get_by_role("button", name="到达现场").click()
    page.get_by_role("dialog", name="到达现场").get_by_role("button", name="确定到达现场").click()
    expect(page.get_by_role("button", name="到达现场")).to_be_hidden(timeout=SOON)
    hands.do("处置反馈", fill=lambda page: _reply(page, photo))
    expect(page.get_by_role("link", name="待发送 3")).to_be_visible(timeout=SOON)
    shot(page, "unit-offline-4-replied")


def _reply(page: Page, photo: Path) -> None:
    sheet = page.get_by_role("dialog", name="处置反馈", exact=True)
    sheet.get_by_label("处置结果").last.fill("已当场整改")
    sheet.get_by_label("处置后照片：拍照").set_input_files(photo)
    expect(sheet.get_by_role("img", name="处置后照片第1张")).to_be_visible()


def _listed(page: Page, origin: str, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = page.request.get(f"{origin}/api/events/?limit=100&{query}").json()["rows"]
    return rows
