"""However script/server ends, nothing of it stays, and it starts again with what it had."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from tests.faults.running import VAR, Process, Running, eventually, forget, free_port, running, start

HERE = VAR / "ending"


@pytest.fixture(scope="module", autouse=True)
def _nothing_from_before() -> None:
    forget(HERE)


@pytest.fixture
def server() -> Iterator[Running]:
    with running(HERE) as started:
        yield started


def remaining(family: list[Process]) -> list[str]:
    return [one.command for one in family if one.is_alive]


@pytest.mark.parametrize(("name", "words"), [("socket", ("daphne",)), ("redis", ("redis-server",))])
def test_a_process_that_dies_takes_all_down_and_is_named(server: Running, name: str, words: tuple[str, ...]) -> None:
    family = server.descendants()

    server.child(*words).kill()

    assert server.ends() == 1
    assert f"{name} ended by itself (status 137)" in server.said
    assert remaining(family) == []


def test_ctrl_c_stops_everything(server: Running) -> None:
    family = server.descendants()

    os.killpg(server.process.pid, signal.SIGINT)

    assert server.ends() == 130
    assert remaining(family) == []


def test_a_server_killed_outright_leaves_nothing_and_starts_again(server: Running) -> None:
    family = server.descendants()

    server.process.kill()
    server.process.wait()

    with running(HERE):
        eventually(lambda: remaining(family) == [])


def test_a_start_interrupted_anywhere_is_made_good_by_the_next() -> None:
    for seconds in (0.5, 2.0, 4.0):
        cut = start(free_port(), var=HERE)
        time.sleep(seconds)
        family = cut.descendants()
        os.killpg(cut.process.pid, signal.SIGINT)
        assert cut.ends() in {130, 143}
        assert remaining(family) == []

    with running(HERE) as whole:
        assert whole.process.poll() is None
