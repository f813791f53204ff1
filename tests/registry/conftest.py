import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from apps.commands.perform import Outcome, perform
from apps.core.call import SYSTEM, Call, Door
from tests.world import MORNING, World

Say = Callable[..., Outcome]
Ask = Callable[..., Any]


@pytest.fixture
def codes(db: None) -> None:
    """The lists the project comes with."""
    folder = Path(settings.BASE_DIR) / "fixtures/codes"
    sheets = {name: (folder / f"{name}.csv").read_bytes() for name in ("lists", "codes")}
    told = {name: base64.b64encode(sheet).decode() for name, sheet in sheets.items()}
    assert perform("registry.load_codes", None, told, call=Call(SYSTEM, MORNING, Door.SHELL)).applied


@pytest.fixture
def say(world: World, codes: None) -> Say:
    """`say("worker", "person.move", target, …)`."""

    def saying(who: str, command: str, target: Any = None, /, **told: Any) -> Outcome:
        return perform(command, target, told, call=world.call(who))

    return saying


@pytest.fixture
def ask(world: World, client: APIClient) -> Callable[..., Any]:
    """`ask("worker", "people/", q=…)`: the answer of a GET under /api/registry/."""

    def asking(who: str, path: str, /, **params: Any) -> Any:
        client.force_authenticate(world.people[who])
        return client.get(f"/api/registry/{path}", params)

    return asking
