"""Whatever happens on the line, in the office and to the server: no hole, no loss, nothing twice."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from apps.sync import feed
from tests.sync.machine import Machine, bounds
from tests.world import World


@pytest.mark.django_db
def test_nothing_is_lost_doubled_or_stuck(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Machine, "world", world, raising=False)
    monkeypatch.setattr(feed, "PAGE", 3)

    run_state_machine_as_test(Machine, settings=bounds(examples=6, steps=30))
