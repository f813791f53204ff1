"""The feed read: how far a scope has come, what changed since, what is in it; and the few things done to it by hand.

Its rows are written by triggers (migration 0002). Everything here is plain SQL over two narrow tables, because a poll
that finds nothing new is most of what phones ask.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.utils import OperationalError

from apps.core.refusal import Refusal, RefusalCode
from apps.registry.papers import edition
from apps.sync.kinds import PAPERS
from apps.sync.models import Epoch
from apps.sync.models import Scope as ScopeRow

PAGE = 500
DEAD_FOR = "90 days"
# The first opening of all waits for whoever writes anywhere (sync_feeds in migration 0002).
FIRST = 4490004
PATIENCE_MS = 5_000
REF = "ref:all"
REPLACE = """
UPDATE sync_feed feed SET rev = nextval('sync_rev'), version = scope.version, dead = 'deleted', dead_at = now()
  FROM sync_scope scope
 WHERE feed.scope = %(scope)s AND scope.scope = feed.scope AND feed.kind = %(kind)s AND feed.row_id <> %(id)s
   AND feed.dead = ''
"""


@dataclass(frozen=True)
class Head:
    """Read in one statement, so that version and epoch are of one moment."""

    version: int
    floor: int
    epoch: int


@dataclass(frozen=True)
class Change:
    """`dead` is the reason, or empty for a row that is there."""

    kind: str
    id: str
    rev: int
    version: int
    dead: str


def epoch() -> int:
    return Epoch.objects.values_list("number", flat=True).first() or 1


HEADS = """
SELECT scope, version, floor, COALESCE((SELECT number FROM sync_epoch ORDER BY id LIMIT 1), 1)
  FROM sync_scope WHERE opened AND scope = ANY(%s)
"""


def heads(names: Sequence[str]) -> dict[str, Head]:
    """Of those that are fed."""
    return {scope: Head(*facts) for scope, *facts in _rows(HEADS, list(names))}


def open_scopes(names: Sequence[str]) -> None:
    """From now on these are fed. Each is filled in a transaction of its own, once whoever writes in it is done."""
    known = heads(names)
    for name in sorted(set(names) - known.keys()):
        try:
            with transaction.atomic():
                _open(name)
        except OperationalError as late:
            raise Refusal(RefusalCode.TOO_MANY, "资料正在整理，请稍后再同步") from late


def _open(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(PATIENCE_MS)])
        if not ScopeRow.objects.filter(opened=True).exists():
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FIRST])
            # All at once, so that two who write in one grid do not wait for each other to make its row.
            cursor.execute(
                "INSERT INTO sync_scope (scope) SELECT 'grid:' || id FROM grids_grid"
                " UNION SELECT 'unit:' || id FROM grids_unit ORDER BY 1 ON CONFLICT DO NOTHING"
            )
        cursor.execute("INSERT INTO sync_scope (scope) VALUES (%s) ON CONFLICT DO NOTHING", [name])
        cursor.execute("SELECT opened FROM sync_scope WHERE scope = %s FOR UPDATE", [name])
        (opened,) = cursor.fetchone() or (False,)
        if not opened:
            cursor.execute("SELECT sync_fill(%s)", [name])
            tell_papers(name)


def tell_papers(name: str = REF) -> int:
    """No trigger sees a file change: another edition is another row, and the one before is dead."""
    if name != REF or REF not in heads([REF]):
        return 0
    told = {kind: edition(kind) for kind in PAPERS}
    living = _rows("SELECT kind, row_id FROM sync_feed WHERE scope = %s AND kind = ANY(%s) AND dead = ''", REF, [*told])
    if dict(living) == told:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT sync_lock(%s)", [[REF]])
        for kind, row_id in told.items():
            cursor.execute(REPLACE, {"kind": kind, "id": row_id, "scope": REF})
            cursor.execute("SELECT sync_tell(%s, %s, %s)", [[REF], kind, [row_id]])
    return len(told)


SINCE = """
SELECT kind, row_id, rev, version, dead FROM sync_feed
 WHERE scope = %s AND version > %s ORDER BY version, kind, row_id LIMIT %s
"""


def since(scope: str, version: int, *, limit: int | None = None) -> tuple[list[Change], bool] | None:
    """A page that ends with a whole version, and whether there is more; None when one version alone is too long."""
    limit = limit or PAGE
    with connection.cursor() as cursor:
        cursor.execute(SINCE, [scope, version, limit + 1])
        found = [Change(*row) for row in cursor.fetchall()]
    if len(found) <= limit:
        return found, False
    page = whole_versions(found)
    return (page, True) if page else None


def whole_versions(found: list[Change]) -> list[Change]:
    """Without the last version, of which there may be more: whoever has half of it would never ask for the rest."""
    cut = found[-1].version
    return [change for change in found if change.version < cut]


def manifest(scope: str) -> list[tuple[str, str, int]]:
    return _rows("SELECT kind, row_id, rev FROM sync_feed WHERE scope = %s AND dead = '' ORDER BY kind, row_id", scope)


def living(scope: str, wanted: Sequence[tuple[str, str]]) -> list[Change]:
    """Of the rows asked for, those that are in the scope."""
    kinds, ids = [kind for kind, _ in wanted], [row_id for _, row_id in wanted]
    found = _rows(
        "SELECT kind, row_id, rev, version, dead FROM sync_feed"
        " JOIN unnest(%s::text[], %s::text[]) AS wanted (k, i) ON kind = k AND row_id = i"
        " WHERE scope = %s AND dead = '' ORDER BY kind, row_id",
        kinds,
        ids,
        scope,
    )
    return [Change(*row) for row in found]


DIGEST = """
SELECT count(*), lpad(to_hex(COALESCE(bit_xor(
           ('x' || substr(encode(sha256(convert_to(kind || ':' || row_id || ':' || rev, 'UTF8')), 'hex'), 1, 16))
           ::bit(64)::bigint), 0)), 16, '0')
  FROM sync_feed WHERE scope = %s AND dead = ''
"""


def digest(scope: str) -> tuple[int, str]:
    """How many rows live, and the XOR of the first eight bytes of each one's sha256 (S-08)."""
    ((count, xor),) = _rows(DIGEST, scope)
    return count, xor


def all_of(scope: str) -> list[Change]:
    found = _rows(
        "SELECT kind, row_id, rev, version, dead FROM sync_feed WHERE scope = %s AND dead = '' ORDER BY kind, row_id",
        scope,
    )
    return [Change(*row) for row in found]


def rev_of(kind: str, row_id: str) -> int | None:
    """The newest, whichever scope tells it."""
    ((rev,),) = _rows("SELECT max(rev) FROM sync_feed WHERE kind = %s AND row_id = %s", kind, row_id)
    return int(rev) if rev is not None else None


def was_deleted(row_id: str) -> bool:
    return bool(_rows("SELECT 1 FROM sync_feed WHERE row_id = %s AND dead = 'deleted' LIMIT 1", row_id))


def _rows(statement: str, *told: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
