"""The phone's own code, in node, against the real server over a line that does its worst (§5.10, by number).

FAR_SEEDS=20 FAR_STEPS=120 looks longer; FAR_SEED=7 begins at another day. A day is the same each time as far as nothing
in it depends on which of two is faster.
"""

import os
from pathlib import Path

import pytest

from tests.sync.far.city import city
from tests.sync.far.day import EVERYTHING, Day
from tests.sync.far.laws import Watched
from tests.sync.far.puppet import puppets
from tests.sync.lines import Line

FIRST = int(os.environ.get("FAR_SEED", "1"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("FAR_SEEDS", "1")))
STEPS = int(os.environ.get("FAR_STEPS", "60"))


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_line_and_server_do_nothing_is_lost_doubled_or_stuck(
    transactional_db: None, tmp_path: Path, seed: int
) -> None:
    with city(tmp_path) as far, puppets() as phones:
        world, sessions = far.found()
        workers = [world.people[name] for name in ("worker", "other_worker")]
        watched = [Watched(number, Line(worker)) for number, worker in enumerate(workers)]
        day = Day(far, world, phones, watched, seed)
        try:
            day.begin(sessions)
            day.run(STEPS)
            day.rest()
            assert set(day.line.done) >= EVERYTHING, "not everything went wrong"
        except AssertionError as wrong:
            raise AssertionError(f"seed {seed}, after {' '.join(day.steps)}: {wrong}") from wrong
        finally:
            day.line.close()
