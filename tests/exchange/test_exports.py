"""Sheets out of the registry: masked and few at once, otherwise only with somebody else's yes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import Settings

from apps.commands.perform import perform
from apps.core.call import CLOCK, Call, Door
from apps.exchange import keeping, making, vault
from apps.exchange.models import ExportRun
from apps.journal.models import Entry
from apps.registry.models import Building, Person, Room
from apps.registry.sight import sight_of_everything
from tests.exchange.conftest import Desk, line, people, problems, read
from tests.registry.homes import add_person, add_room, number_of
from tests.registry.test_people import of
from tests.sheets.files import read as read_sheet


def ask(desk: Desk, **told: Any) -> Any:
    form = {"kind": "PEOPLE", "purpose": "VISIT", "reason": "三月入户走访核对"} | told
    return desk.client.post("/api/exchange/exports/", form, format="json")


def say(desk: Desk, run_id: str, verb: str, **told: Any) -> Any:
    return desk.client.post(f"/api/exchange/exports/{run_id}/{verb}/", told, format="json")


def fetch(desk: Desk, run_id: str) -> Any:
    return desk.client.post(f"/api/exchange/exports/{run_id}/file.xlsx")


def made(desk: Desk, run_id: str) -> ExportRun:
    making.make(UUID(run_id))
    return ExportRun.objects.get(pk=run_id)


@pytest.fixture
def lived_in(desk: Desk) -> Desk:
    room = add_room(desk.world.grid)
    add_person(desk.world.grid, "张三丰", document=number_of(1), phone="19900000001", room=room)
    add_person(desk.world.other_grid, "李四", document=number_of(2), phone="19900000002")
    return desk


def test_few_masked_rows_are_made_at_once(lived_in: Desk) -> None:
    asked = ask(lived_in)
    assert (asked.status_code, asked.json()["state"], asked.json()["rows"]) == (201, "MAKING", 2)

    run = made(lived_in, asked.json()["id"])
    heading, lines, _ = read_sheet(read(fetch(lived_in, str(run.pk))).read())

    assert (run.state, run.rows) == ("READY", 2)
    assert heading[:3] == ["姓名", "证件类型", "证件号码"]
    assert [line.cells[:6] for line in lines] == [
        ["张*丰", "居民身份证", f"4205**********{number_of(1)[-4:]}", "男", "1980-05-01", "199****0001"],
        ["李*", "居民身份证", f"4205**********{number_of(2)[-4:]}", "男", "1980-05-01", "199****0002"],
    ]


def test_addresses_go_down_to_the_house_unless_whole_values_were_agreed_to(lived_in: Desk) -> None:
    person, room, house = of(Person, name="张三丰")[0], of(Room)[0], of(Building)[0]
    room.plate_code, person.household_address = "P1", "西陵一路12号3栋501室"
    with sight_of_everything():
        room.save()
        person.save()

    told = {full: dict(zip(*_sheet(lived_in, full=full), strict=True)) for full in (False, True)}

    columns = ("户籍门（楼）详址", "房屋编号", "现住门（楼）详址")
    assert [told[False][column] for column in columns] == ["西陵一路12号3栋***", "", house.address]
    assert [told[True][column] for column in columns] == [person.household_address, "P1", room.address]


def _sheet(desk: Desk, *, full: bool) -> tuple[list[str], list[str]]:
    asked = ask(desk.sign_in("community"), full=full).json()
    if full:
        say(desk.sign_in("leader"), asked["id"], "approve")
    made(desk, asked["id"])
    heading, lines, _ = read_sheet(read(fetch(desk.sign_in("community"), asked["id"])).read())
    return heading, lines[0].cells


def test_the_watermark_says_who_when_and_what_for(lived_in: Desk) -> None:
    run = made(lived_in, ask(lived_in).json()["id"])

    with vault.opened(run.file, run.digest) as file:
        sheet: Any = load_workbook(file).active
        said = sheet["A1"].value

    assert said.startswith("community 20")
    assert f"编号{str(run.pk)[:8]} 用途：入户走访联系（三月入户走访核对）" in said


def test_whole_values_need_a_yes_of_somebody_else_above(lived_in: Desk) -> None:
    asked = ask(lived_in, full=True).json()
    assert (asked["state"], asked["moves"]) == ("ASKED", [])
    own = say(lived_in, asked["id"], "approve")
    assert (own.status_code, own.json()["message"]) == (403, "不能审批自己的申请，请由领导或其他值班长审批")

    lived_in.sign_in("leader")
    assert lived_in.client.get("/api/exchange/exports/").json()["rows"][0]["moves"] == ["approve", "refuse"]
    assert say(lived_in, asked["id"], "approve").json()["state"] == "MAKING"
    assert say(lived_in, asked["id"], "approve").status_code == 409
    made(lived_in, asked["id"])
    assert fetch(lived_in, asked["id"]).status_code == 404

    _, lines, _ = read_sheet(read(fetch(lived_in.sign_in("community"), asked["id"])).read())
    assert [line.cells[2] for line in lines] == [number_of(1), number_of(2)]


def test_many_rows_need_a_yes(lived_in: Desk, settings: Settings) -> None:
    settings.EXPORT_FREE_ROWS = 1

    asked = ask(lived_in).json()

    assert asked["state"] == "ASKED"
    refused = say(lived_in.sign_in("lead"), asked["id"], "refuse", reason="理由不充分")
    assert (refused.json()["state"], refused.json()["message"]) == ("REFUSED", "理由不充分")
    making.make(UUID(asked["id"]))
    assert fetch(lived_in.sign_in("community"), asked["id"]).status_code == 409


def test_too_many_rows_are_refused(lived_in: Desk, settings: Settings) -> None:
    settings.EXPORT_MOST_ROWS = 1

    assert "请按街道或社区分别导出" in ask(lived_in).json()["message"]


@pytest.mark.parametrize("who", ["stranger", "acceptor", "worker"])
def test_who_is_not_above_the_asker_neither_sees_nor_approves(lived_in: Desk, who: str) -> None:
    asked = ask(lived_in, full=True).json()
    lived_in.sign_in(who)

    assert say(lived_in, asked["id"], "approve").status_code == 404
    assert lived_in.client.get(f"/api/exchange/exports/{asked['id']}/").status_code == 404
    assert fetch(lived_in, asked["id"]).status_code == 404


@pytest.mark.parametrize("who", ["worker", "handler", "auditor"])
def test_only_desks_leaders_and_administrators_export(lived_in: Desk, who: str) -> None:
    assert ask(lived_in.sign_in(who)).status_code == 403
    assert lived_in.client.get("/api/exchange/exports/").status_code == 403


def test_a_stranger_exports_nothing_of_elsewhere(lived_in: Desk) -> None:
    lived_in.sign_in("stranger")

    for told in ({}, {"grid": lived_in.world.grid.pk}, {"division": lived_in.world.city.pk}):
        assert ask(lived_in, **told).json()["message"] == "您的辖区内没有符合条件的记录，请调整条件"


def test_a_posting_that_ends_before_the_sheet_is_made_ends_it(lived_in: Desk) -> None:
    asked = ask(lived_in).json()
    lived_in.world.people["community"].postings.all().delete()

    run = made(lived_in, asked["id"])

    assert (run.state, run.file) == ("FAILED", "")


def test_filters_are_grids_and_divisions(lived_in: Desk) -> None:
    assert ask(lived_in, grid=lived_in.world.grid.pk).json()["rows"] == 1
    assert ask(lived_in, division=lived_in.world.community.pk).json()["rows"] == 2
    assert ask(lived_in, reason="走访").status_code == 400


def test_every_step_is_in_the_journal_and_says_nothing_of_anybody(lived_in: Desk) -> None:
    run = made(lived_in, ask(lived_in).json()["id"])
    fetch(lived_in, str(run.pk))
    fetch(lived_in, str(run.pk))

    entries = list(Entry.objects.filter(subject_kind="export").order_by("id"))
    assert [entry.verb for entry in entries] == ["export.ask", "export.made", "export.fetch", "export.fetch"]
    assert entries[0].body["purpose"] == "VISIT"
    assert "张" not in str([entry.body for entry in entries])


def test_what_expired_is_gone(lived_in: Desk) -> None:
    run = made(lived_in, ask(lived_in).json()["id"])
    later = timezone.now() + timedelta(days=8)

    assert keeping.let_go(at=timezone.now()) == 0
    assert keeping.let_go(at=later) == 1

    assert ExportRun.objects.get(pk=run.pk).state == "EXPIRED"
    assert not default_storage.exists(run.file)
    entry = Entry.objects.get(verb="export.let_go")
    assert (entry.actor_kind, entry.subject_id) == ("CLOCK", str(run.pk))
    assert fetch(lived_in, str(run.pk)).status_code == 409


def test_nobody_lets_a_file_go_before_its_time(lived_in: Desk) -> None:
    run = made(lived_in, ask(lived_in).json()["id"])
    later = timezone.now() + timedelta(days=8)

    early = perform("export.let_go", run.pk, {}, call=Call(CLOCK, timezone.now(), Door.TIMER))
    person = perform("export.let_go", run.pk, {}, call=lived_in.world.call("lead", later))

    assert (early.code, person.code) == ("moved_on", "not_yours")
    assert default_storage.exists(run.file)


def test_files_of_imports_go_after_their_days(desk: Desk) -> None:
    run = desk.checked(people(line(1, 性别="公")))

    assert keeping.let_go(at=timezone.now() + timedelta(days=31)) == 1

    assert problems(run) == []
    assert Entry.objects.get(verb="import.let_go").subject_id == str(run.pk)
    assert desk.client.get(f"/api/exchange/imports/{run.pk}/marked.xlsx").status_code == 404
    assert desk.say(run, "check").status_code == 200
    assert desk.work(run.pk).message == "文件已按保存期限删除或已缺失，请重新上传或重新导出"
