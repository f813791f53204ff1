"""Names of scopes, and whose they are."""

import re
from dataclasses import dataclass

from apps.core.refusal import Refusal, RefusalCode
from apps.grids.reach import Reach
from apps.sync.enums import ScopeKind

NAME = re.compile(r"(grid|unit|worker):([1-9][0-9]{0,18})|ref:all")
REFERENCE = "ref:all"


@dataclass(frozen=True)
class Scope:
    kind: ScopeKind
    number: int
    title: str

    def __str__(self) -> str:
        return REFERENCE if self.kind == ScopeKind.REF else f"{self.kind}:{self.number}"


def scopes_of(account_id: int, reach: Reach) -> dict[str, Scope]:
    """What a device of this account may carry now, by name; `reach` is what a looker sees by (looking.py)."""
    held = {(ScopeKind(post.at_kind), post.at_id): post.at_name for post in reach.posts}
    told = [Scope(kind, pk, name) for (kind, pk), name in sorted(held.items())]
    told += [Scope(ScopeKind.WORKER, account_id, "本人上报和走访"), Scope(ScopeKind.REF, 0, "分类标准和代码表")]
    return {str(scope): scope for scope in told}


def is_scope(name: str) -> bool:
    return NAME.fullmatch(name) is not None


def scope_in(allowed: dict[str, Scope], name: str) -> Scope:
    """One scope asked for by itself, or the same answer as for one that does not exist."""
    if name not in allowed:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这个范围，或已不在您的管辖范围")
    return allowed[name]
