"""A worker's own rounds as GET /api/patrols/ lists them; where they led is asked for when somebody looks."""

from collections.abc import Sequence
from uuid import UUID

from apps.patrols.models import Patrol
from apps.patrols.queries import row_of
from apps.sync.bodies.looking import Bodies


def patrols(ids: Sequence[UUID], account_id: int) -> Bodies:
    found = Patrol.objects.filter(pk__in=ids, by=account_id).select_related("by", "grid")
    return {str(one.pk): row_of(one) for one in found.defer("track", "grid__outline", "grid__centre")}
