"""What every phone carries: the taxonomy, code lists, everyday kinds, what there is to read, texts and checklists."""

from collections.abc import Sequence
from typing import Any

from apps.events.kinds import kinds
from apps.registry.models import Code, CodeList
from apps.registry.papers import edition, in_force
from apps.standards.queries import current_version, tree
from apps.sync.bodies.looking import grouped
from apps.sync.bodies.reading import articles
from apps.sync.kinds import PAPERS

CURRENT = "current"
NOTHING_YET = {"version": 0, "majors": []}


def reference(kind: str, ids: Sequence[str]) -> dict[str, Any]:
    if kind == "codes":
        return _code_lists(ids)
    if kind == "article":
        return articles(ids)
    if kind == "kinds":
        return {CURRENT: {"rows": kinds()}}
    if kind in PAPERS:
        # By the edition: another one is another row, so that a phone hears of it.
        return {pk: {"rows": in_force(kind)} for pk in ids if pk == edition(kind)}
    version = current_version()
    return {CURRENT: tree(version) if version else NOTHING_YET}


def _code_lists(keys: Sequence[str]) -> dict[str, Any]:
    """As GET /api/registry/codes/{KEY}/ tells each."""
    columns = ("list__key", "value", "label")
    codes = Code.objects.filter(list__key__in=keys, list__current=True).order_by("list__key", "position")
    by = grouped(codes.values_list(*columns), lambda row: row[0])
    return {
        one.key: {
            "key": one.key,
            "name": one.name,
            "standard": one.standard,
            "version": one.version,
            "rows": [{"value": value, "label": label} for _, value, label in by.get(one.key, ())],
        }
        for one in CodeList.objects.filter(key__in=keys, current=True)
    }
