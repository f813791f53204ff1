"""The rooms of a building whose doors have a plate."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from apps.grids.reach import Reach
from apps.registry.models import Building, Room
from apps.registry.sight import sight


@dataclass(frozen=True)
class Plate:
    code: str
    number: str
    address: str


@dataclass(frozen=True)
class House:
    """A building's name, how many plates it has in all, and those asked for."""

    name: str
    count: int
    plates: Sequence[Plate]


def house_with_plates(building_id: UUID, *, reach: Reach, first: int, most: int) -> House | None:
    """By unit, floor and number, as one walks through the house."""
    rooms = Room.objects.filter(building=building_id, plate_code__isnull=False)
    rows = rooms.order_by("unit__name", "floor", "number", "id").values_list(
        "plate_code", "unit__name", "number", "address"
    )
    with sight(reach):
        name = Building.objects.filter(pk=building_id).values_list("name", flat=True).first()
        if name is None:
            return None
        count = rooms.count()
        found = list(rows[first : first + most])
    plates = [Plate(code or "", " ".join(filter(None, (unit, number))), at) for code, unit, number, at in found]
    return House(name, count, plates)
