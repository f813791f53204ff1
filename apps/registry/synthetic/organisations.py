"""Shops, companies and associations of a grid, with a credit code that checks and somebody who answers for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from apps.core.sealing import keyed_hash, seal
from apps.registry.areas import DEMO
from apps.registry.identifiers import CREDIT_ALPHABET, credit_check
from apps.registry.initials import initials_of
from apps.registry.synthetic.allotment import Serials, Weighted
from apps.registry.synthetic.ground import Days, Plot
from apps.registry.synthetic.lines import NO_SECRET, NULL, SOURCE, Block, new_id, secret
from apps.registry.synthetic.names import family, given
from apps.registry.synthetic.people import Known

WORDS = (
    "鑫源", "宏达", "顺发", "永兴", "金桥", "天成", "瑞丰", "华美", "福临", "万家", "盛世", "恒信",
    "德胜", "长江", "三峡", "桃花", "橘香", "清江", "峡州", "明珠", "同心", "百姓", "吉祥", "如意",
    "惠民", "安康", "佳和", "聚缘", "诚信", "新欣", "大众", "阳光", "绿野", "丰收", "福星", "龙腾",
    "凤鸣", "景泰", "合众", "春晖",
)  # fmt: skip
# Code of the kind, the first two places of its credit code, what it does, the end of its name.
SHOPS = ("餐馆", "超市", "理发店", "药店", "五金店", "早餐店", "水果店", "服装店", "汽修店", "茶楼", "文具店", "烟酒店")
FIRMS = ("商贸", "建筑工程", "物流", "食品", "机械", "农业科技", "物业服务", "装饰", "信息技术", "生物科技")
URBAN = Weighted(**{"03": 62, "01": 28, "22": 4, "33": 2, "32": 2, "31": 1, "21": 1})
RURAL = Weighted(**{"03": 58, "04": 20, "01": 14, "22": 2, "33": 3, "32": 2, "31": 1})
BEGIN = {"01": "91", "03": "92", "04": "93", "21": "51", "22": "52", "31": "11", "32": "12", "33": "12"}
STAFF = {"03": 6, "01": 80, "04": 15}
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_VALUES = {char: place for place, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


@dataclass(frozen=True)
class Site:
    """A shop or house an organisation may be at."""

    place: str
    address: str


class Founder:
    def __init__(self, chance: Random, days: Days, block: Block, *, serials: Serials, phones: Serials) -> None:
        self._chance, self._days, self._lines = chance, days, block.lines
        self._serials, self._phones = serials, phones

    def found(self, plot: Plot, site: Site, residents: Sequence[Known]) -> None:
        chance = self._chance
        kind = (URBAN if plot.urban else RURAL).pick(chance.random())
        id_, name, phone = new_id(chance), self._name(kind, site), self._phone()
        staff = 1 + int(chance.random() ** 3 * STAFF.get(kind, 40))
        hazard = "02" if chance.random() < 0.04 else "04" if chance.random() < 0.01 else "00"
        attention = "02" if hazard != "00" else "00"
        self._lines["registry_organisation"].append(
            f"{id_}\t{SOURCE}\t{self._days.confirmed(chance)}\t{site.place}\t{plot.belonging}\t{name}"
            f"\t{initials_of(name)}\t{self._uscc(kind)}\t{kind}\t{site.address}\t{phone}\t{staff}\t{hazard}"
            f"\t{attention}\t1"
        )
        self._answering(id_, plot, residents, "HEAD" if kind == "03" else "LEGAL")
        if staff > 20 or chance.random() < 0.1:
            self._answering(id_, plot, residents, "SECURITY")

    def _answering(self, organisation: str, plot: Plot, residents: Sequence[Known], role: str) -> None:
        """Every third is a resident nearby."""
        if residents and self._chance.random() < 0.35:
            who = residents[int(self._chance.random() * len(residents))]
        else:
            male = int(self._chance.random() < 0.7)
            name = family(self._chance) + given(self._chance, born=1978, male=male)
            who = Known(NULL, name, self._phone())
        self._lines["registry_organisationperson"].append(
            f"{new_id(self._chance)}\t{plot.belonging}\t{organisation}\t{who.id}\t{who.name}\t{role}\t{who.phone}"
        )

    def _phone(self) -> str:
        if self._chance.random() < 0.05:
            return NO_SECRET
        phone = self._phones.phone()
        return secret(seal(phone), keyed_hash(phone), phone[-4:])

    def _name(self, kind: str, site: Site) -> str:
        chance = self._chance
        word = WORDS[int(chance.random() * len(WORDS))] + WORDS[int(chance.random() * len(WORDS))][:1]
        if kind == "03":
            return f"{word}{chance.choice(SHOPS)}"
        if kind == "04":
            return f"{word}{chance.choice(('柑橘', '茶叶', '蔬菜', '养殖', '中药材'))}专业合作社"
        if kind == "01":
            return f"宜昌{word}{chance.choice(FIRMS)}有限公司"
        ends = {"21": "协会", "22": "服务中心", "31": "管理所", "32": "服务站", "33": "学校"}
        return f"{word}{ends[kind]}"

    def _uscc(self, kind: str) -> str:
        return credit_code_of(BEGIN[kind], self._serials.give())


def credit_code_of(begin: str, serial: int) -> str:
    """With the check place of the organisation's own code (GB 11714) inside, as real ones have."""
    own = "MA"
    for _ in range(6):
        serial, place = divmod(serial, len(CREDIT_ALPHABET))
        own += CREDIT_ALPHABET[place]
    check = 11 - sum(weight * _VALUES[char] for weight, char in zip(_WEIGHTS, own, strict=True)) % 11
    first17 = f"{begin}{DEMO}{own}{'X' if check == 10 else '0' if check == 11 else check}"
    return first17 + credit_check(first17)
