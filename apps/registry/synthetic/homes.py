"""Buildings and rooms of a grid: blocks of flats along the streets of a town, houses of their own in a village."""

from dataclasses import dataclass
from random import Random

from apps.registry.synthetic.ground import Community, Days, Ground, Plot
from apps.registry.synthetic.lines import NULL, SOURCE, Block, new_id

STREETS = (
    "沿江", "解放", "胜利", "珍珠", "东山", "港窑", "隆康", "夷兴", "云林", "体育场", "学院", "果园",
    "红星", "中山", "环城", "献福", "陶珠", "福绥", "桃花岭", "绿萝", "明珠", "发展", "城东", "花溪",
    "白沙", "松林", "银杏", "橘乡", "茶园", "丹阳", "清江", "玉泉", "迎宾", "和平", "建设", "新华",
    "文昌", "长乐", "青年", "工农",
)  # fmt: skip
ENDS = ("路", "路", "路", "街", "巷", "大道")
ROOM, SHOP = "01", "02"


@dataclass(slots=True)
class Flat:
    """A room before it is written: who lives in it says whether it is let."""

    id: str
    building: str
    unit: str
    floor: str
    number: str
    address: str
    plate: str
    place: str
    use: str
    confirmed: str


class Builder:
    """Numbers the houses of one community, so that no two of them have the same address."""

    def __init__(self, community: Community, chance: Random, days: Days, block: Block) -> None:
        self._community, self._chance, self._days, self._block = community, chance, days, block
        self._number = self._plates = 0
        first = int(chance.random() * len(STREETS))
        self._streets = [STREETS[(first + n * 7) % len(STREETS)] + chance.choice(ENDS) for n in range(4)]

    def rooms(self, plot: Plot, ground: Ground, many: int) -> list[Flat]:
        """A market town in every eighth village grid has blocks, too."""
        flats: list[Flat] = []
        blocks = plot.urban or self._chance.random() < 0.12
        while len(flats) < many:
            place = ground.spot()
            flats += self._block_of_flats(plot, place, many - len(flats)) if blocks else [self._house(plot, place)]
        return flats

    def _address(self, plot: Plot) -> str:
        self._number += 1
        if not plot.urban:
            return f"{self._community.name}{int(plot.code[12:])}组{self._number}号"
        street = self._streets[self._number % len(self._streets)]
        return f"{street}{self._number}号"

    def _building(self, plot: Plot, place: str, told: tuple[str, str, str], floors: int) -> str:
        building, (name, address, kind) = new_id(self._chance), told
        self._block.lines["registry_building"].append(
            f"{building}\t{SOURCE}\t{self._days.confirmed(self._chance)}\t{place}\t{plot.belonging}\t{name}\t{address}"
            f"\t\t{kind}\t{floors}\t1"
        )
        return building

    def _house(self, plot: Plot, place: str) -> Flat:
        address = self._address(plot)
        floors = 1 + int(self._chance.random() * 3)
        building = self._building(plot, place, ("农房", address, ROOM), floors)
        return self._flat(plot, place, (building, NULL, "1"), ("1", address, ROOM))

    def _block_of_flats(self, plot: Plot, place: str, many: int) -> list[Flat]:
        """Shops below, flats above, three to six storeys of a staircase; a tower now and then."""
        chance = self._chance
        address, name = self._address(plot), f"{1 + int(chance.random() * 9)}栋"
        staircases, doors = 1 + int(chance.random() * 3), 2 + int(chance.random() * 2)
        floors = 18 if plot.urban and chance.random() < 0.08 else 4 + int(chance.random() * 4)
        shops = plot.urban and chance.random() < 0.35
        building = self._building(plot, place, (name, address, "08" if shops else ROOM), floors)
        flats: list[Flat] = []
        for staircase in range(1, staircases + 1):
            unit = new_id(chance)
            self._block.lines["registry_buildingunit"].append(f"{unit}\t{building}\t{staircase}单元")
            for floor in range(1, floors + 1):
                use = SHOP if shops and floor == 1 else ROOM
                for door in range(1, doors + 1):
                    number = f"{floor}{door:02}"
                    whole = f"{address}{name}{staircase}单元{number}室"
                    flats.append(self._flat(plot, place, (building, unit, str(floor)), (number, whole, use)))
            if len(flats) >= many:
                break
        return flats[:many]

    def _flat(self, plot: Plot, place: str, at: tuple[str, str, str], told: tuple[str, str, str]) -> Flat:
        building, unit, floor = at
        number, address, use = told
        self._plates += 1
        plate = f"{plot.code}{self._plates:05}"
        confirmed = self._days.confirmed(self._chance)
        return Flat(new_id(self._chance), building, unit, floor, number, address, plate, place, use, confirmed)


def write_room(flat: Flat, plot: Plot, chance: Random, block: Block, *, let: bool) -> None:
    """Nine in ten have their plate already."""
    area = int(30 + chance.random() * 110) if flat.use == ROOM else int(12 + chance.random() * 90)
    hazard = "02" if chance.random() < 0.02 else "00"
    plate = flat.plate if chance.random() < 0.9 else NULL
    rent_use = ("02" if flat.use == ROOM else "03") if let else ""
    block.lines["registry_room"].append(
        f"{flat.id}\t{SOURCE}\t{flat.confirmed}\t{flat.place}\t{plot.belonging}\t{flat.building}\t{flat.unit}"
        f"\t{flat.floor}\t{flat.number}\t{flat.address}\t\t{plate}\t{flat.use}\t{area}\t{'t' if let else 'f'}"
        f"\t{rent_use}\t{hazard}\t1"
    )
