"""A sheet with three bad rows on its way into the registry; and a grid split on the map."""

import csv
import io
import secrets
from collections.abc import Callable
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, Opened, sign_in
from tests.registry.homes import number_of

LEAD, ADMIN = "19900000023", "19900000071"
GRID = "420502003006001"
HEADING = ["姓名", "证件号码", "联系方式", "网格编码"]
Shot = Callable[[Page, str], None]


def rows(first: int, many: int) -> list[list[str]]:
    return [[f"李{'甲乙丙丁戊己庚辛壬癸'[at]}", number_of(first + at), "19900001234", GRID] for at in range(many)]


def sheet(path: Path, told: list[list[str]]) -> Path:
    out = io.StringIO()
    csv.writer(out).writerows([HEADING, *told])
    path.write_text(out.getvalue(), encoding="utf-8-sig")
    return path


def upload(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(str(path))
    expect(page.get_by_role("heading", name=path.name)).to_be_visible()


def test_bad_rows_come_back_marked_and_go_in_when_they_are_put_right(
    opened: Opened, shot: Shot, tmp_path: Path
) -> None:
    first = secrets.randbelow(900) + 1
    right = rows(first, 9)
    wrong = [list(row) for row in right]
    wrong[1][1], wrong[4][2], wrong[7][0] = "42050219800501000X", "123", ""
    page = opened("/c/exchange", size=DESK)
    sign_in(page, LEAD)
    page.goto(page.url.split("/c/")[0] + "/c/exchange")

    upload(page, sheet(tmp_path / "人口.csv", wrong))
    problems = page.get_by_role("region", name="问题清单")
    expect(problems.locator("tbody tr")).to_have_count(3, timeout=60_000)
    expect(page.get_by_role("region", name="写入")).to_contain_text("有 3 行有误")
    page.reload()
    expect(problems.locator("tbody tr")).to_have_count(3)
    shot(page, "sheet-problems")
    with page.expect_download() as download:
        problems.get_by_role("link", name="下载标红的文件").click()
    marked = tmp_path / "marked.xlsx"
    download.value.save_as(marked)

    book = openpyxl.load_workbook(marked)
    table = next(found for found in book if found.max_row == len(right) + 1)
    for at, row in enumerate(right, 2):
        for column, value in enumerate(row, 1):
            table.cell(at, column).value = value
    fixed = tmp_path / "改正.xlsx"
    book.save(fixed)
    upload(page, fixed)
    page.get_by_role("button", name="写入 9 行").click(timeout=60_000)

    expect(page.get_by_role("region", name="进度")).to_contain_text("已完成", timeout=60_000)
    expect(page.get_by_role("region", name="进度").locator("dd").first).to_have_text("9")
    shot(page, "sheet-done")


def test_a_grid_is_split_on_the_map_after_a_look(opened: Opened, shot: Shot) -> None:
    page = opened("/c/grids", size=DESK)
    sign_in(page, ADMIN)
    origin = page.url.split("/c/")[0]
    street = page.evaluate("fetch('/api/grids/at/?lon=111.283158&lat=30.704183').then((r) => r.json())")["street"]["id"]
    listed = page.evaluate(f"fetch('/api/grids/?division={street}&limit=100').then((r) => r.json())")["rows"]
    grid = listed[-1]
    page.goto(f"{origin}/c/grids?grid={grid['id']}")
    page.get_by_role("button", name="拆分", exact=True).click()
    canvas = page.locator("canvas").first
    page.wait_for_timeout(2500)
    box = canvas.bounding_box()
    assert box is not None

    for height in (0.03, 0.97):
        canvas.click(position={"x": box["width"] / 2, "y": box["height"] * height})
    page.get_by_role("button", name="预览").click()

    preview = page.get_by_role("group", name="预览")
    expect(preview.get_by_role("row", name="网格员")).to_be_visible()
    shot(page, "grid-split-preview")
    page.get_by_label("西片名称").fill(f"{grid['name']}一")
    page.get_by_label("东片名称").fill(f"{grid['name']}二")
    page.get_by_role("button", name="确认拆分").click()
    page.get_by_role("dialog").get_by_role("button", name="拆分", exact=True).click()
    expect(page.get_by_role("list", name="刚刚调整出的网格").get_by_role("listitem")).to_have_count(2)
    shot(page, "grid-split-done")
