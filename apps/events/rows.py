"""Matters as the screens read them in lists: a fixed number of statements for any number of rows."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from apps.events.deadlines import STAGE_LABELS
from apps.events.enums import ENDED, OPEN, State
from apps.events.filters import Cursor
from apps.events.models import Event
from apps.grids.lonlat import LONLAT

COLUMNS = (
    "id", "number", "state", "level", "ring", "channel", "severity", "text", "place_text", "light",
    "due_at", "warn_at", "reported_at", "moved_at", "cover_id", "rating", "supervised", "asked",
    "category_id", "category__code", "category__name", "grid_id", "grid__name", "unit_id", "unit__name",
)  # fmt: skip
NEWEST = ("-reported_at", "-id")
EXCERPT = 60
POINTS_AT_MOST = 2000
COUNTED_AT_MOST = 10_000


def newest(parts: list[QuerySet[Event]], columns: Sequence[Any], *, limit: int) -> QuerySet[Event, Any]:
    """Each part's newest by its own index, and of those the newest; a matter in two parts is one row."""
    each = [part.order_by(*NEWEST).values("pk")[:limit] for part in parts]
    found = each[0].union(*each[1:]) if len(each) > 1 else [*each, Event.objects.none()][0]
    return Event.objects.filter(pk__in=found).order_by(*NEWEST).values_list(*columns)[:limit]


def page(parts: list[QuerySet[Event]], *, cursor: Cursor | None, limit: int) -> tuple[list[dict[str, Any]], str | None]:
    """Newest first, and the cursor of the next page if there is one."""
    rows = list(newest([_after(part, cursor) for part in parts], (*COLUMNS, *LONLAT.values()), limit=limit + 1))
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    following = str(Cursor(last[COLUMNS.index("reported_at")], last[0])) if last else None
    return [row_of(dict(zip((*COLUMNS, *LONLAT), row, strict=True))) for row in shown], following


def _after(events: QuerySet[Event], cursor: Cursor | None) -> QuerySet[Event]:
    if cursor is None:
        return events
    # The first is what the index walks down from; the second leaves out those of the same moment already shown.
    before = Q(reported_at__lt=cursor.at) | Q(id__lt=cursor.id)
    return events.filter(before, reported_at__lte=cursor.at)


def row_of(row: dict[str, Any]) -> dict[str, Any]:
    state = State(row["state"])
    return {
        "id": str(row["id"]),
        "number": row["number"],
        "state": row["state"],
        "state_label": state.label,
        "level": row["level"],
        "ring": row["ring"],
        "channel": row["channel"],
        "severity": row["severity"],
        "category": {"id": row["category_id"], "code": row["category__code"], "name": row["category__name"]},
        "text": row["text"][:EXCERPT],
        "place_text": row["place_text"],
        "lon": round(row["lon"], 6),
        "lat": round(row["lat"], 6),
        "grid": {"id": row["grid_id"], "name": row["grid__name"]},
        "unit": {"id": row["unit_id"], "name": row["unit__name"]} if row["unit_id"] else None,
        "light": row["light"],
        "stage_label": STAGE_LABELS.get(state, ""),
        "due_at": row["due_at"] if state not in ENDED else None,
        "warn_at": row["warn_at"] if state not in ENDED else None,
        "reported_at": row["reported_at"],
        "moved_at": row["moved_at"],
        "photo": f"/api/photos/{row['cover_id']}/thumb/" if row["cover_id"] else None,
        "rating": row["rating"],
        "supervised": row["supervised"],
        "asked": row["asked"],
    }


def points(parts: list[QuerySet[Event]]) -> dict[str, Any]:
    """[id, longitude, latitude, state, light, number], bounded: the map says so when there are more."""
    columns = ("id", *LONLAT.values(), "state", "light", "number")
    rows = list(newest(parts, columns, limit=POINTS_AT_MOST + 1))
    shown = [
        [str(pk), round(lon, 6), round(lat, 6), state, light, number]
        for pk, lon, lat, state, light, number in rows[:POINTS_AT_MOST]
    ]
    return {"points": shown, "more": len(rows) > POINTS_AT_MOST}


def counts(parts: list[QuerySet[Event]]) -> dict[str, Any]:
    """Open matters by state and light; bounded, because a click must not count a city's years."""
    rows = list(newest([part.filter(state__in=OPEN) for part in parts], ("state", "light"), limit=COUNTED_AT_MOST + 1))
    shown = rows[:COUNTED_AT_MOST]
    return {
        "states": dict(Counter(state for state, _ in shown)),
        "lights": dict(Counter(light for _, light in shown)),
        "more": len(rows) > COUNTED_AT_MOST,
    }
