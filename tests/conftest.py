"""What every test may ask for: a small city with its people, and how to act in it."""

import os

# One connection per thread is what a test's own transactions need; the pool is exercised by the tests of real servers.
os.environ.setdefault("DB_POOL", "0")
os.environ.setdefault("DEMO", "1")

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import settings
from pytest_django import DjangoDbBlocker
from rest_framework.test import APIClient

from tests.world import World, build_world

# Whoever works on it meets new examples each time; a change is not refused for what another one broke.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Between tests that commit the tables are emptied, which the journal allows nowhere else."""
    with django_db_blocker.unblock(), connection.cursor() as sql:
        sql.execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_never_emptied")


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def client() -> APIClient:
    return APIClient()
