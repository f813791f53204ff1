from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from django.core.cache import cache

from apps.accounts.models import Account
from apps.calendars.queries import VERSION_KEY, forget
from apps.commands.perform import Outcome, perform
from apps.core.call import SYSTEM, Actor, ActorKind, Call, Door
from apps.grids.enums import Level, Role
from apps.grids.models import Division, Posting
from tests.calendars.calendars import at

Do = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    forget()
    cache.delete(VERSION_KEY)
    yield
    forget()


@pytest.fixture
def now() -> datetime:
    return at("2026-11-03 16:00")


@pytest.fixture
def street() -> Division:
    long_ago = date(2000, 1, 1)
    city = Division.objects.create(level=Level.CITY, kind="市", name="甲市", valid_from=long_ago)
    return Division.objects.create(level=Level.STREET, kind="街道", name="乙街道", parent=city, valid_from=long_ago)


@pytest.fixture
def city_admin(street: Division) -> Actor:
    return _posted("19900000091", Role.ADMIN, street.parent)


@pytest.fixture
def street_admin(street: Division) -> Actor:
    return _posted("19900000092", Role.ADMIN, street)


@pytest.fixture
def stranger(street: Division) -> Actor:
    return _posted("19900000093", Role.DISPATCHER, street.parent)


def _posted(phone: str, role: Role, division: Division | None) -> Actor:
    account = Account.objects.create(phone=phone, name="某某")
    Posting.objects.create(account=account, role=role, division=division, valid_from=date(2020, 1, 1))
    return Actor(ActorKind.PERSON, account.pk, account.name)


@pytest.fixture
def do(now: datetime) -> Do:
    def _do(name: str, told: dict[str, object], by: Actor = SYSTEM) -> Outcome:
        return perform(name, None, told, call=Call(by, now, Door.HTTP))

    return _do
