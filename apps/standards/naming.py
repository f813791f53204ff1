"""What a line of the responsibility matrix may name, looked up once for the whole sheet."""

from collections import defaultdict
from collections.abc import Mapping

from apps.grids.models import DivisionCode, Unit
from apps.standards.matrix_sheet import Known
from apps.standards.models import Condition, TaxonomyVersion


def known_to_matrix(version: TaxonomyVersion, *, kinds: Mapping[str, str]) -> Known:
    return Known(_ordinals(version), _divisions(), _units(), kinds)


def _ordinals(version: TaxonomyVersion) -> dict[str, frozenset[int]]:
    """A 小项 has no conditions of its own, so no ordinal may be named with it."""
    found: dict[str, set[int]] = defaultdict(set)
    conditions = Condition.objects.filter(category__version=version)
    for code, ordinal in conditions.values_list("category__code", "ordinal"):
        found[code].add(ordinal)
        found[code[:3]] |= set()
    return {code: frozenset(ordinals) for code, ordinals in found.items()}


def _divisions() -> dict[str, int]:
    """A code that means different divisions in different code systems is not known: it would have to be guessed."""
    codes = DivisionCode.objects.filter(valid_to=None, division__valid_to=None)
    found: dict[str, set[int]] = defaultdict(set)
    for code, division_id in codes.values_list("code", "division_id"):
        found[code].add(division_id)
    return {code: divisions.pop() for code, divisions in found.items() if len(divisions) == 1}


def _units() -> dict[tuple[int, str], int]:
    return {(division_id, name): pk for division_id, name, pk in Unit.objects.values_list("division_id", "name", "pk")}
