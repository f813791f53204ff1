import base64
from collections.abc import Callable
from typing import Any

import pytest

from apps.commands.perform import Outcome, perform
from apps.core.call import SYSTEM, Actor, Call, Door
from apps.grids.models import UnitKind
from tests.standards.sheets import shipped
from tests.world import MORNING

Do = Callable[..., Outcome]


@pytest.fixture
def kinds(db: None) -> None:
    rows = [UnitKind(key=row["key"], label=row["label"]) for row in shipped("unit_kinds.csv")]
    UnitKind.objects.bulk_create(rows, ignore_conflicts=True)


@pytest.fixture
def do(kinds: None) -> Do:
    """One import by somebody; the shell when nobody is named."""

    def doing(name: str, sheet: bytes, *, actor: Actor = SYSTEM, **told: Any) -> Outcome:
        call = Call(actor, MORNING, Door.SHELL)
        return perform(f"standards.{name}", None, {"sheet": base64.b64encode(sheet).decode(), **told}, call=call)

    return doing
