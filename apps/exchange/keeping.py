"""Whose files were kept long enough."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from apps.commands.perform import perform
from apps.core.call import CLOCK, Call, Door
from apps.exchange.queries import expired_exports, old_imports


def let_go(*, at: datetime) -> int:
    """How many runs have lost their files."""
    exports = expired_exports(at).values_list("pk", flat=True)
    return _let_go("export", exports, at=at) + _let_go("import", old_imports(at).values_list("pk", flat=True), at=at)


def _let_go(kind: str, ids: Iterable[UUID], *, at: datetime) -> int:
    return sum(perform(f"{kind}.let_go", pk, {}, call=Call(CLOCK, at, Door.TIMER)).applied for pk in list(ids))
