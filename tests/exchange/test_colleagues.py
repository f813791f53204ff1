"""Somebody of the same desk sees an import and goes on with it; nobody else does."""

import pytest

from apps.exchange import keeping
from apps.exchange.models import ImportRun
from apps.grids.enums import Role
from apps.grids.models import Posting
from apps.journal.models import Entry
from tests.exchange.conftest import Desk, line, people, problems, read, registered
from tests.registry.homes import number_of
from tests.sheets.files import read as read_sheet
from tests.world import FROM

BAD = people(line(1, 性别="公"), line(2))
HEADING = ["名", "号", "电话", "格", "备注"]


@pytest.fixture
def street(desk: Desk) -> Desk:
    """Of the street are the acceptor, the dispatcher and the shift lead."""
    return desk.sign_in("acceptor")


def said(run: ImportRun) -> list[tuple[str, str]]:
    entries = Entry.objects.filter(subject_kind="import", subject_id=str(run.pk)).order_by("id")
    return [(entry.verb.removeprefix("import."), entry.actor_name) for entry in entries]


def test_a_colleague_fetches_the_marked_copy_and_imports_the_good_rows(street: Desk) -> None:
    run = street.checked(BAD)
    street.world.people["acceptor"].postings.all().delete()
    street.sign_in("dispatcher")

    listed = street.client.get("/api/exchange/imports/").json()["rows"][0]
    assert (listed["brought_by"], listed["mine"], listed["continued_by"]) == ("acceptor", False, "")
    _, lines, _ = read_sheet(read(street.client.get(f"/api/exchange/imports/{run.pk}/marked.xlsx")).read())
    assert lines[0].at(1) == number_of(1)
    done = street.apply(run, mode="GOOD_ROWS")

    assert (done.state, done.added) == ("DONE", 1)
    told = street.client.get(f"/api/exchange/imports/{run.pk}/").json()
    assert told["continued_by"] == "dispatcher"
    assert said(run) == [
        ("upload", "acceptor"), ("checked", "acceptor"), ("fetch", "dispatcher"), ("apply", "dispatcher"),
        ("batch", "dispatcher"), ("done", "dispatcher"),
    ]  # fmt: skip


def test_what_was_stopped_is_gone_on_with_by_a_colleague_and_again_by_oneself(street: Desk) -> None:
    run = street.checked(people(line(1)))
    street.say(run, "apply")

    street.sign_in("lead").say(run, "stop")
    assert street.say(run, "resume").json()["continued_by"] == "lead"
    street.say(run, "stop")
    assert street.sign_in("acceptor").say(run, "resume").json()["continued_by"] == ""

    assert street.work(run.pk).state == "DONE"
    assert said(run)[-2:] == [("batch", "acceptor"), ("done", "acceptor")]


def test_a_colleague_with_less_reach_takes_over_with_that_and_no_more(street: Desk) -> None:
    far = street.world.people["stranger"].postings.get().division
    Posting.objects.create(account=street.world.people["acceptor"], role=Role.ACCEPTOR, division=far, valid_from=FROM)
    run = street.checked(people(line(1)))
    own = ImportRun.objects.get(pk=run.pk).division_id
    colleague = "lead" if own == street.world.street.pk else "stranger"
    street.sign_in(colleague).say(run, "apply")
    street.world.people[colleague].postings.all().delete()

    assert (street.work(run.pk).state, registered()) == ("FAILED", [])


EVERYBODY_ELSE = [
    "worker", "other_worker", "community", "district_lead", "city_lead", "leader", "handler", "co_handler", "auditor",
    "stranger",
]  # fmt: skip


def test_nobody_of_another_desk_sees_or_touches_it(street: Desk) -> None:
    run = street.checked(BAD)
    leader = street.world.people["leader"]
    # At the same division, and no importer there.
    Posting.objects.create(account=leader, role=Role.LEADER, division=street.world.street, valid_from=FROM)
    address = f"/api/exchange/imports/{run.pk}/"

    for who in EVERYBODY_ELSE:
        street.sign_in(who)
        listed = street.client.get("/api/exchange/imports/")
        assert listed.status_code == 403 or listed.json()["rows"] == [], who
        tails = ["", "sample/", "problems/", "marked.xlsx"]
        assert {street.client.get(address + tail).status_code for tail in tails} == {404}, who
        assert {street.say(run, verb).status_code for verb in ("check", "apply", "stop", "resume")} == {404}, who
    assert (ImportRun.objects.get().state, len(said(run))) == ("CHECKED", 2)


def columns(desk: Desk, run: ImportRun) -> dict[str, list[str]]:
    answer = desk.client.get(f"/api/exchange/imports/{run.pk}/sample/")
    return {row["title"]: row["values"] for row in answer.json()["rows"]}


def test_the_first_rows_are_shown_by_their_columns_masked_by_what_they_look_like(desk: Desk) -> None:
    grid = "420599001001001"
    rows = [[f"张{n}丰", number_of(n), f"1990000000{n}", grid, f"电话19900000001，2024-05-0{n}起"] for n in range(1, 8)]

    run = desk.checked(people(*rows, heading=HEADING))

    assert run.state == "UNMAPPED"
    told = columns(desk, run)
    assert [len(values) for values in told.values()] == [5] * 5
    assert told["名"][0] == "张1丰"
    assert told["号"][0] == f"4205**********{number_of(1)[-4:]}"
    assert (told["电话"][0], told["备注"][0]) == ("199****0001", "电话199****0001，2024-05-01起")
    assert told["格"][0] == "4205*******1001"
    assert number_of(1).encode() not in bytes(ImportRun.objects.get().sample or b"")

    desk.say(run, "check", mapping={"name": "名", "document": "号", "phone": "电话", "grid": "格"})
    assert (desk.work(run.pk).rows, desk.work(run.pk).state) == (7, "CHECKED")
    assert (columns(desk, run)["名"][0], columns(desk, run)["格"][0]) == ("张*丰", grid)


def test_a_short_file_has_a_short_sample_and_no_file_has_none(desk: Desk) -> None:
    run = desk.checked(people(line(1)))
    assert columns(desk, run)["学历"] == ["本科"]
    assert problems(run) == []

    keeping.let_go(at=run.at.replace(year=run.at.year + 1))

    assert set(map(len, columns(desk, run).values())) == {0}
