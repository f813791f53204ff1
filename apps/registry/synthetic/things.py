"""Parts of the city and places of service of a grid."""

from collections.abc import Mapping
from random import Random

from apps.registry.synthetic.allotment import Serials, Weighted
from apps.registry.synthetic.ground import Community, Days, Ground, Plot
from apps.registry.synthetic.lines import NULL, SOURCE, Block, new_id

# Kind, label, which unit keeps it, how common it is in a town and in a village.
PARTS = (
    ("0101", "上水井盖", "WATER_SUPPLY", 8, 3), ("0102", "污水井盖", "DRAINAGE", 9, 2),
    ("0103", "雨水井盖", "DRAINAGE", 9, 2), ("0105", "电力井盖", "POWER", 5, 2), ("0107", "通信井盖", "TELECOM", 5, 2),
    ("0111", "燃气井盖", "GAS", 3, 1), ("0113", "消防设施", "FIRE", 4, 3), ("0117", "立杆", "POWER", 5, 14),
    ("0118", "路灯", "LIGHTING", 16, 16), ("0126", "健身设施", "CULTURE_TOURISM", 2, 4),
    ("0203", "公交站亭", "TRANSPORT", 1, 2), ("0209", "交通标志牌", "TRAFFIC_POLICE", 4, 6),
    ("0210", "交通信号灯", "TRAFFIC_POLICE", 1, 0.2), ("0213", "路名牌", "CIVIL_AFFAIRS", 2, 3),
    ("0301", "公共厕所", "SANITATION", 0.5, 1), ("0305", "垃圾箱", "SANITATION", 8, 12),
    ("0307", "广告牌匾", "URBAN_MANAGEMENT", 4, 2), ("0401", "古树名木", "GARDENS", 0.2, 1),
    ("0402", "行道树", "GARDENS", 14, 6), ("0405", "绿地", "GARDENS", 2, 0.5), ("0407", "街头座椅", "GARDENS", 2, 1),
)  # fmt: skip
BY_KIND = {kind: (label, unit) for kind, label, unit, _, _ in PARTS}
URBAN = Weighted(**{kind: town for kind, _, _, town, _ in PARTS})
RURAL = Weighted(**{kind: village for kind, _, _, _, village in PARTS})
STATES = Weighted(GOOD=955, DAMAGED=35, LOST=7, REMOVED=3)
# Kind, the end of its name, when it is open.
PLACES = {
    "SERVICE_POINT": ("便民服务点", "周一至周五 08:30–17:30"),
    "CLINIC": ("卫生服务站", "每天 08:00–18:00"),
    "HYDRANT": ("消火栓", "全天"),
    "AED": ("自动除颤器", "全天"),
    "SHELTER": ("应急避难场所", "全天"),
    "CANTEEN": ("幸福食堂", "每天 10:30–18:30"),
    "POLICE": ("警务室", "全天"),
}
OTHER_PLACES = Weighted(HYDRANT=60, AED=6, SHELTER=12, CANTEEN=12, POLICE=10)


class Keeper:
    def __init__(self, community: Community, chance: Random, days: Days, block: Block) -> None:
        self._community, self._chance, self._days, self._lines = community, chance, days, block.lines
        self._serials, self._units = Serials(community.parts_from), community.units
        self._places = 0

    def parts(self, plot: Plot, ground: Ground) -> None:
        chance = self._chance
        for _ in range(plot.parts):
            kind = (URBAN if plot.urban else RURAL).pick(chance.random())
            label, unit = BY_KIND[kind]
            code = f"{plot.code[:6]}{kind}{self._serials.give():06}"
            keeper = _unit(self._units, unit)
            self._lines["registry_part"].append(
                f"{new_id(chance)}\t{SOURCE}\t{self._days.confirmed(chance)}\t{ground.spot()}\t{plot.belonging}"
                f"\t{code}\t{kind}\t{label}\t{keeper}\t{keeper}\t{STATES.pick(chance.random())}\t1"
            )

    def places(self, plot: Plot, ground: Ground) -> None:
        """A community begins with its service point and its clinic."""
        chance = self._chance
        for _ in range(plot.places):
            kind = ("SERVICE_POINT", "CLINIC")[self._places] if self._places < 2 else OTHER_PLACES.pick(chance.random())
            self._places += 1
            end, hours = PLACES[kind]
            number = "" if self._places <= 2 else f"{self._places - 2}号"
            self._lines["registry_serviceplace"].append(
                f"{new_id(chance)}\t{SOURCE}\t{self._days.confirmed(chance)}\t{ground.spot()}\t{plot.belonging}"
                f"\t{kind}\t{self._community.name}{number}{end}\t{self._community.name}\t\t{hours}\t1"
            )


def _unit(units: Mapping[str, int], kind: str) -> str:
    found = units.get(kind)
    return NULL if found is None else str(found)
