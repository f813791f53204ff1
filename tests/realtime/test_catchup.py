"""What somebody lacks who was away: nothing is missing, however late a transaction commits."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import orjson
import pytest
from django.db import connection, transaction

from apps.journal import catchup
from apps.journal.catchup import Ask, Lack, lacking
from apps.journal.models import Entry
from tests.realtime.conftest import Person, Socket, happened, opened
from tests.serving import Server, eventually

ROOM = frozenset(["grid:1"])
WRITERS = 6
EACH = 25


def pull(cursor: str | None, rooms: frozenset[str] = ROOM) -> Lack:
    return lacking([Ask(cursor, rooms)])[0]


def entries(lack: Lack) -> set[int]:
    return {orjson.loads(orjson.dumps(notice))["entry"] for notice in lack.notices}


@pytest.fixture
def quiet(transactional_db: None) -> str:
    """Where the journal stands with nothing going on."""
    return pull(None).cursor


def past_everything() -> str:
    """A cursor above all entries: waits for whoever else writes in this cluster at the moment, such as other tests."""
    newest = Entry.objects.order_by("-id").values_list("xid", flat=True)[0]
    eventually(lambda: int(pull(None).cursor.split("-")[1]) > newest, within=120)
    return pull(None).cursor


def writers() -> Iterator[threading.Thread]:
    """Take their numbers in one order and commit in another."""

    def write(chance: random.Random) -> None:
        for _ in range(EACH):
            with transaction.atomic():
                happened("grid:1")
                time.sleep(chance.random() * 0.02)
        connection.close()

    for seed in range(WRITERS):
        yield threading.Thread(target=write, args=[random.Random(seed)])


def told_while_writing(cursor: str, ask: Callable[[str], tuple[set[int], str]]) -> set[int]:
    at_work = list(writers())
    for writer in at_work:
        writer.start()
    told: set[int] = set()
    while any(writer.is_alive() for writer in at_work):
        found, cursor = ask(cursor)
        told |= found
    found, _ = ask(cursor)
    return told | found


def by_snapshot(cursor: str) -> tuple[set[int], str]:
    lack = pull(cursor)
    assert lack.complete
    return entries(lack), lack.cursor


def by_highest_id(cursor: str) -> tuple[set[int], str]:
    """What anybody would write first."""
    found = set(Entry.objects.filter(pk__gt=int(cursor)).values_list("pk", flat=True))
    return found, str(max(found, default=int(cursor)))


def test_slow_writers_at_once_and_nothing_is_missing(quiet: str) -> None:
    told = told_while_writing(quiet, by_snapshot)

    assert told == set(Entry.objects.values_list("pk", flat=True))
    assert len(told) == WRITERS * EACH


def test_the_same_race_does_lose_rows_with_a_cursor_over_ids(quiet: str) -> None:
    told = told_while_writing("0", by_highest_id)

    assert len(told) < Entry.objects.count()


def test_an_entry_that_commits_after_the_pull_is_told_by_the_next(quiet: str) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            happened("grid:1")
            begun.set()
            assert go_on.wait(10)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    assert begun.wait(10)
    quick = happened("grid:1")
    first = pull(quiet)
    go_on.set()
    writer.join()
    second = pull(first.cursor)

    assert entries(first) == {quick.pk}
    assert entries(second) == set(Entry.objects.values_list("pk", flat=True))


def test_nothing_new_is_an_empty_and_complete_answer(quiet: str) -> None:
    happened("grid:1")
    again = pull(past_everything())

    assert (again.complete, again.notices) == (True, ())


def test_other_rooms_are_not_told(quiet: str) -> None:
    happened("grid:2", "division:1")
    mine = happened("grid:1", "division:1")

    assert entries(pull(quiet)) == {mine.pk}


def test_each_of_many_asking_at_once_gets_his_own(quiet: str) -> None:
    one = happened("grid:1")
    between = past_everything()
    two = happened("grid:1", "grid:2")
    asks = [Ask(quiet, ROOM), Ask(between, ROOM), Ask(quiet, frozenset(["grid:2"])), Ask(None, ROOM)]

    told = lacking(asks)

    assert [entries(lack) for lack in told] == [{one.pk, two.pk}, {two.pk}, {two.pk}, set()]
    assert [lack.complete for lack in told] == [True, True, True, False]


@pytest.mark.parametrize("cursor", [None, "", "x", "-", "abc-", "abc-1e3", "abc--1", "abc-٣", "abc-" + "9" * 30])
def test_a_cursor_that_is_none_means_reload(quiet: str, cursor: str | None) -> None:
    assert not pull(cursor).complete


def test_a_cursor_of_another_database_means_reload(quiet: str) -> None:
    _, xid = quiet.split("-")

    assert not pull(f"000000000000-{xid}").complete


def test_more_than_is_worth_telling_means_reload(quiet: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catchup, "TOLD", 3)
    for _ in range(3):
        happened("grid:1")
    assert pull(quiet).complete
    happened("grid:1")

    assert not pull(quiet).complete


def test_more_than_is_worth_looking_at_means_reload_for_those_it_concerns(
    quiet: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catchup, "SCANNED", 3)
    happened("grid:9")
    between = past_everything()
    for _ in range(3):
        happened("grid:9")
    mine = happened("grid:1")
    later = past_everything()
    happened("grid:9")

    assert not pull(quiet).complete
    assert not pull(between).complete
    assert mine.pk not in entries(pull(later))
    assert pull(later).complete


def test_rows_of_a_restored_dump_with_numbers_still_to_come_are_not_news(quiet: str) -> None:
    with connection.cursor() as sql:
        happened("grid:1")
        sql.execute("CREATE TEMPORARY TABLE copied AS SELECT * FROM journal_entry")
        sql.execute("UPDATE copied SET id = id + 1000, xid = '999999999999'::xid8")
        sql.execute("INSERT INTO journal_entry SELECT * FROM copied; DROP TABLE copied")

    assert len(pull(quiet).notices) == 1


def test_a_pull_is_one_statement(quiet: str, django_assert_num_queries: Callable[..., object]) -> None:
    happened("grid:1")
    for rows in (1, 3):
        with django_assert_num_queries(1):  # type: ignore[attr-defined]
            lacking([Ask(quiet, ROOM)] * rows)


def test_a_client_that_was_away_is_told_what_it_lacks(server: Server, wang: Person) -> None:
    with opened(server, wang.session) as connection:
        cursor = Socket(connection).here()["cursor"]
    missed = happened(wang.room, number="2026-7")
    happened(f"grid:{uuid4().int % 1000}")

    with opened(server, wang.session) as connection:
        told = Socket(connection).here(str(cursor))

    assert told["complete"] is True
    assert [(notice["entry"], notice["number"]) for notice in told["notices"]] == [(missed.pk, "2026-7")]
