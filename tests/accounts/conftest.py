from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from rest_framework.test import APIClient

from apps.accounts.models import Account
from apps.grids.enums import Role
from apps.grids.models import Posting
from tests.world import FROM, World

PHONE = "13812345678"
PASSWORD = "correct horse battery"


def made(phone: str = PHONE, **more: Any) -> Account:
    return Account.objects.create(phone=phone, name="李小红", password=hashed(), **more)


@cache
def hashed() -> str:
    """Slow on purpose, so once for all."""
    return make_password(PASSWORD)


def sign_in(client: APIClient, phone: str = PHONE, password: str = PASSWORD, **headers: Any) -> Any:
    return client.post("/api/session/", {"phone": phone, "password": password}, format="json", **headers)


def who_is(client: APIClient) -> str | None:
    account = client.get("/api/session/").json()["account"]
    return str(account["name"]) if account else None


@pytest.fixture
def account(db: None) -> Account:
    return made()


Admin = Callable[[str], APIClient]


@pytest.fixture
def admin(world: World) -> Admin:
    """Somebody who is administrator of the city, the district, the street or the community."""

    def _admin(of: str) -> APIClient:
        account = Account.objects.create(phone=f"1370000{len(of):04d}", name="管理员")
        Posting.objects.create(account=account, role=Role.ADMIN, valid_from=FROM, division=getattr(world, of))
        client = APIClient()
        client.force_login(account)
        return client

    return _admin
