import pytest

from tests.registry.conftest import codes
from tests.sync.lines import Line
from tests.sync.phones import Phone, phone_of
from tests.world import World

__all__ = ["codes"]


@pytest.fixture
def worker(world: World, codes: None) -> Line:
    return Line(world.people["worker"])


@pytest.fixture
def grid(world: World) -> str:
    return f"grid:{world.grid.pk}"


@pytest.fixture
def unit(world: World, codes: None) -> str:
    return f"unit:{world.unit.pk}"


@pytest.fixture
def co_unit(world: World) -> str:
    return f"unit:{world.co_unit.pk}"


@pytest.fixture
def handler(world: World, unit: str) -> Line:
    return Line(world.people["handler"])


@pytest.fixture
def phones(world: World, unit: str) -> list[Phone]:
    """The handler's and the co-unit's, as they begin."""
    phones = [
        phone_of(world.people[name], number, frozenset())
        for number, name in enumerate(("handler", "co_handler"), start=1)
    ]
    for phone in phones:
        phone.pull()
    return phones
