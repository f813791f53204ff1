"""What somebody has done this month, as the server counts: nothing else is a score (offline.md, task done)."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.core.call import Call
from apps.events.enums import State
from apps.events.models import Event
from apps.learning.enums import Marked
from apps.learning.models import Mark
from apps.patrols.models import Patrol
from apps.registry.models import Visit
from apps.registry.sight import sight_of_everything

# Of what was reported, this was none of it.
VAIN = (State.REFUSED, State.VOID, State.MERGED)


def month_of(call: Call) -> dict[str, Any]:
    """One's own only, and four statements however much it is."""
    begun = timezone.localtime(call.at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    with sight_of_everything():
        return {"month": begun.date().isoformat()[:7], "at": call.at, **_counted(call.actor.id, begun)}


def _counted(account_id: int | None, begun: datetime) -> dict[str, int]:
    reported = Event.objects.filter(reported_by=account_id, reported_at__gte=begun)
    told = reported.aggregate(
        reports=Count("id", filter=~Q(state__in=VAIN)), vain=Count("id", filter=Q(state__in=VAIN))
    )
    rounds = Patrol.objects.filter(by=account_id, begun_at__gte=begun, ended_at__isnull=False).aggregate(
        patrols=Count("id"), metres=Coalesce(Sum(F("metres")), 0)
    )
    visits = Visit.objects.filter(by=account_id, at__gte=begun).count()
    read = Mark.objects.filter(account=account_id, kind=Marked.ARTICLE, at__gte=begun).count()
    return {**told, **rounds, "visits": visits, "read": read}
