import pytest

from tests.registry.conftest import codes
from tests.sync.lines import Line
from tests.world import World

__all__ = ["codes"]


@pytest.fixture
def worker(world: World, codes: None) -> Line:
    return Line(world.people["worker"])


@pytest.fixture
def grid(world: World) -> str:
    return f"grid:{world.grid.pk}"
