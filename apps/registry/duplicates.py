"""Records that may be of one person: the same document, or the same name, birth and room."""

from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, QuerySet

from apps.grids.reach import Reach
from apps.registry.models import Person
from apps.registry.models.people import LIVE
from apps.registry.rows import people_by_id

AT_MOST = 100


def offered(inside: Q, reach: Reach) -> list[dict[str, Any]]:
    """Within sight and a grid or division; the surest first."""
    here = Person.objects.filter(LIVE, inside)
    groups = [("DOCUMENT", ids) for ids in _groups(here.exclude(doc_hash=None), "doc_hash")]
    known = {frozenset(ids) for _, ids in groups}
    alike = _groups(here.exclude(Q(room=None) | Q(born_on=None)), "name", "born_on", "room")
    groups += [("ROOM", ids) for ids in alike if frozenset(ids) not in known]
    people = people_by_id((pk for _, ids in groups for pk in ids), reach)
    return [{"why": why, "people": [people[str(pk)] for pk in ids]} for why, ids in groups[:AT_MOST]]


def _groups(people: QuerySet[Person], *same: str) -> list[list[Any]]:
    grouped = people.order_by().values(*same).annotate(many=Count("pk"), ids=ArrayAgg("pk", order_by="pk"))
    return list(grouped.filter(many__gt=1).values_list("ids", flat=True)[:AT_MOST])
