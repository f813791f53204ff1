"""Short ways to have the made-up city made."""

from datetime import datetime
from typing import Any

from apps.commands.perform import Outcome, perform
from apps.core.call import SYSTEM, Call, Door
from tests.registry.towns import ON
from tests.world import MORNING

SCALE = 0.5


def seeded(at: datetime = MORNING, **told: Any) -> Outcome:
    form = {"area": "", "scale": SCALE, "seed": 1, "on": ON.isoformat()} | told
    return perform("registry.seed", None, form, call=Call(SYSTEM, at, Door.SHELL))
