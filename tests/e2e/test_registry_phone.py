"""A worker at a door: the plate opens the house, a person is put right, and the record says so, once."""

import re
import secrets
from contextlib import suppress

from playwright.sync_api import Error, Page, Route, expect

from tests.e2e.conftest import Opened, sign_in
from tests.e2e.test_story import WORKER, Shot

# Told apart from the last run on a server that keeps its people.
WORK = f"江城造船厂{secrets.randbelow(9000) + 1000}车间"


# A loop that failed waits a little before it tries again.
SOON = 90_000


def inhabited(page: Page, origin: str) -> dict[str, str]:
    """A room of the worker's grid with a plate and somebody in it."""
    rows = page.request.get(f"{origin}/api/registry/rooms/?limit=100").json()["rows"]
    return next(row for row in rows if row["people"] and row["plate_code"])


def at_work(page: Page) -> str:
    """What the page says of where the person works, when it is said at all."""
    page.get_by_role("heading", name="基本情况").wait_for()
    return page.locator("dl").inner_text()


def changes_of_work(page: Page, origin: str) -> int:
    person = page.url.rpartition("/")[2]
    rows = page.request.get(f"{origin}/api/registry/people/{person}/timeline/").json()["rows"]
    return sum("work_place" in row["fields"] for row in rows)


def test_a_plate_opens_its_house_and_what_is_put_right_there_is_on_record_once(
    opened: Opened, origin: str, shot: Shot
) -> None:
    page = opened("/w/")
    sign_in(page, WORKER)
    room = inhabited(page, origin)

    page.goto(f"{origin}/w/plate/{room['plate_code']}")
    expect(page.get_by_text(room["address"]).first).to_be_visible()
    expect(page).to_have_url(re.compile(rf"/w/registry/rooms/{room['id']}$"))
    shot(page, "registry-1-house")

    page.locator("a[href*='/registry/people/']").first.click()
    assert WORK not in at_work(page)
    before = changes_of_work(page, origin)
    page.get_by_role("button", name="修改", exact=True).click()
    page.get_by_role("button", name=re.compile("^更多")).click()
    page.get_by_label("工作单位").fill(WORK)

    sent = lose_answers(page)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text(WORK)).to_be_visible()
    expect(page.get_by_role("region", name="待上传")).to_contain_text("修改")
    shot(page, "registry-2-no-line")
    page.unroute("**/api/sync/push/")

    expect(page.get_by_role("region", name="待上传")).to_have_count(0, timeout=SOON)
    assert len(set(sent)) == 1
    page.reload()
    moments = page.locator("ol li", has_text="工作单位")
    expect(moments).to_have_count(before + 1)
    expect(moments.first).to_contain_text("更正")
    shot(page, "registry-3-person")


def lose_answers(page: Page) -> list[str]:
    """The server does what it is told, and its answers never arrive. Gives the ids of the commands."""
    ids: list[str] = []

    def lose(route: Route) -> None:
        told = route.request.post_data_json or {}
        ids.extend(command["id"] for command in told["commands"])
        route.fetch()
        # Where the page was given its line back meanwhile, this one has gone on already.
        with suppress(Error):
            route.abort()

    page.route("**/api/sync/push/", lose)
    return ids
