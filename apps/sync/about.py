"""Rows that commands are about, in words for a list: as much of them as whoever reads it may see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from apps.events.models import Event
from apps.grids.reach import Reach
from apps.registry.models import Building, Organisation, Person, Room
from apps.registry.rows import shown_address, shown_name
from apps.sync.kinds import subject_of
from apps.sync.models import SyncCommand

ELSEWHERE = "管辖范围外的房屋"


def names_of(commands: Iterable[SyncCommand], reach: Reach) -> dict[str, str]:
    """Within sight: id → words; one statement for each kind of row. Of a row out of sight nothing is told."""
    ids = defaultdict(set)
    for command in commands:
        if command.row:
            ids[subject_of(command.kind)].add(command.row)
    return {
        **_of(Event, ids["event"], "number"),
        **_of(Building, ids["building"], "address", "name"),
        **_of(Organisation, ids["organisation"], "name"),
        **_people(ids["person"], reach),
        **_rooms(ids["room"], reach),
    }


def _of(model: type[Any], ids: set[Any], *names: str) -> dict[str, str]:
    rows = model.objects.filter(pk__in=ids).values_list("pk", *names) if ids else ()
    return {str(pk): "".join(words) for pk, *words in rows}


def _people(ids: set[Any], reach: Reach) -> dict[str, str]:
    rows = Person.objects.filter(pk__in=ids).values_list("pk", "name", "grid_id") if ids else ()
    return {str(pk): shown_name(name, grid, reach) for pk, name, grid in rows}


def _rooms(ids: set[Any], reach: Reach) -> dict[str, str]:
    rows = Room.objects.filter(pk__in=ids).values_list("pk", "address", "building__address", "grid_id") if ids else ()
    return {str(pk): shown_address(room, house, grid, reach) for pk, room, house, grid in rows}


def with_addresses(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Within sight: of a room that two named differently the addresses, instead of what it is kept under.

    Whole, down to the door: whoever has to choose between two doors of one house must be able to tell them apart.
    """
    moved = [row for row in rows if "room" in row["fields"]]
    ids = {pk for row in moved for side in row["fields"]["room"].values() if (pk := _id(side))}
    known = _of(Room, ids, "address")
    for row in moved:
        sides = row["fields"]["room"].items()
        row["fields"] |= {"room": {name: known.get(str(_id(side)), ELSEWHERE) if side else "" for name, side in sides}}
    return rows


def _id(told: Any) -> UUID | None:
    """Of what a phone sent, which may be anything."""
    try:
        return UUID(str(told.get("id") if isinstance(told, Mapping) else told))
    except ValueError:
        return None
