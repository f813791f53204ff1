import pytest

from tests.world import World, build_world


@pytest.fixture
def shared_world(transactional_db: None) -> World:
    """Committed, so that other connections see it."""
    return build_world()
