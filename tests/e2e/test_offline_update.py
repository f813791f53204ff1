"""The app is updated while work waits on the phone, and the new one keeps its rows in another shape."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Pocket
from tests.e2e.meanwhile import EVERYBODY, PEOPLE, SAVE, code_of, visit
from tests.e2e.mortal import Mortal, cut, mortal
from tests.e2e.release import Release
from tests.e2e.stack import Stack
from tests.e2e.test_offline import SOON, found, ready, report
from tests.e2e.test_story import Shot
from tests.serving import eventually

REPLICAS = """async () =>
  (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith('replica-')).sort()
"""


@pytest.fixture
def release(dist: Path, tmp_path: Path) -> Release:
    return Release.with_another_shape(dist, tmp_path)


@pytest.fixture
def server(city: Stack, dist: Path) -> Iterator[Mortal]:
    with mortal(city.environment | {"PWA_DIST": str(dist)}) as running:
        yield running


def shapes(page: Page) -> list[int]:
    return [int(name.rsplit("-", 1)[1]) for name in page.evaluate(REPLICAS)]


def test_an_update_that_changes_the_shape_of_rows_loses_nothing_that_waits_and_has_the_register_again(
    pocket: Pocket,
    server: Mortal,
    release: Release,
    sql: psycopg.Connection[Any],
    shot: Shot,
    picture: Callable[[str], Path],
) -> None:
    text = f"更新前{secrets.token_hex(4)}"
    page = ready(pocket)
    chunk = code_of(release.dist)
    people = page.evaluate(PEOPLE, [chunk, []])
    (shape,) = shapes(page)
    (before,) = sql.execute("SELECT count(*) FROM registry_visit").fetchone() or (0,)
    cut(server, page)
    report(page, text, picture("update"))
    page.evaluate(SAVE, [chunk, [visit(person) for person in people[:3]]])
    page.context.route("**/api/sync/push/", lambda route: route.abort())
    release.publish()
    server.start()

    page.goto(f"{server.origin}/w/sync")
    page.get_by_role("button", name="有新版本，点这里更新").click(timeout=SOON)
    expect(page.locator("html[data-build=new]")).to_be_attached(timeout=SOON)
    expect(page.get_by_text("4条待发送")).to_be_visible()
    expect(page.locator("main")).to_contain_text("1张照片")
    shot(page, "update-1-all-waits")

    page.context.unroute("**/api/sync/push/")
    page.get_by_role("button", name="立即同步").click()
    expect(page.get_by_text("已全部同步")).to_be_visible(timeout=SOON)
    assert [len(matter["photos"]) for matter in found(page, server.origin, text)] == [1]  # type: ignore[arg-type]
    assert sql.execute("SELECT count(*) FROM registry_visit").fetchone() == (before + 3,)
    eventually(lambda: shapes(page) == [shape + 1], within=60)
    assert {one["id"] for one in people} <= {one["id"] for one in page.evaluate(EVERYBODY, [code_of(release.dist), []])}

    cut(server, page)
    page.goto(f"{server.origin}/w/registry?of=people&q={people[0]['body']['name']}")
    expect(page.locator(f"a[href$='{people[0]['id']}']")).to_be_visible()
    shot(page, "update-2-register")
