from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache
from pytest_django import Settings

from apps.accounts.models import Account
from apps.core.call import CLOCK, Actor, ActorKind, Call, Door

NOW = datetime(2026, 8, 1, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def _no_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def worker(db: None) -> Account:
    return Account.objects.create(phone="19900000001", name="张网格")


@pytest.fixture
def stranger(db: None) -> Account:
    return Account.objects.create(phone="19900000002", name="李路人")


def call_by(account: Account | None, *, at: datetime = NOW) -> Call:
    actor = Actor(ActorKind.PERSON, account.pk, account.name) if account else Actor(ActorKind.REPORTER, None, "居民")
    return Call(actor, at, Door.HTTP, uuid4())


def call_by_clock(*, at: datetime = NOW) -> Call:
    return Call(CLOCK, at, Door.TIMER, uuid4())
