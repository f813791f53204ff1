"""A household of a grid, written: its people, what a service knows of them, and by what right they live there."""

from dataclasses import dataclass
from random import Random

from apps.core.sealing import keyed_hash, seal
from apps.registry.synthetic.allotment import Births, Serials
from apps.registry.synthetic.ground import Days, Plot
from apps.registry.synthetic.homes import Flat
from apps.registry.synthetic.households import DAUGHTER, HEAD, PARENT, SON, Home, Member
from apps.registry.synthetic.lines import NO_SECRET, NULL, SOURCE, Block, new_id, secret
from apps.registry.synthetic.names import family, given, letters
from apps.registry.synthetic.roles import Standing, roles_of

# From where people come to a town.
ORIGINS = (
    ("420526", "湖北省兴山县古夫镇"), ("420527", "湖北省秭归县茅坪镇"), ("420528", "湖北省长阳县龙舟坪镇"),
    ("420529", "湖北省五峰县渔洋关镇"), ("422823", "湖北省巴东县信陵镇"), ("422801", "湖北省恩施市舞阳坝"),
    ("421022", "湖北省公安县斗湖堤镇"), ("421087", "湖北省松滋市新江口"), ("420822", "湖北省沙洋县沙洋镇"),
    ("500236", "重庆市奉节县永安街道"), ("500237", "重庆市巫山县高唐街道"), ("430726", "湖南省石门县楚江街道"),
    ("411381", "河南省邓州市古城街道"), ("511722", "四川省宣汉县东乡街道"),
)  # fmt: skip
WORK = (
    "自由职业",
    "个体经营",
    "机械厂",
    "化工厂",
    "服装店",
    "建筑工地",
    "超市",
    "餐馆",
    "学校",
    "医院",
    "物流公司",
    "",
)


@dataclass(frozen=True)
class Known:
    """A resident who may answer for an organisation nearby."""

    id: str
    name: str
    phone: str


@dataclass(frozen=True)
class House:
    """Where a household lives, and whether it rents and comes from elsewhere."""

    flat: Flat
    plot: Plot
    kind: str
    rents: bool
    floats: bool


class Registrar:
    """Writes down people of one community, each with a number and phone of its own."""

    def __init__(self, chance: Random, days: Days, block: Block, *, births: Births, phones: Serials) -> None:
        self._chance, self._days, self._lines = chance, days, block.lines
        self._births, self._phones = births, phones
        self._year = births.on.year

    def settle(self, home: Home, house: House) -> list[Known]:
        """The head comes first, and answers for the household."""
        chance = self._chance
        household, ids = new_id(chance), [new_id(chance) for _ in home]
        confirmed = self._days.confirmed(chance)
        number = str(100_000_000 + int(chance.random() * 900_000_000))
        self._lines["registry_household"].append(
            f"{household}\t{SOURCE}\t{confirmed}\t{house.plot.belonging}\t{number}\t{house.flat.id}\t{ids[0]}"
        )
        origin = ORIGINS[int(chance.random() * len(ORIGINS))] if house.floats else self._origin(house)
        families: dict[int, str] = {}
        tail = f"{house.flat.id}\t{household}"
        since = int(chance.random() * (1500 if house.rents else 6000)) + 1
        known = []
        for id_, member in zip(ids, home, strict=True):
            if member.line not in families:
                families[member.line] = family(chance)
            name = families[member.line] + given(chance, born=self._year - member.age, male=member.male)
            born_on, phone = self._write(id_, member, (name, confirmed, *origin, tail), house)
            self._roles(id_, member, house, (born_on, confirmed, since))
            self._tenures(id_, member, house, (born_on, since))
            if member.age >= 22 and phone is not NO_SECRET:
                known.append(Known(id_, name, phone))
        return known

    def _origin(self, house: House) -> tuple[str, str]:
        return house.plot.code[:6], house.flat.address

    def _write(self, id_: str, member: Member, told: tuple[str, ...], house: House) -> tuple[str, str]:
        name, confirmed, area, address, tail = told
        chance = self._chance
        born_on, number = self._births.give(member.age, member.male)
        document = secret(seal(number), keyed_hash(number), number[14:])
        phone = self._phone(member.age)
        work = WORK[int(chance.random() * len(WORK))] if 18 <= member.age < 60 else ""
        self._lines["registry_person"].append(
            f"{id_}\t{SOURCE}\t{confirmed}\t{house.flat.place}\t{house.plot.belonging}\t{name}\t{letters(name)}"
            f"\t{'1' if member.male else '2'}\t{born_on}\t111\t{document}\t{phone}"
            f"\t{education(member.age, chance.random())}\t{member.marriage}\t{political(member.age, chance.random())}"
            f"\t{work}\t{area}\t{address}\t{tail}\t{member.kinship}\t1"
        )
        return born_on, phone

    def _phone(self, age: int) -> str:
        """Children have none, not everybody tells it, and some of the oldest never had one."""
        if age < 12 or self._chance.random() > (0.92 if age < 70 else 0.7):
            return NO_SECRET
        phone = self._phones.phone()
        return secret(seal(phone), keyed_hash(phone), phone[-4:])

    def _roles(self, id_: str, member: Member, house: House, told: tuple[str, str, int]) -> None:
        born_on, confirmed, since = told
        standing = Standing(house.kind, house.plot.urban, house.floats, house.rents, born_on, since)
        for kind, columns in roles_of(self._chance, member, standing, self._days):
            self._lines["registry_personrole"].append(
                f"{new_id(self._chance)}\t{SOURCE}\t{confirmed}\t{house.plot.belonging}\t{columns.from_on}\t{NULL}\t{id_}"
                f"\t{kind}\t{columns.inflow}\t{columns.permit}\t{columns.lodging}\t{columns.grade}\t{columns.due_on}\t"
            )

    def _tenures(self, id_: str, member: Member, house: House, told: tuple[str, int]) -> None:
        born_on, since = told
        from_on = max(born_on, self._days.ago(since))
        kinds = ["LIVES"]
        if member.kinship == HEAD:
            kinds.append("TENANT" if house.rents else "OWNER")
        elif member.kinship in (SON, DAUGHTER, PARENT) and not house.floats and self._chance.random() < 0.05:
            kinds.append("REGISTERED")
        for kind in kinds:
            self._lines["registry_tenure"].append(
                f"{new_id(self._chance)}\t{house.plot.belonging}\t{from_on}\t{NULL}\t{id_}\t{house.flat.id}\t{kind}"
            )


def education(age: int, luck: float) -> str:
    """Who is still learning has reached what his age allows; the old had less of it."""
    if age < 12:
        return "" if age < 7 else "80"
    if age < 18:
        return "70" if age < 16 else "60"
    bachelor, college, school = (0.3, 0.5, 0.75) if age < 40 else (0.07, 0.15, 0.4) if age < 62 else (0.01, 0.04, 0.12)
    if luck < bachelor:
        return "20" if luck > bachelor * 0.08 or age < 23 else "10"
    return "30" if luck < college else "60" if luck < school else "70" if age < 62 or luck < 0.5 else "80"


def political(age: int, luck: float) -> str:
    if 14 <= age < 28:
        return "03" if luck < 0.45 else "13"
    return "01" if age >= 22 and luck < 0.09 else "13"
