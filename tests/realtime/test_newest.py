"""The door for whoever was not there when something was said: the newest notices of one's rooms, and of no other."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from apps.accounts.models import Account
from apps.grids.enums import Role
from apps.grids.models import Posting
from apps.journal import newest
from apps.journal.actions import Subject, write
from apps.journal.models import Entry, Heard
from apps.realtime.admission import admit, rooms_of_account
from apps.realtime.tasks import forget_heard
from tests.realtime.conftest import Person, Socket, happened, opened, person, session_of
from tests.serving import Server
from tests.world import World, clock_call

DOOR = "/api/notices/"
GRIDS = 400
EACH = 50


def client_of(account: Account) -> APIClient:
    client = APIClient()
    client.force_login(account)
    return client


def told(account: Account) -> list[dict[str, Any]]:
    response = client_of(account).get(DOOR)
    assert response.status_code == 200
    rows: list[dict[str, Any]] = response.json()["rows"]
    return rows


def entries(account: Account) -> list[int]:
    return [row["entry"] for row in told(account)]


@pytest.fixture
def wang(db: None) -> Person:
    return person("王网格")


@pytest.mark.must("S-44")
def test_what_happened_while_nobody_listened_is_told_newest_first_and_once(wang: Person) -> None:
    first = happened(wang.room, f"account:{wang.account.pk}")
    second = happened(wang.room, "grid:7")
    happened("division:0", "grid:7")

    assert entries(wang.account) == [second.pk, first.pk]


def test_it_is_told_in_the_words_of_the_socket(server: Server, transactional_db: None) -> None:
    wang = person("王网格")
    with opened(server, wang.session) as line:
        socket = Socket(line)
        socket.here()
        happened(wang.room, number="2026-1", by="somebody")
        heard = socket.hear()["notice"]
    cursor_of_the_past = f"{_epoch(server, wang)}-0"
    with opened(server, wang.session) as line:
        (lacked,) = Socket(line).here(cursor_of_the_past)["notices"]

    (row,) = told(wang.account)
    assert row == lacked
    assert {**row, "at": None} == {**heard, "at": None}


def _epoch(server: Server, wang: Person) -> str:
    with opened(server, wang.session) as line:
        cursor: str = Socket(line).here()["cursor"]
        return cursor.partition("-")[0]


def test_the_rooms_are_those_of_the_socket(world: World) -> None:
    for name in ("worker", "handler", "acceptor", "city_lead", "auditor", "stranger"):
        account = world.people[name]
        (admission,) = admit([session_of(account)])

        assert admission is not None
        assert admission.rooms == rooms_of_account(account.pk, timezone.now())


def test_a_matter_is_told_to_its_people_and_to_no_stranger(world: World) -> None:
    event = world.report("acceptor", channel="HOTLINE")
    world.did("acceptor", "accept", event)

    for name in ("worker", "community", "acceptor", "city_lead"):
        assert [row["verb"] for row in told(world.people[name])] == ["event.accept", "event.report"], name
        assert {row["number"] for row in told(world.people[name])} == {event.number}
    for name in ("other_worker", "handler", "stranger"):
        assert told(world.people[name]) == [], name
    assert told(Account.objects.create(phone="19900009001", name="无岗")) == []


def test_with_a_posting_go_its_notices_and_with_a_new_one_they_come(world: World) -> None:
    world.report("acceptor", channel="HOTLINE")
    mine = world.report("worker")
    worker, other = world.people["worker"], world.people["other_worker"]
    assert len(told(worker)) == 2

    Posting.objects.filter(account=worker).update(valid_to=timezone.localdate())
    Posting.objects.create(account=other, role=Role.WORKER, grid=world.grid, valid_from=date(2020, 1, 1))

    # What one reported oneself one goes on hearing of, here as at the socket.
    assert [row["number"] for row in told(worker)] == [mine.number]
    assert len(told(other)) == 2


def test_a_resident_and_one_with_a_one_time_password_are_told_nothing(wang: Person) -> None:
    happened(wang.room)
    Account.objects.filter(pk=wang.account.pk).update(must_change=True)

    assert APIClient().get(DOOR).status_code == 401
    assert client_of(Account.objects.get(pk=wang.account.pk)).get(DOOR).json()["code"] == "change_password"


def test_what_calls_nobody_and_what_is_of_no_matter_is_left_out(wang: Person) -> None:
    call = clock_call(timezone.now())
    happened(wang.room, quiet=True)
    write(call=call, verb="grid.split", subject=Subject("grid", 7), body={}, rooms=[wang.room], notice={})
    write(call=call, verb="event.accept", subject=Subject("event", uuid.uuid4()), body={}, notice={})

    assert told(wang.account) == []
    assert not Heard.objects.exists()


def test_residents_rooms_are_not_kept(wang: Person) -> None:
    entry = happened(wang.room, f"event:{uuid.uuid4()}", wang.room)

    assert list(Heard.objects.values_list("room", "entry")) == [(wang.room, entry.pk)]


def test_of_many_the_newest_two_hundred_are_told_from_all_rooms_together(
    wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert newest.TOLD == 200
    monkeypatch.setattr(newest, "TOLD", 5)
    mine, place = f"account:{wang.account.pk}", wang.room
    made = [happened(*rooms).pk for rooms in [(mine,), (place,), (mine, place), (place,), (mine,), (place,), (mine,)]]

    assert entries(wang.account) == made[:1:-1]


def test_after_two_weeks_it_is_no_news_and_then_not_kept_either(wang: Person) -> None:
    old, young = happened(wang.room), happened(wang.room)
    _came(old, timedelta(days=14, minutes=1))
    _came(young, timedelta(days=13))
    assert entries(wang.account) == [young.pk]

    assert forget_heard() == 1

    assert list(Heard.objects.values_list("entry", flat=True)) == [young.pk]
    assert Entry.objects.count() == 2


def test_forgetting_goes_on_until_nothing_old_is_left(wang: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newest, "AT_ONCE", 2)
    for _ in range(5):
        _came(happened(wang.room), timedelta(days=15))

    assert forget_heard() == 5
    assert not Heard.objects.exists()


def _came(entry: Entry, ago: timedelta) -> None:
    Heard.objects.filter(entry=entry.pk).update(at=timezone.now() - ago)


def test_what_was_done_long_ago_without_a_line_is_news_when_it_comes(wang: Person) -> None:
    call = clock_call(timezone.now() - timedelta(days=14, hours=1))
    write(call=call, verb="event.attend", subject=Subject("event", 1), body={}, rooms=[wang.room], notice={})

    assert len(told(wang.account)) == 1


@pytest.mark.parametrize("happenings", [1, 3])
def test_the_door_takes_three_statements_however_much_there_is(
    wang: Person, django_assert_num_queries: DjangoAssertNumQueries, happenings: int
) -> None:
    client = client_of(wang.account)
    for _ in range(happenings):
        happened(wang.room, f"account:{wang.account.pk}")

    with django_assert_num_queries(3):
        assert len(client.get(DOOR).json()["rows"]) == happenings


FILL = """
INSERT INTO journal_entry
    (at, call_id, verb, actor_kind, actor_name, door, subject_kind, subject_id, body, notice, rooms)
SELECT now(), gen_random_uuid(), 'event.accept', 'SYSTEM', '', 'SHELL', 'event', n::text, '{}', '{}',
       ARRAY['grid:' || n %% %s, 'division:1'] FROM generate_series(1, %s) AS n
"""
READ = "SELECT sum(seq_tup_read + idx_tup_fetch) FROM pg_stat_xact_user_tables WHERE relname LIKE 'journal_%%'"


def _rows_read(rooms: list[str]) -> int:
    with connection.cursor() as sql:
        sql.execute(READ)
        (before,) = sql.fetchone() or (0,)
        assert len(newest.newest(rooms, at=timezone.now())) == (200 if "division:1" in rooms else EACH)
        sql.execute(READ)
        (after,) = sql.fetchone() or (0,)
    return int(after - before)


@pytest.mark.parametrize("analyzed", [False, True])
def test_a_grid_and_the_whole_city_read_no_more_than_their_own_newest(db: None, analyzed: bool) -> None:
    """Whatever the planner knows or does not know of the city around them."""
    with connection.cursor() as sql:
        sql.execute(FILL, [GRIDS, GRIDS * EACH])
        if analyzed:
            sql.execute("ANALYZE journal_entry, journal_heard")

    assert _rows_read(["grid:7"]) <= 2 * EACH
    assert _rows_read(["division:1"]) <= 2 * newest.TOLD
    assert _rows_read(["division:1", "grid:7"]) <= 2 * newest.TOLD + EACH
