"""Houses, buildings and grids as their own addresses tell them, many at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from apps.grids.lonlat import LONLAT
from apps.grids.models import Grid
from apps.grids.serializers import grid_detail
from apps.registry import coded, detail, rows, rules
from apps.registry.models import Building, BuildingUnit, Household, Part, Person, Room, Tenure
from apps.registry.models.people import LIVE
from apps.registry.queries import labels
from apps.sync.bodies.looking import Bodies, Looker, grouped, sources_by_id
from apps.sync.bodies.people import visits_by


def rooms(ids: Sequence[UUID], looker: Looker) -> Bodies:
    found = list(Room.objects.defer("place").filter(pk__in=ids))
    values = {row["id"]: row for row in Room.objects.filter(pk__in=ids).values("id", *rows.ROOM, **LONLAT)}
    beside = _beside_rooms(ids, looker)
    codes = labels(*coded.ROOM.values())
    return {
        str(one.pk): {
            **rows.room_row(values[one.pk]),
            **detail.fields(one, "area_m2", "rent_use", "std_address_code"),
            "labels": detail.labels_of(one, coded.ROOM, codes),
            **{name: told.get(one.pk, []) for name, told in beside.items()},
            "may": detail.may_room(one, looker.call, looker.reach),
        }
        for one in found
    }


def _beside_rooms(ids: Sequence[UUID], looker: Looker) -> dict[str, Mapping[Any, list[Any]]]:
    order = ("household_id", "kinship", "id")
    living = grouped(
        Person.objects.filter(LIVE, room__in=ids).order_by(*order).values("id", *rows.PERSON, **LONLAT),
        lambda row: row["room_id"],
    )
    homes = Household.objects.filter(room__in=ids).order_by("id").values_list("room_id", "id", "number", "head_id")
    return {
        "people": {room: [rows.person_row(row, looker.reach) for row in each] for room, each in living.items()},
        "tenures": _tenures(ids, looker),
        "households": {
            room: [
                {"id": str(pk), "number": number, "head": str(head) if head else None} for _, pk, number, head in each
            ]
            for room, each in grouped(homes, lambda row: row[0]).items()
        },
        "visits": visits_by("room", ids),
        "sources": sources_by_id("room", ids),
    }


def _tenures(ids: Sequence[UUID], looker: Looker) -> Mapping[Any, list[dict[str, Any]]]:
    told = list(Tenure.objects.filter(room__in=ids).order_by("-from_on", "kind", "id"))
    holders = rows.people_by_id({tenure.person_id for tenure in told}, looker.reach)
    return {
        room: [
            detail.tenure_facts(one) | {"person": detail.holder_facts(holders.get(str(one.person_id)))} for one in each
        ]
        for room, each in grouped(told, lambda tenure: tenure.room_id).items()
    }


def buildings(ids: Sequence[UUID], looker: Looker) -> Bodies:
    found = list(Building.objects.defer("place").filter(pk__in=ids))
    values = {row["id"]: row for row in Building.objects.filter(pk__in=ids).values("id", *rows.BUILDING, **LONLAT)}
    units = grouped(
        BuildingUnit.objects.filter(building__in=ids).order_by("name").values_list("building_id", "name"),
        lambda row: row[0],
    )
    counts = Counter(Room.objects.filter(building__in=ids).values_list("building_id", flat=True))
    sources = sources_by_id("building", ids)
    return {
        str(one.pk): {
            **rows.building_row(values[one.pk]),
            "std_address_code": one.std_address_code,
            "units": [name for _, name in units.get(one.pk, ())],
            "rooms": counts[one.pk],
            "sources": sources.get(one.pk, []),
            "may": detail.may_building(one, looker.call, looker.reach),
        }
        for one in found
    }


def parts(ids: Sequence[UUID], looker: Looker) -> Bodies:
    found = list(Part.objects.defer("place").filter(pk__in=ids))
    values = {row["id"]: row for row in Part.objects.filter(pk__in=ids).values("id", *rows.PART, **LONLAT)}
    sources = sources_by_id("part", ids)
    return {
        str(one.pk): {
            **rows.part_row(values[one.pk]),
            "sources": sources.get(one.pk, []),
            "may": ["correct"] if rules.edits(one, looker.call, looker.reach) else [],
        }
        for one in found
    }


def grids(ids: Sequence[int]) -> Bodies:
    beside = Grid.objects.select_related("community", "street", "district").defer(
        *(f"{level}__outline" for level in ("community", "street", "district"))
    )
    return {str(one.pk): grid_detail(one) for one in beside.filter(pk__in=ids)}
