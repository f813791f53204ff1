import time
import uuid
from concurrent.futures import ThreadPoolExecutor

from apps.core import tally


def test_each_time_counts_one_more_until_it_is_forgotten() -> None:
    key = uuid.uuid4().hex

    assert [tally.add(key, seconds=60) for _ in range(3)] == [1, 2, 3]
    assert tally.of(key) == 3
    tally.forget(key)
    assert tally.of(key) == 0


def test_of_many_at_once_no_two_are_told_the_same() -> None:
    key = uuid.uuid4().hex

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: tally.add(key, seconds=60), range(40)))

    assert sorted(told) == list(range(1, 41))


def test_a_count_that_ends_while_it_is_added_to_begins_anew_and_ends_again() -> None:
    key, within, told = uuid.uuid4().hex, time.monotonic() + 30, list[int]()

    def counting() -> None:
        while told.count(1) < 3 and time.monotonic() < within:
            told.append(tally.add(key, seconds=1))

    with ThreadPoolExecutor(2) as pool:
        pool.submit(counting)
        pool.submit(counting)

    assert told.count(1) == 3
    without_an_end = -1
    assert tally._redis().ttl(f"tally:{key}") != without_an_end
