"""A worker without a line, and more going wrong: what waits outlives it, arrives once, and the worker is told."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.e2e.conftest import PIN, Pocket, enter, fill_in, unlocks
from tests.e2e.meanwhile import (
    COLLEAGUE,
    PEOPLE,
    SAVE,
    code_of,
    correction,
    elsewhere,
    evicted,
    holds,
    joined,
    left_again,
    moved,
    moved_back,
    visit,
)
from tests.e2e.mortal import Mortal, cut
from tests.e2e.stack import Stack
from tests.e2e.test_offline import SOON, found, ready, report
from tests.e2e.test_story import WORKER, Shot
from tests.serving import eventually

Picture = Callable[[str], Path]
MANY = 500
# Written a moment after the save, for which nobody waits.
CANARY = """() => Object.entries(localStorage).some(
  ([name, count]) => name.startsWith('outbox-canary:') && count === '1+1')"""


@pytest.fixture(scope="module")
def running(city: Stack, dist: Path) -> Iterator[Mortal]:
    server = Mortal(city.environment | {"PWA_DIST": str(dist)})
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def profile(playwright: Playwright, running: Mortal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A phone signed in with its grid on it, made once: each test begins with a copy."""
    kept = tmp_path_factory.mktemp("phone") / "profile"
    phone = Pocket(playwright, kept, running.origin, (111.283158, 30.704183))
    ready(phone)
    phone.close()
    return kept


@pytest.fixture
def server(running: Mortal) -> Iterator[Mortal]:
    """Whatever a test did to it, the next one finds it alive."""
    yield running
    if not running.is_alive:
        running.start()


@pytest.fixture
def pocket(
    playwright: Playwright, tmp_path: Path, profile: Path, server: Mortal, demo_place: tuple[float, float]
) -> Iterator[Pocket]:
    shutil.copytree(profile, tmp_path / "profile", ignore=shutil.ignore_patterns("Singleton*", "Cache", "Code Cache"))
    phone = Pocket(playwright, tmp_path / "profile", server.origin, demo_place)
    yield phone
    phone.close()


def kept(page: Page, text: str, photo: Path) -> None:
    report(page, text, photo)
    expect(page.get_by_text("已保存，联网后自动发送")).to_be_visible()


def synced(page: Page) -> None:
    expect(page.get_by_text("已全部同步")).to_be_visible(timeout=SOON)


def test_two_tabs_bring_up_what_either_saved_and_each_once(
    pocket: Pocket, server: Mortal, shot: Shot, picture: Picture
) -> None:
    words = [f"双页{secrets.token_hex(4)}" for _ in range(2)]
    one = pocket.open("/w/")
    cut(server, one)
    kept(one, words[0], picture("tab-one"))
    other = one.context.new_page()
    unlocks(other)
    other.goto(f"{server.origin}/w/")
    kept(other, words[1], picture("tab-two"))
    for page in (one, other):
        page.goto(f"{server.origin}/w/sync")
        expect(page.get_by_text("2条待发送")).to_be_visible()
    shot(other, "trouble-1-two-tabs")

    server.start()
    for page in (one, other):
        synced(page)
    assert [len(found(one, server.origin, text)) for text in words] == [1, 1]


def test_who_was_moved_to_another_grid_hands_over_what_waited(
    pocket: Pocket, server: Mortal, sql: psycopg.Connection[Any], shot: Shot, picture: Picture
) -> None:
    text = f"调岗前{secrets.token_hex(4)}"
    page = pocket.open("/w/")
    cut(server, page)
    kept(page, text, picture("moved"))
    page.goto(f"{server.origin}/w/sync")
    expect(page.get_by_text("1条待发送")).to_be_visible()
    old, new = moved(sql)
    try:
        server.start()
        page.get_by_role("button", name="立即同步").click()
        synced(page)
        expect(page.get_by_role("paragraph").filter(has_text="已同步").last).to_be_attached()
        shot(page, "trouble-3-moved")
        assert [len(matter["photos"]) for matter in found(page, server.origin, text)] == [1]  # type: ignore[arg-type]
        eventually(lambda: holds(sql, old) == (True, True), within=60)
        eventually(lambda: holds(sql, new)[0], within=60)
    finally:
        moved_back(sql)


def test_two_who_said_different_things_are_shown_side_by_side(
    pocket: Pocket, server: Mortal, city: Stack, sql: psycopg.Connection[Any], dist: Path, shot: Shot
) -> None:
    page = pocket.open("/w/sync")
    synced(page)
    chunk = code_of(dist)
    people = [one for one in page.evaluate(PEOPLE, [chunk, []]) if one["body"].get("phone")]
    held, decided, merged = people[:3]
    cut(server, page)
    made = [
        correction(held, name="张改名", phone="13900001111"),
        correction(decided, phone="13900003333"),
        correction(merged, phone="13900002222"),
    ]
    page.evaluate(SAVE, [chunk, made])
    elsewhere(city, {held["id"]: {"name": "王改名", "phone": "13700001111"}, decided["id"]: {"phone": "13700003333"}})
    joined(sql)
    try:
        elsewhere(city, {merged["id"]: {"phone": "13700002222"}}, COLLEAGUE)
    finally:
        left_again(sql)

    server.start()
    _says_what_was_merged(page, server, merged["id"], shot)
    main = page.locator("main")
    for value in ("王改名", "张改名", "13900001111", "137****1111", "点“查看”核对"):
        expect(main).to_contain_text(value)
    expect(main).to_contain_text("社区或上级已改过这一项")
    shot(page, "trouble-4-both-values")

    mine = page.get_by_role("listitem").filter(has_text="张改名").get_by_role("button", name="用我填的")
    mine.click()
    expect(page.get_by_text("已改用我填的").first).to_be_visible()
    page.get_by_role("button", name="用系统里的").click()
    expect(page.get_by_text("已保留系统里的").first).to_be_visible()
    assert [_person(page, server, one["id"]) for one in (held, decided, merged)] == [
        ("张改名", "139****1111"),
        (decided["body"]["name"], "137****3333"),
        (merged["body"]["name"], "139****2222"),
    ]


def _says_what_was_merged(page: Page, server: Mortal, person: str, shot: Shot) -> None:
    """On the row until the list has been looked through; the list stays on the sync page, which is open afterwards."""
    address = f"{server.origin}/w/registry/people/{person}"
    page.goto(address)
    note = page.get_by_role("link", name="已和别人的修改合并：电话")
    expect(note).to_be_visible(timeout=SOON)
    shot(page, "trouble-4-merged-row")
    note.click()
    listed = page.get_by_role("region", name="近7天已和别人的修改合并")
    expect(listed).to_contain_text("电话：用了我填的13900002222，别人填的是137****2222")
    listed.scroll_into_view_if_needed()
    shot(page, "trouble-4-merged-list")

    page.goto(address)
    expect(page.get_by_text("139****2222").first).to_be_visible()
    expect(page.get_by_role("link", name="已和别人的修改合并")).to_have_count(0)
    page.goto(f"{server.origin}/w/sync")
    expect(listed).to_be_visible()


def _person(page: Page, server: Mortal, pk: str) -> tuple[str, str]:
    told = page.request.get(f"{server.origin}/api/registry/people/{pk}/").json()
    return told["name"], told["phone"]


def test_a_browser_that_threw_the_outbox_away_is_noticed_and_told_of(
    pocket: Pocket, server: Mortal, sql: psycopg.Connection[Any], shot: Shot, picture: Picture
) -> None:
    page = pocket.open("/w/")
    cut(server, page)
    kept(page, f"被清理{secrets.token_hex(4)}", picture("evicted"))
    page.wait_for_function(CANARY)
    page.goto("about:blank")
    wire = page.context.new_cdp_session(page)
    wire.send("Storage.clearDataForOrigin", {"origin": server.origin, "storageTypes": "indexeddb"})

    page.goto(f"{server.origin}/w/sync")
    # The code went with the rest; without a line there is none yet.
    enter(page, "输入6位新解锁码", PIN)
    enter(page, "再输入一次", PIN)
    page.get_by_role("button", name="先用着，联网后再设").click()
    expect(page.get_by_role("alert")).to_contain_text("原有1条未发送的内容和1张照片或语音已丢失")
    shot(page, "trouble-5-evicted")
    server.start()
    page.get_by_role("button", name="立即同步").click()
    eventually(lambda: evicted(sql) == 2, within=60)
    page.get_by_role("button", name="知道了").click()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_full_phone_says_so_and_loses_nothing(pocket: Pocket, server: Mortal, shot: Shot) -> None:
    text = f"存满{secrets.token_hex(4)}"
    # Before the app writes anything: the browser remembers for a while how much room there was.
    page = pocket.open("/healthz/")
    wire = page.context.new_cdp_session(page)
    wire.send("Storage.overrideQuotaForOrigin", {"origin": server.origin, "quotaSize": 1})
    page.goto(f"{server.origin}/w/")
    cut(server, page)
    page.get_by_role("link", name="上报", exact=True).click()
    page.get_by_role("radiogroup", name="类别").get_by_role("radio").first.click()
    page.get_by_label("情况说明").fill(text)
    page.get_by_role("button", name="提交").click()
    dialog = page.get_by_role("alertdialog", name="没有保存成功")
    expect(dialog).to_be_visible()
    shot(page, "trouble-6-full")
    dialog.get_by_role("button", name="知道了，去清理").click()
    expect(page.get_by_role("alert")).to_contain_text("没能保存到手机")
    expect(page.get_by_label("情况说明")).to_have_value(text)

    wire.send("Storage.overrideQuotaForOrigin", {"origin": server.origin})
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已保存，联网后自动发送")).to_be_visible()
    page.goto(f"{server.origin}/w/sync")
    server.start()
    synced(page)
    assert len(found(page, server.origin, text)) == 1


def test_five_hundred_records_wait_are_shown_and_go_up(
    pocket: Pocket, server: Mortal, dist: Path, sql: psycopg.Connection[Any], shot: Shot
) -> None:
    page = pocket.open("/w/sync")
    synced(page)
    chunk = code_of(dist)
    people = page.evaluate(PEOPLE, [chunk, []])
    (before,) = sql.execute("SELECT count(*) FROM registry_visit").fetchone() or (0,)
    cut(server, page)
    page.evaluate(SAVE, [chunk, [visit(people[n % len(people)]) for n in range(MANY)]])
    page.reload()
    expect(page.get_by_text(f"{MANY}条待发送")).to_be_visible()
    shot(page, "trouble-7-many")

    server.start()
    page.get_by_role("button", name="立即同步").click()
    expect(page.get_by_text("已全部同步")).to_be_visible(timeout=3 * SOON)
    assert sql.execute("SELECT count(*) FROM registry_visit").fetchone() == (before + MANY,)


def test_three_days_away_end_with_a_sign_in_and_the_work_at_its_own_time(
    pocket: Pocket, server: Mortal, shot: Shot, picture: Picture
) -> None:
    text = f"三天前{secrets.token_hex(4)}"
    then = datetime.now(UTC) - timedelta(days=3)
    page = pocket.open("/w/")
    cut(server, page)
    kept(page, text, picture("three-days"))
    pocket.close()

    # The phone's clock goes on by three days; the server, which corrects it, takes that for three days ago.
    page = pocket.open("/w/sync", locked=True)
    page.clock.install(time=datetime.now(UTC) + timedelta(days=3))
    page.reload()
    expect(page.get_by_text("已有3天没有联网，这次解锁需要网络")).to_be_visible()
    expect(page.get_by_text("有1条待上传，解锁后继续")).to_be_visible()
    shot(page, "trouble-8-three-days")
    page.context.clear_cookies()
    server.start()
    page.goto(f"{server.origin}/w/")
    unlocks(page)
    fill_in(page, WORKER)
    page.goto(f"{server.origin}/w/sync")
    synced(page)
    (matter,) = found(page, server.origin, text)
    assert abs(datetime.fromisoformat(str(matter["reported_at"])) - then) < timedelta(minutes=10)
