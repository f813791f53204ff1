"""A worker without a line: what was reported arrives, once, with its photo, whatever died meanwhile."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Pocket, sign_in
from tests.e2e.meanwhile import PEOPLE, SAVE, code_of, correction
from tests.e2e.mortal import Mortal, cut
from tests.e2e.test_story import WORKER, Shot, says
from tests.e2e.test_story import Phone as Hands
from tests.serving import ROOT, eventually

SOON = 90_000


def ready(pocket: Pocket, who: str = WORKER) -> Page:
    """Signed in, with the grid (or the unit's matters) on the phone and the app kept for when there is no line."""
    page = pocket.open("/w/")
    sign_in(page, who)
    expect(page.locator("header")).to_contain_text("已同步", timeout=SOON)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.locator("header")).to_contain_text("已同步", timeout=SOON)
    return page


def report(page: Page, text: str, photo: Path) -> None:
    page.get_by_role("link", name="上报", exact=True).click()
    page.get_by_role("radiogroup", name="类别").get_by_role("radio").first.click()
    page.locator("input[type=file]").set_input_files(photo)
    expect(page.get_by_role("img", name="现场照片第1张")).to_be_visible()
    page.get_by_label("情况说明").fill(text)
    page.get_by_role("button", name="提交").click()


def found(page: Page, origin: str, text: str) -> list[dict[str, object]]:
    """The matters with this text, as their own pages tell them."""
    rows = page.request.get(f"{origin}/api/events/?scope=reach&q={text}").json()["rows"]
    return [page.request.get(f"{origin}/api/events/{row['id']}/").json() for row in rows]


def test_reported_while_the_server_is_dead_and_sent_after_the_browser_was_closed(
    pocket: Pocket, server: Mortal, shot: Shot, picture: Callable[[str], Path]
) -> None:
    text = f"断网上报{secrets.token_hex(4)}"
    page = ready(pocket)

    cut(server, page)
    report(page, text, picture("offline"))
    expect(page.get_by_text("已保存，联网后自动发送")).to_be_visible()
    shot(page, "offline-1-kept")
    pocket.close()

    page = pocket.open("/w/sync")
    expect(page.get_by_text("1条待发送")).to_be_visible()
    expect(page.locator("main")).to_contain_text("1张照片")
    shot(page, "offline-2-waits")

    server.start()
    expect(page.get_by_text("已全部同步")).to_be_visible(timeout=SOON)
    shot(page, "offline-3-synced")
    matters = found(page, server.origin, text)
    assert [len(matter["photos"]) for matter in matters] == [1]  # type: ignore[arg-type]


def test_a_server_that_dies_between_the_commit_and_the_answer_makes_no_second_matter(
    pocket: Pocket, server: Mortal, sql: psycopg.Connection[Any], shot: Shot, picture: Callable[[str], Path]
) -> None:
    text = f"应答丢失{secrets.token_hex(4)}"
    page = ready(pocket)
    chunk = code_of(ROOT / "pwa/dist")
    person = next(one for one in page.evaluate(PEOPLE, [chunk, []]) if one["body"].get("phone"))
    cut(server, page)
    report(page, text, picture("lost"))
    expect(page.get_by_text("已保存，联网后自动发送")).to_be_visible()
    page.evaluate(SAVE, [chunk, [correction(person, phone="13900003333")]])

    # One batch, each command with a commit of its own: while somebody holds the second one's row, the first is done
    # and not yet answered.
    with sql.transaction():
        sql.execute("SELECT 1 FROM registry_person WHERE id = %s FOR UPDATE", [person["id"]])
        server.start()
        page.goto(f"{server.origin}/w/sync")
        page.get_by_role("button", name="立即同步").click()
        eventually(lambda: waited(page) and outcomes(sql, text) == ["applied"], within=60)
        cut(server, page)
    page.reload()
    expect(page.get_by_text("2条待发送")).to_be_visible()
    expect(page.locator("main")).to_contain_text("1张照片")
    shot(page, "offline-4-answer-lost")

    server.start()
    page.get_by_role("button", name="立即同步").click()
    expect(page.get_by_text("已全部同步")).to_be_visible(timeout=SOON)
    assert [len(matter["photos"]) for matter in found(page, server.origin, text)] == [1]  # type: ignore[arg-type]
    told = page.request.get(f"{server.origin}/api/registry/people/{person['id']}/").json()
    assert told["phone"] == "139****3333"


def waited(page: Page) -> bool:
    """Playwright's pages live on only while they are waited with."""
    page.wait_for_timeout(100)
    return True


def outcomes(sql: psycopg.Connection[Any], text: str) -> list[str]:
    """Of the commands whose matter says this, as others see them: committed."""
    asked = "SELECT c.status FROM sync_synccommand c JOIN events_event e ON e.id = c.id WHERE e.text = %s"
    return [status for (status,) in sql.execute(asked, [text]).fetchall()]


def test_who_is_on_the_spot_without_a_line_settles_the_matter_there(
    pocket: Pocket, server: Mortal, shot: Shot, picture: Callable[[str], Path]
) -> None:
    text = f"断网到场{secrets.token_hex(4)}"
    page = ready(pocket)
    report(page, text, picture("spot"))
    page.get_by_role("button", name="看这件事").click()
    hands = Hands(page)
    hands.do("受理")
    expect(page.get_by_role("button", name="到达现场")).to_be_visible()
    cut(server, page)

    page.get_by_role("button", name="到达现场").click()
    sheet = page.get_by_role("dialog", name="到达现场")
    expect(sheet).to_contain_text("附近")
    sheet.get_by_role("button", name="确定到达现场").click()
    expect(page.get_by_role("button", name="到达现场")).to_be_hidden(timeout=SOON)
    shot(page, "spot-1-there")
    hands.do("即时办结", fill=says("给上报人的答复", "已清理"))
    expect(page.get_by_role("link", name="待发送 2")).to_be_visible()
    shot(page, "spot-2-settled")

    server.start()
    page.goto(f"{server.origin}/w/sync")
    expect(page.get_by_text("已全部同步")).to_be_visible(timeout=SOON)
    (matter,) = found(page, server.origin, text)
    told = [(moment["verb"], moment["note"]) for moment in matter["timeline"]]  # type: ignore[attr-defined]
    assert [verb for verb, _ in told] == ["report", "accept", "attend", "settle"]
    assert told[2][1].startswith("距事件地点约10米")
