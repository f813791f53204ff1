"""Whoever goes to a matter says when they are there, and their phone how far from it that is."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.gis.db.models.functions import Distance

from apps.core.call import Call
from apps.events.actions.settle import settle, take
from apps.events.models import Event
from apps.grids.coords import Fix, fix_of


def attend(event_id: UUID, *, call: Call, spot: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Keeps how far off the phone was and not where it was: that is all the desk needs to know of a colleague."""
    event = take(event_id, "attend", call=call)
    event.attended_at = call.at
    return settle(event, "attend", call=call, same_stage=True, note=_how_far(event, spot))


def _how_far(event: Event, spot: Mapping[str, Any] | None) -> str:
    if spot is None:
        return "没有记录位置"
    fix = fix_of(spot["lon"], spot["lat"], crs=spot["crs"], accuracy_m=spot.get("accuracy"))
    off = f"，定位误差约{fix.accuracy_m:.0f}米" if fix.accuracy_m is not None else ""
    return f"距事件地点约{_length(_metres(event, fix))}{off}"


def _metres(event: Event, fix: Fix) -> float:
    """On the sphere, by PostGIS: both are degrees of CGCS2000."""
    away = Event.objects.annotate(away=Distance("place", fix.point)).values_list("away", flat=True)
    return float(away.get(pk=event.pk).m)


def _length(metres: float) -> str:
    """No finer than phones measure."""
    return f"{max(10, round(metres, -1)):.0f}米" if metres < 1000 else f"{metres / 1000:.1f}公里"
