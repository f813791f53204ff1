"""A sheet of people: checked row by row, told what is wrong, applied once."""

from pathlib import Path
from typing import Any

import pytest

from apps.commands.perform import perform
from apps.core.masking import mask_document
from apps.core.sealing import keyed_hash, unseal
from apps.journal.models import Entry
from apps.registry.models import FieldSource, Person, Tenure
from apps.registry.sight import sight_of_everything
from tests.exchange.conftest import GRID, HEADING, Desk, line, people, problems, read, registered
from tests.registry.homes import add_person, add_room, number_of
from tests.sheets.files import book, saved
from tests.sheets.files import read as read_sheet

GOOD = people(*(line(serial) for serial in range(1, 6)))


def test_a_good_sheet_is_checked_and_applied(desk: Desk) -> None:
    run = desk.checked(GOOD)

    assert (run.state, run.rows, run.bad_rows) == ("CHECKED", 5, 0)
    assert registered() == []

    done = desk.apply(run)

    assert (done.state, done.added, done.changed, done.unchanged) == ("DONE", 5, 0, 0)
    first = registered()[0]
    assert (first.name, first.initials, first.sex, first.education) == ("张1", "z1", "1", "20")
    assert (first.grid_id, first.city_id) == (desk.world.grid.pk, desk.world.city.pk)
    assert unseal(bytes(first.doc_sealed or b"")) == number_of(1)
    assert bytes(first.phone_hash or b"") == keyed_hash("19900000001")
    assert (first.doc_last4, first.source) == (number_of(1)[-4:], "IMPORT")


def test_the_same_file_twice_changes_nothing(desk: Desk) -> None:
    desk.imported(GOOD)
    before = [(person.pk, person.version, person.confirmed_at) for person in registered()]

    again = desk.imported(GOOD)

    assert (again.added, again.changed, again.unchanged) == (0, 0, 5)
    assert [(person.pk, person.version, person.confirmed_at) for person in registered()] == before
    assert not FieldSource.objects.exists()


def test_what_differs_is_changed_and_an_empty_cell_takes_nothing_away(desk: Desk) -> None:
    desk.imported(GOOD)

    run = desk.imported(people(line(1, 学历="大专", 联系方式=""), line(2)))

    first = registered()[0]
    assert (run.added, run.changed, run.unchanged) == (0, 1, 1)
    assert (first.education, first.phone_last4, first.version, first.source) == ("30", "0001", 2, "IMPORT")
    assert list(FieldSource.objects.values_list("subject_id", "field", "source")) == [(first.pk, "education", "IMPORT")]


BAD = [
    (line(1, 证件号码="420599198005010011"), "证件号码", "身份证号的校验位不对，请核对有没有输错"),
    (line(1, 性别="女"), "性别", "与身份证号不一致，请核对"),
    (line(1, 性别="公"), "性别", "不在代码表中，可填：男、女、未知的性别、未说明的性别"),
    (line(1, 姓名=""), "姓名", "不能为空"),
    (line(1, 联系方式="12345"), "联系方式", "电话号码不正确，应为 11 位手机号，或带区号的座机号"),
    (line(1, 网格编码="420599001001009"), "网格编码", "没有这个网格，请填写 15 位网格编码"),
    (line(1, 网格编码=""), "网格编码", "请填写网格编码，或能确定位置的房屋编号、地址、经纬度"),
    (line(1, 姓名="=1+1"), "姓名", "单元格里是公式，不能导入；请复制后用“选择性粘贴—数值”替换"),
    (line(1, 证件号码=""), "证件号码", "证件号码和出生日期至少填写一项"),
]


@pytest.mark.parametrize(("row", "column", "reason"), BAD, ids=[reason[:8] for *_, reason in BAD])
def test_each_bad_row_says_where_and_why(desk: Desk, row: list[str], column: str, reason: str) -> None:
    run = desk.checked(people(line(2), row))

    assert (run.state, run.rows, run.bad_rows) == ("CHECKED", 2, 1)
    assert [(found[0], found[1], found[3]) for found in problems(run)] == [(3, column, reason)]


def test_values_are_masked_where_they_are_told(desk: Desk) -> None:
    wrong = "420599198005010011"

    run = desk.checked(people(line(1, 证件号码=wrong), line(2, 联系方式="199000000022")))

    assert [value for _, _, value, _ in problems(run)] == [mask_document(wrong), "199****0022"]


def test_a_number_excel_has_rounded_is_told_so(desk: Desk) -> None:
    row: list[Any] = line(1)
    row[1] = 420599198005010012

    run = desk.checked(people(row))

    assert "身份证号被Excel改成了数字" in problems(run)[0][3]


def test_the_same_person_twice_in_a_file_is_told(desk: Desk) -> None:
    run = desk.checked(people(line(1), line(2), line(1)))

    assert problems(run) == [(4, "", "", "与第 2 行重复，请只保留一行")]


def test_rows_of_elsewhere_are_bad_rows(desk: Desk) -> None:
    desk.sign_in("stranger")

    run = desk.checked(GOOD)

    assert (run.rows, run.bad_rows) == (5, 5)
    assert {reason for *_, reason in problems(run)} == {"不在您的辖区，请删除本行，或交由所属辖区导入"}


def test_three_bad_rows_are_fixed_in_the_marked_copy_and_imported(desk: Desk) -> None:
    rows = [line(1), line(2, 性别="公"), line(3, 联系方式="1"), line(4, 姓名=""), line(5)]
    run = desk.checked(people(*rows))
    refused = desk.say(run, "apply")

    assert refused.status_code == 409
    assert "有 3 行有误，没有导入任何内容" in refused.json()["message"]
    assert registered() == []

    heading, lines, _ = read_sheet(read(desk.client.get(f"/api/exchange/imports/{run.pk}/marked.xlsx")).read())
    assert heading == [*HEADING, "错误说明"]
    assert lines[1].at(6) == "性别：不在代码表中，可填：男、女、未知的性别、未说明的性别"

    fixed = [line(serial) for serial in range(1, 6)]
    done = desk.imported(people(*([*row, "已改"] for row in fixed), heading=heading))
    assert (done.added, len(registered())) == (5, 5)


def test_good_rows_may_be_applied_by_choice(desk: Desk) -> None:
    run = desk.checked(people(line(1), line(2, 性别="公"), line(3)))

    done = desk.apply(run, mode="GOOD_ROWS")

    assert (done.state, done.added, done.skipped) == ("DONE", 2, 1)
    assert [person.name for person in registered()] == ["张1", "张3"]


def test_columns_may_be_told_and_are_remembered(desk: Desk) -> None:
    heading = ["名", "号", "处"]
    rows = [["张1", number_of(1), GRID]]
    run = desk.checked(people(*rows, heading=heading))

    assert (run.state, run.message) == ("UNMAPPED", "没有找到必填的列：姓名；请指定各列的含义后重新检查")

    mapping = {"name": "名", "document": "号", "grid": "处"}
    assert desk.say(run, "check", mapping=mapping).json()["state"] == "CHECKING"
    assert desk.work(run.pk).bad_rows == 0
    assert desk.checked(people(["张2", number_of(2), GRID], heading=heading)).state == "CHECKED"


def test_other_names_of_columns_are_understood(desk: Desk) -> None:
    heading = ["序号", "姓名（必填）", "公民身份号码", "手机号码", "文化程度", "所属网格", "民族"]

    run = desk.imported(
        people(["1", "张1", number_of(1), "19900000001", "初中", "甲社区第一网格", "汉"], heading=heading)
    )

    assert sorted(run.mapping) == ["document", "education", "grid", "name", "phone"]
    assert (registered()[0].education, registered()[0].grid_id) == ("70", desk.world.grid.pk)


def test_a_person_lives_in_the_room_of_the_address_that_is_told(desk: Desk) -> None:
    room = add_room(desk.world.grid)
    heading = ["姓名", "证件号码", "现住地址"]

    desk.imported(people(["张1", number_of(1), room.address], heading=heading))

    with sight_of_everything():
        person = Person.objects.get()
        assert (person.room_id, person.grid_id) == (room.pk, desk.world.grid.pk)
        assert Tenure.objects.get().room_id == room.pk


def test_who_moved_is_moved_with_what_hangs_on_them(desk: Desk) -> None:
    old, new = add_room(desk.world.grid), add_room(desk.world.other_grid)
    heading = ["姓名", "证件号码", "现住地址"]
    desk.imported(people(["张1", number_of(1), old.address], heading=heading))

    run = desk.imported(people(["张1", number_of(1), new.address], heading=heading))
    again = desk.imported(people(["张1", number_of(1), new.address], heading=heading))

    person = registered()[0]
    assert (person.room_id, person.grid_id, person.version) == (new.pk, desk.world.other_grid.pk, 2)
    assert (run.added, again.added, again.changed) == (0, 0, 0)
    with sight_of_everything():
        assert Tenure.objects.filter(room=old).exclude(to_on=None).count() == 1
        assert Tenure.objects.filter(room=new, to_on=None).count() == 1


def test_who_is_registered_as_gone_does_not_come_back_through_a_sheet(desk: Desk) -> None:
    add_person(desk.world.grid, document=number_of(1), died_on="2026-01-01")

    assert problems(desk.checked(people(line(1))))[0][3] == "此人已登记为去世；如有误，请先在系统中恢复"


def test_merged_cells_are_told_and_nothing_is_applied(desk: Desk) -> None:
    workbook = book(line(1), line(2), heading=HEADING)
    assert workbook.active is not None
    workbook.active.merge_cells("F2:F3")

    run = desk.checked(saved(workbook))

    assert problems(run)[0][3] == "F2:F3 是合并单元格，请取消合并并逐行填写后重新上传"
    assert desk.say(run, "apply", mode="GOOD_ROWS").status_code == 409


def test_a_file_that_is_no_sheet_is_refused_at_the_door(desk: Desk, media: Path) -> None:
    answer = desk.upload(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))

    assert answer.status_code == 400
    assert "不支持旧的 .xls 格式" in answer.json()["message"]
    assert not list(media.rglob("*.sealed"))


def test_the_file_lies_sealed(desk: Desk, media: Path) -> None:
    desk.checked("\n".join([",".join(HEADING), ",".join(line(1))]).encode())

    (kept, *_) = media.rglob("*.sealed")
    assert number_of(1).encode() not in kept.read_bytes()


def test_the_journal_has_one_row_a_batch_with_counts_and_nothing_of_anybody(desk: Desk) -> None:
    desk.imported(GOOD)

    verbs = list(Entry.objects.filter(subject_kind="import").order_by("id").values_list("verb", flat=True))
    batch = Entry.objects.get(verb="import.batch")
    assert verbs == ["import.upload", "import.checked", "import.apply", "import.batch", "import.done"]
    assert batch.body == {
        "kind": "PEOPLE", "rows": [2, 6], "added": 5, "changed": 0, "unchanged": 0, "moved": 0,
    }  # fmt: skip
    account = desk.world.people["community"]
    assert batch.rooms == [f"account:{account.pk}", f"grid:{desk.world.grid.pk}"]
    assert batch.actor_id == account.pk


@pytest.mark.parametrize("who", ["worker", "handler", "auditor", "leader"])
def test_only_desks_and_administrators_import(desk: Desk, who: str) -> None:
    assert desk.sign_in(who).upload(GOOD).status_code == 403
    assert desk.client.get("/api/exchange/imports/").status_code == 403


def test_without_a_session_there_are_no_sheets(desk: Desk) -> None:
    desk.client.logout()

    for tail in ("presets/", "imports/", "exports/", "templates/PEOPLE.xlsx"):
        assert desk.client.get(f"/api/exchange/{tail}").status_code == 401
    assert desk.upload(GOOD).status_code == 401


def test_a_posting_that_ends_ends_the_import(desk: Desk) -> None:
    run = desk.checked(GOOD)
    desk.say(run, "apply")
    desk.world.people["community"].postings.all().delete()

    stopped = desk.work(run.pk)

    assert (stopped.state, registered()) == ("FAILED", [])
    assert "可以导入表格" in stopped.message


def test_the_template_can_be_filled_and_imported(desk: Desk) -> None:
    content = read(desk.client.get("/api/exchange/templates/PEOPLE.xlsx")).read()

    heading, lines, _ = read_sheet(content)

    assert (heading[:3], lines) == (["姓名", "证件类型", "证件号码"], [])
    assert "现住门（楼）详址" in heading


def test_a_forged_receipt_is_refused(desk: Desk) -> None:
    outcome = perform("import.upload", None, {"kind": "PEOPLE", "receipt": "x:y"}, call=desk.world.call("community"))

    assert outcome.answer["message"] == "请通过上传接口提交文件"


def test_the_list_is_paged(desk: Desk) -> None:
    runs = [desk.upload(GOOD).json()["id"] for _ in range(3)]

    first = desk.client.get("/api/exchange/imports/", {"limit": 2}).json()
    second = desk.client.get("/api/exchange/imports/", {"limit": 2, "cursor": first["next"]}).json()

    assert [row["id"] for row in first["rows"] + second["rows"]] == runs[::-1]
    assert second["next"] is None
