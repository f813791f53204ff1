"""Articles as GET /api/articles/{id}/ tells them, and what a worker has read."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from apps.learning import queries
from apps.learning.models import Mark
from apps.sync.bodies.looking import Bodies


def articles(ids: Sequence[str]) -> dict[str, Any]:
    return {str(article.pk): queries.facts(article) for article in queries.articles().filter(pk__in=ids)}


def marks(ids: Sequence[UUID], account_id: int) -> Bodies:
    found = Mark.objects.filter(pk__in=ids, account=account_id).values_list("pk", "kind", "subject", "at")
    return {str(pk): {"kind": kind, "subject": subject, "at": at} for pk, kind, subject, at in found}
