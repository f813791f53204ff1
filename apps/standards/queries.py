from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Now, TruncDate

from apps.grids.models import Unit
from apps.standards.models import Category, Condition, Responsibility, TaxonomyVersion


def current_version(*, on: date | None = None) -> TaxonomyVersion | None:
    """The version in force on that day (today when none is named): the one that took effect last."""
    in_force = TaxonomyVersion.objects.filter(effective_from__lte=on or TruncDate(Now()))
    return in_force.order_by("-effective_from", "-number").first()


def latest_version() -> TaxonomyVersion | None:
    """The newest, also when it is not in force yet."""
    return TaxonomyVersion.objects.order_by("-number").first()


def tree(version: TaxonomyVersion) -> dict[str, Any]:
    """大项 › 小项 › 子项, in the order of their codes; one statement."""
    subs = version.categories.order_by("code")
    majors = [
        {"code": code, "name": name, "minors": _minors(list(of_major))}
        for (code, name), of_major in groupby(subs, lambda sub: (sub.major_code, sub.major_name))
    ]
    return {"version": version.number, "majors": majors}


def _minors(subs: list[Category]) -> list[dict[str, Any]]:
    return [
        {"code": code, "name": name, "subs": [_sub(sub) for sub in of_minor]}
        for (code, name), of_minor in groupby(subs, lambda sub: (sub.minor_code, sub.minor_name))
    ]


def _sub(sub: Category) -> dict[str, Any]:
    return {"id": sub.pk, "code": sub.code, "name": sub.name, "ring": sub.ring, "severity": sub.severity}


def conditions_of(category: Category | int) -> QuerySet[Condition]:
    return Condition.objects.filter(category=category).select_related("unit_kind").order_by("ordinal")


@dataclass(frozen=True)
class Suggestion:
    """Who should handle it; None when no unit of the kind is known here and a person has to choose."""

    unit_id: int | None
    co_unit_ids: tuple[int, ...] = ()


def suggest(subject: Category | Condition, *, chain: Sequence[int], level: str = "") -> Suggestion:
    """The nearest responsible unit and co-units, in two statements.

    `chain` is the matter's divisions, nearest first (community, street, district, city); `level` the matter's holder.
    A condition comes with its category loaded, or a third statement is spent on that.
    """
    rule = _rule(subject, chain=chain, level=level)
    kind = rule.unit_kind_id if rule else subject.unit_kind_id
    co_kinds = rule.co_unit_kinds if rule else subject.co_unit_kinds
    nearest = _nearest({*co_kinds, kind} - {None}, chain=chain)
    unit_id = rule.unit_id if rule and rule.unit_id else nearest.get(kind or "")
    co_ids = dict.fromkeys(nearest[co_kind] for co_kind in co_kinds if co_kind in nearest)
    return Suggestion(unit_id, tuple(co_id for co_id in co_ids if co_id != unit_id))


def _rule(subject: Category | Condition, *, chain: Sequence[int], level: str) -> Responsibility | None:
    category = subject.category if isinstance(subject, Condition) else subject
    ordinal = subject.ordinal if isinstance(subject, Condition) else None
    rules = Responsibility.objects.in_force().filter(
        Q(division=None) | Q(division__in=chain),
        Q(ordinal=None) | Q(ordinal=ordinal),
        code__in=[category.code, category.minor_code],
        level__in={"", level},
    )

    def narrowness(rule: Responsibility) -> tuple[int, ...]:
        near = len(chain) if rule.division_id is None else list(chain).index(rule.division_id)
        return (rule.priority, -len(rule.code), rule.ordinal is None, near, rule.level == "", rule.pk)

    return min(rules, key=narrowness, default=None)


def _nearest(kinds: set[str | None], *, chain: Sequence[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    units = Unit.objects.filter(kind__in=kinds, division__in=chain).values_list("kind_id", "division_id", "pk")
    for kind, _, unit_id in sorted(units, key=lambda unit: (list(chain).index(unit[1]), unit[2])):
        found.setdefault(kind, unit_id)
    return found
